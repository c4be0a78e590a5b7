/** "Numbers (all configurable; these are the defaults)": what simulations and deployed nodes start from. */
import { describe, expect, it } from 'vitest';
import { PARAMETERS } from '../runtime/parameters.ts';
import { type NodeParameters, protocolNumbers } from '../runtime/protocol-numbers.ts';
import { parseScenario } from '../sim/scenario-schema.ts';
import { PROFILES } from '../src/profiles.ts';
import { CONNECTION_DEFAULTS, PEER_DEFAULTS, SEED_DEFAULTS } from '../src/settings.ts';
import { Simulated } from './support/simulated.ts';

describe('"Two profiles name sets of defaults"', () => {
  it('"`literal` (the specification and nothing more: what simulations start from)"', () => {
    const scenario = { ...parseScenario({}), latency: 'constant:10', peers: 1, seeds: 1 };
    const world = new Simulated({ ...scenario, publisherNames: ['peer/0'] });
    world.start('peer/0');
    expect(world.peer('peer/0').settings).toEqual({ ...PROFILES.literal, seeds: [world.address('seed/0')] });
    expect(PROFILES.literal).toEqual({ ...PEER_DEFAULTS, ...SEED_DEFAULTS, ...CONNECTION_DEFAULTS });
  });

  it('"and `hardened` (what deployed nodes start from: uniform links [...])"', () => {
    expect(protocolNumbers({})).toEqual(PROFILES.hardened);
    expect(PROFILES.hardened.uniformLinks).toBe(2);
  });
});

it('"(all configurable)": every number has a parameter, but how long a leave may take', () => {
  const set: NodeParameters = {};
  for (const parameter of PARAMETERS) {
    const text = parameter.show({ ...PROFILES.hardened, profile: 'literal', randomSeed: 'a' });
    expect(parameter.set(set, text ?? '')).toBe(true);
  }
  const { profile, randomSeed, ...numbers } = set;
  const { leaveMs, ...configurable } = PROFILES.hardened;
  expect(numbers).toEqual(configurable);
  expect([profile, randomSeed, leaveMs]).toEqual(['literal', 'a', 1_500]);
});
