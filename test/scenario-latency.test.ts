import { describe, expect, it } from 'vitest';
import { type LatencyModel, parseLatencyModel } from '../sim/latency-model.ts';

describe('a latency model', () => {
  it.each<[string, LatencyModel]>([
    ['constant:50', { kind: 'constant', latencyMs: 50 }],
    ['constant:0', { kind: 'constant', latencyMs: 0 }],
    ['uniform:10-100.5', { kind: 'uniform', minMs: 10, maxMs: 100.5 }],
    ['uniform:10-10', { kind: 'uniform', minMs: 10, maxMs: 10 }],
    ['exponential:40', { kind: 'exponential', meanMs: 40 }],
    ['lognormal:60,0.5', { kind: 'lognormal', medianMs: 60, sigma: 0.5 }],
    ['lognormal:60,0', { kind: 'lognormal', medianMs: 60, sigma: 0 }],
    ['planetlab', { kind: 'planetlab' }],
  ])('%s', (text, model) => {
    expect(parseLatencyModel(text)).toEqual(model);
  });

  it.each([
    '',
    'constant',
    'constant:',
    'constant:-1',
    'constant:1e3',
    'constant:0x10',
    'constant: 5',
    'constant:60001',
    'constant:1-2',
    'uniform:5',
    'uniform:20-10',
    'uniform:1-2-3',
    'uniform:1,2',
    'exponential:0',
    'lognormal:60',
    'lognormal:0,1',
    'lognormal:60,6',
    'planetlab:1',
    'Constant:5',
    'constant:5\n',
  ])('is not %j', (text) => {
    expect(parseLatencyModel(text)).toBeUndefined();
  });
});
