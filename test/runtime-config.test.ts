/** config.txt, the parameters, and the address a node tells others. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nodeOptions } from '../cli/node-options.ts';
import { advertisedHost, type HostNetworks } from '../runtime/advertised-address.ts';
import { parseConfig, readConfig } from '../runtime/config-file.ts';
import { PARAMETERS, parameterNamed, similarName } from '../runtime/parameters.ts';
import { protocolNumbers } from '../runtime/protocol-numbers.ts';
import { nodeRandom } from '../runtime/random.ts';
import { address } from '../src/address.ts';
import { PROFILES } from '../src/profiles.ts';
import { CONNECTION_DEFAULTS, PEER_DEFAULTS, SEED_DEFAULTS } from '../src/settings.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'hearsay-config-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

describe('config.txt', () => {
  // "`config.txt` holds one seed a line, `IP:Port`. Blank lines and `#` comments are allowed; IPv6 is `[address]:port`."
  it('holds seeds and settings', () => {
    const text = [
      '\ufeff# seeds',
      '',
      '10.0.0.1:5000  # the first',
      '  [2001:DB8::1]:5001\r',
      'gossip-interval = 0.5',
      'alpha=3',
      'links = auto',
      'liveness = icmp+tcp',
      'trust-reports = true',
      'gossip-start = connected',
    ].join('\n');
    expect(parseConfig(text, 'config.txt')).toEqual({
      seeds: [address('10.0.0.1', 5000), address('2001:db8::1', 5001)],
      parameters: {
        gossipIntervalMs: 500,
        alpha: 3,
        links: 'auto',
        liveness: 'icmp+tcp',
        trustReports: true,
        gossipStart: 'connected',
      },
    });
  });

  // "A bad line is an error that names the file, the line number, what was found and what was expected"
  it.each([
    [
      'localhost:5000',
      'net.txt, line 2: found "localhost:5000"; expected a seed as IP:Port, for example 10.0.0.1:5000',
    ],
    ['10.0.0.1', 'net.txt, line 2: found "10.0.0.1"; expected a seed as IP:Port'],
    ['10.0.0.1:70000', 'net.txt, line 2: found "10.0.0.1:70000"; expected a seed as IP:Port'],
    ['\x1b[2J', 'net.txt, line 2: found "\\x1b[2J"; expected a seed as IP:Port'],
    [
      'gossip-intervall = 5',
      'net.txt, line 2: unknown key "gossip-intervall"; did you mean gossip-interval?',
    ],
    ['colour = red', 'net.txt, line 2: unknown key "colour"; see `hearsay peer --help` for the keys.'],
    ['alpha = -1', 'net.txt, line 2: alpha is "-1"; expected a number from 0 to 100.'],
    ['links = many', 'net.txt, line 2: links is "many"; expected auto or a whole number from 1 to 1000.'],
    [
      'ping-interval = 0',
      'net.txt, line 2: ping-interval is "0"; expected seconds from 0.01 to 31536000, for example',
    ],
    ['liveness = udp', 'net.txt, line 2: liveness is "udp"; expected icmp, tcp or icmp+tcp.'],
    ['10.0.0.9:5000', 'net.txt, line 2: 10.0.0.9:5000 is already on line 1; remove one.'],
  ])('with the line %j is refused', (line, message) => {
    expect(() => parseConfig(`10.0.0.9:5000\n${line}\n`, 'net.txt')).toThrow(message);
  });

  it('without a seed is refused', () => {
    expect(() => parseConfig('# none\nalpha = 3\n', 'net.txt')).toThrow(
      'net.txt names no seed; add one line IP:Port for each, for example 127.0.0.1:5000.',
    );
  });

  it('that cannot be read is refused', () => {
    expect(() => readConfig(join(directory, 'nowhere.txt'))).toThrow(
      /nowhere\.txt was not found \(looked for .*; create it/,
    );
    expect(() => readConfig(directory)).toThrow(/is a directory; expected a file with one seed a line/);
  });
});

describe('the parameters', () => {
  it('have distinct names, and every profile a value for each', () => {
    const names = PARAMETERS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(PROFILES.literal).toEqual({ ...PEER_DEFAULTS, ...SEED_DEFAULTS, ...CONNECTION_DEFAULTS });
    expect(Object.keys(PROFILES.hardened)).toEqual(Object.keys(PROFILES.literal));
  });

  it('are suggested when the name is nearly right', () => {
    expect(similarName('ping-timout')).toBe('ping-timeout');
    expect(similarName('zzz')).toBeUndefined();
  });

  it('read only what was meant', () => {
    const set = (name: string, text: string): boolean => parameterNamed(name)?.set({}, text) ?? false;
    for (const text of ['', ' 5', '5 ', '+5', '1e3', '0x5', '5,5', 'NaN', '١', '.5']) {
      expect(set('gossip-interval', text)).toBe(false);
    }
    for (const text of ['5.5', '-1', '']) expect(set('gossip-count', text)).toBe(false);
    expect(set('random-seed', '')).toBe(false);
    expect(set('gossip-count', '0')).toBe(true);
  });

  it('say what sets them as they are', () => {
    for (const parameter of PARAMETERS) {
      const text = parameter.show({ ...PROFILES.hardened, profile: 'hardened', randomSeed: 'a' });
      const again = {};
      expect(parameter.set(again, text ?? '')).toBe(true);
      expect(parameter.show(again)).toBe(text);
    }
  });

  // "the rule would link to nearly everybody (k = n at alpha <= 1), so `--links K` must be given; without it an error says so and
  // suggests 5"
  it('refuse links auto for an alpha below 2', () => {
    expect(() => protocolNumbers({ alpha: 1.9 })).toThrow(
      /expected alpha from 2 up, or a number of links, for example --links 5/,
    );
    expect(protocolNumbers({ alpha: 0.667, links: 5 })).toMatchObject({
      alpha: 0.667,
      links: 5,
      uniformLinks: 2,
    });
    expect(protocolNumbers({ profile: 'literal' }).uniformLinks).toBe(0);
  });
});

describe('the limit of links', () => {
  it('is 1,000 unless set, and leaves room for both ends of all that are drawn', () => {
    expect(protocolNumbers({}).linksMax).toBe(1_000);
    expect(protocolNumbers({ links: 5, linksMax: 14 }).linksMax).toBe(14);
    expect(protocolNumbers({ linksMax: 1 }).linksMax).toBe(1);
    expect(() => protocolNumbers({ links: 5, linksMax: 13 })).toThrow(
      'links-max is 13; expected at least 14, because each peer draws 7 links and each link has two ends: ' +
        'raise it, or lower links or uniform-links.',
    );
  });
});

// "flag > environment (HEARSAY_*) > config file > default"
describe('what wins', () => {
  it('is the flag, then the environment, then config.txt, then the profile', () => {
    const config = join(directory, 'config.txt');
    writeFileSync(config, '127.0.0.1:5000\nalpha = 3\ngossip-count = 7\nping-failures = 4\n');
    const environment = {
      HEARSAY_ALPHA: '4',
      HEARSAY_GOSSIP_COUNT: '8',
      HEARSAY_CONFIG: config,
      HEARSAY_LINKS: '',
    };
    const { numbers, seeds, port } = nodeOptions('peer', '6000', { alpha: '5' }, environment);
    expect(numbers).toMatchObject({
      alpha: 5,
      gossipCount: 8,
      pingFailuresMax: 4,
      links: 'auto',
      uniformLinks: 2,
    });
    expect(seeds).toEqual([address('127.0.0.1', 5000)]);
    expect(port).toBe(6000);
  });

  it('is named when it is wrong', () => {
    const config = join(directory, 'config.txt');
    writeFileSync(config, '127.0.0.1:5000\n');
    const start =
      (flags: Record<string, string>, environment = {}) =>
      () =>
        nodeOptions('peer', '6000', { config, ...flags }, environment);
    expect(start({ alpha: 'x' })).toThrow('--alpha is "x"; expected a number from 0 to 100.');
    expect(start({}, { HEARSAY_PING_FAILURES: '0' })).toThrow(
      'HEARSAY_PING_FAILURES is "0"; expected a whole number from 1 to 1000.',
    );
    for (const port of ['x', '-1', '65536', '0600', '']) {
      expect(() => nodeOptions('peer', port, { config }, {})).toThrow(
        `The port is "${port}"; expected a number from 1 to 65535`,
      );
    }
  });
});

describe('the address of a node', () => {
  const networks: HostNetworks = {
    interfaces: {
      lo: [entry('127.0.0.1', 'IPv4', true)],
      eth0: [entry('fe80::1', 'IPv6'), entry('192.168.1.5', 'IPv4')],
      eth1: [entry('10.0.0.5', 'IPv4')],
    },
    routes: [
      'Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask',
      'eth0\t0001A8C0\t00000000\t0001\t0\t0\t0\t00FFFFFF',
      'eth0\t00000000\t0101A8C0\t0003\t0\t0\t200\t00000000',
      'eth1\t00000000\t0100000A\t0003\t0\t0\t100\t00000000',
    ].join('\n'),
  };
  const seed = address('10.0.0.1', 5000);

  it('is the one given', () => {
    expect(advertisedHost('10.9.9.9', [seed], networks)).toBe('10.9.9.9');
    expect(advertisedHost('[::1]', [seed], networks)).toBe('::1');
    expect(() => advertisedHost('myhost', [seed], networks)).toThrow(
      '--host is "myhost"; expected a literal IP address',
    );
    expect(() => advertisedHost('0.0.0.0', [seed], networks)).toThrow(
      '--host 0.0.0.0 is no address others can dial',
    );
  });

  // "advertises that of the default route, or 127.0.0.1 when every seed in config.txt is a loopback address"
  it('is that of the default route', () => {
    expect(advertisedHost(undefined, [seed], networks)).toBe('10.0.0.5');
    expect(advertisedHost(undefined, [seed], { ...networks, routes: '' })).toBe('192.168.1.5');
    expect(advertisedHost(undefined, [], { interfaces: {}, routes: '' })).toBe('127.0.0.1');
  });

  it('is loopback when every seed is', () => {
    const loopback = address('127.0.0.1', 5000);
    expect(advertisedHost(undefined, [loopback, address('127.0.0.2', 5000)], networks)).toBe('127.0.0.1');
    expect(advertisedHost(undefined, [address('::1', 5000)], networks)).toBe('::1');
    expect(advertisedHost(undefined, [loopback, seed], networks)).toBe('10.0.0.5');
  });
});

describe('the draws of a node', () => {
  it('repeat with the random seed, and differ between nodes and without one', () => {
    const draw = (randomSeed: string | undefined, name: string): number =>
      nodeRandom(randomSeed, name).next();
    expect(draw('a', '10.0.0.1:6000')).toBe(draw('a', '10.0.0.1:6000'));
    expect(draw('a', '10.0.0.1:6000')).not.toBe(draw('a', '10.0.0.1:6001'));
    expect(draw(undefined, 'n')).not.toBe(draw(undefined, 'n'));
    expect(() => nodeRandom('', 'n')).toThrow('the random seed is empty');
  });
});

function entry(ip: string, family: 'IPv4' | 'IPv6', internal = false) {
  const common = { address: ip, netmask: '', mac: '', internal, cidr: null };
  return family === 'IPv4' ? { ...common, family } : { ...common, family, scopeid: 0 };
}
