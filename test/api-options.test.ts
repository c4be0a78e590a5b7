/** What programs may say when they make a node, and what they are told when it is wrong. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nodeOptions } from '../cli/node-options.ts';
import { createPeer, createSeed } from '../runtime/api/index.ts';
import { peerNodeOptions, seedNodeOptions } from '../runtime/api/options.ts';
import { camelCase, parametersOf } from '../runtime/parameters.ts';
import { PROFILES } from '../src/profiles.ts';
import { ROOT } from './tools/source-files.ts';

const SEEDS = ['127.0.0.1:5000'];
const CONFIG = join(ROOT, 'config.txt');

function refused(options: object): unknown {
  try {
    createPeer({ seeds: SEEDS, ...options });
  } catch (error) {
    return error;
  }
  return 'taken';
}

describe('options', () => {
  it('are the keys of config.txt in camel case, with the same units', () => {
    const { numbers, randomSeed } = peerNodeOptions({
      seeds: SEEDS,
      gossipInterval: 5.5,
      gossipCount: 3,
      gossipStart: 'connected',
      pingFailures: 4,
      aloneWait: 0.5,
      links: 'auto',
      liveness: 'icmp+tcp',
      randomSeed: '7',
    });
    expect(numbers).toEqual({
      ...PROFILES.hardened,
      gossipIntervalMs: 5_500,
      gossipCount: 3,
      gossipStart: 'connected',
      pingFailuresMax: 4,
      aloneMs: 500,
      links: 'auto',
      liveness: 'icmp+tcp',
    });
    expect(randomSeed).toBe('7');
    expect(seedNodeOptions({ trustReports: true, staleAfter: 30 }).numbers).toMatchObject({
      trustReports: true,
      staleMs: 30_000,
    });
  });

  // One list serves the command and programs: what a flag sets, an option sets to the same.
  it.each(['peer', 'seed'] as const)('of a %s set what its flags set', (kind) => {
    for (const parameter of parametersOf(kind)) {
      const { name, words, type, set } = parameter;
      const values = [
        ...words,
        ...(type === 'boolean' ? [true] : type === 'number' ? [2, 100] : ['some text']),
      ];
      const value = values.find((each) => set({}, String(each)));
      const option = camelCase(parameter.name);
      const checked =
        kind === 'peer'
          ? peerNodeOptions({ seeds: SEEDS, [option]: value })
          : seedNodeOptions({ [option]: value });
      const flags = {
        ...(kind === 'peer' ? { gossipCount: '0' } : {}),
        [option]: String(value),
        config: CONFIG,
      };
      const { numbers, randomSeed } = nodeOptions(kind, '0', flags, {});
      expect([checked.numbers, checked.randomSeed], `${name} ${value}`).toEqual([numbers, randomSeed]);
    }
  });

  it('that are left out have the defaults of deployed nodes, but nothing is published by itself', () => {
    expect(peerNodeOptions({ seeds: SEEDS, host: undefined, liveness: undefined })).toEqual({
      ...{ host: undefined, port: 0, output: undefined, print: undefined, randomSeed: undefined },
      seeds: [expect.objectContaining({ text: SEEDS[0] })],
      numbers: { ...PROFILES.hardened, gossipCount: 0 },
    });
    expect(createSeed()).toMatchObject({ peers: [] });
  });

  it.each([
    [{ gossipIntervall: 5 }, 'createPeer knows no option "gossipIntervall"; did you mean gossipInterval?'],
    [{ 'gossip-interval': 5 }, 'createPeer knows no option "gossip-interval"; did you mean gossipInterval?'],
    [
      { gossipInterval: '5' },
      'createPeer: gossipInterval is "5"; expected seconds from 0.001 to 31536000, for example 5 or 0.5',
    ],
    [{ gossipCount: null }, 'createPeer: gossipCount is null; expected a whole number from 0 to 1000000000'],
    [{ links: true }, 'createPeer: links is true; expected auto or a whole number from 1 to 1000'],
    [{ host: '' }, 'createPeer: host is ""; expected some text'],
    [{ host: 7 }, 'createPeer: host is 7; expected some text'],
    [{ port: '6000' }, 'createPeer: port is "6000"; expected a whole number from 0 to 65535'],
    [{ signal: {} }, 'createPeer: signal is an object; expected an AbortSignal'],
    [
      { tls: '/etc/tls' },
      'createPeer: tls is "/etc/tls"; expected an object with cert, key and ca, each PEM as text or bytes',
    ],
    [
      { tls: { cert: 'a', key: new Uint8Array() } },
      'createPeer: tls.ca is undefined; expected an object with cert, key and ca, each PEM as text or bytes',
    ],
    [
      { seeds: [] },
      "createPeer: seeds is an empty array; expected at least one seed as ip:port, for example ['127.0.0.1:5000']",
    ],
    [
      { seeds: undefined },
      "createPeer: seeds is undefined; expected at least one seed as ip:port, for example ['127.0.0.1:5000']",
    ],
    [
      { seeds: ['localhost:5000'] },
      'createPeer: a seed is "localhost:5000"; expected at least one seed as ip:port, for example [\'127.0.0.1:5000\']',
    ],
  ])('of the wrong kind are refused: %o', (options, sentence) => {
    expect(refused(options)).toEqual(new TypeError(sentence));
  });

  it.each([
    [
      { gossipInterval: 0 },
      'createPeer: gossipInterval is 0; expected seconds from 0.001 to 31536000, for example 5 or 0.5',
    ],
    [{ pingFailures: 2.5 }, 'createPeer: pingFailures is 2.5; expected a whole number from 1 to 1000'],
    [
      { pingInterval: Number.NaN },
      'createPeer: pingInterval is NaN; expected seconds from 0.01 to 31536000, for example 5 or 0.5',
    ],
    [{ liveness: 'udp' }, 'createPeer: liveness is "udp"; expected icmp, tcp or icmp+tcp'],
    [{ randomSeed: '' }, 'createPeer: randomSeed is ""; expected some text'],
    [{ port: 65_536 }, 'createPeer: port is 65536; expected a whole number from 0 to 65535'],
    [
      { seeds: ['10.0.0.1:5000', '10.0.0.1:5000'] },
      'createPeer: 10.0.0.1:5000 is twice among the seeds; expected each once',
    ],
    ...['localhost', '0.0.0.0'].map((host): [object, string] => [
      { host },
      `createPeer: host is "${host}"; expected a literal IP address of this machine that others can dial, or nothing, to listen on all addresses`,
    ]),
    [{ backoffMin: 9, backoffMax: 3 }, 'createPeer: backoff-max is 3 s; expected at least backoff-min, 9 s.'],
  ])('out of range are refused: %o', (options, sentence) => {
    expect(refused(options)).toEqual(new RangeError(sentence));
  });

  it('of peers are none of seeds', () => {
    expect(() => createSeed({ liveness: 'tcp' } as never)).toThrow(
      /^createSeed knows no option "liveness"; expected one of host, port, output, signal, tls, profile/,
    );
    expect(() => createPeer('127.0.0.1:5000' as never)).toThrow(
      new TypeError('createPeer was given "127.0.0.1:5000"; expected an object of options'),
    );
  });
});
