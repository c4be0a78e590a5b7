/** Attacks on a seed's registry: addresses of others, and floods, against seeds of the profile `hardened`. */
import { describe, expect, it } from 'vitest';
import { address } from '../src/address.ts';
import { Admission } from '../src/admission.ts';
import type { Register } from '../src/messages.ts';
import { PROFILES } from '../src/profiles.ts';
import { namesOf, Simulated } from './support/simulated.ts';
import type { StandIn } from './support/stand-ins.ts';

function register(host: string, port: number): Register {
  return { kind: 'register', peer: address(host, port), additions: true, plain: false };
}

/** Every word on a link of its own. */
function tell(world: Simulated, teller: StandIn, words: readonly Register[]): void {
  for (const word of words) teller.dial(world.address('seed/0'), word);
}

describe('registering somebody else', () => {
  function forgery() {
    const world = new Simulated({ peers: 3, profile: 'hardened' });
    world.start('seed/0');
    const [attacker, victim] = world.standIns('peer/0', 'peer/1');
    return { world, attacker, victim, forged: register(victim.self.host, victim.self.port) };
  }

  it('1,000 forgeries at one victim in a minute: 5 connections, no entry', () => {
    const { world, attacker, victim, forged } = forgery();
    victim.process.unlisten();
    for (let i = 0; i < 1_000; i++) {
      tell(world, attacker, [{ ...forged, peer: address(victim.self.host, 1 + i) }]);
      world.runFor(0.06);
    }
    world.runTo(65);
    expect(world.times('seed/0', /^dialled back peer\/1/)).toHaveLength(5);
    expect(world.listOf('seed/0')).toEqual([]);
    expect(attacker.messages('registered')).toEqual([]);
    expect(world.times('seed/0', /^refused to register/)).toHaveLength(1_000);
  });

  it('one that listens there, behind a translated address, is listed after one look', () => {
    const { world, attacker, victim, forged } = forgery();
    tell(world, attacker, [forged]);
    world.runTo(1);
    expect(victim.accepted).toHaveLength(1);
    expect(attacker.messages('registered')).toHaveLength(1);
    expect(world.listOf('seed/0')).toEqual(['peer/1']);
  });

  it('nobody renews the entry of another, or changes what it understands', () => {
    const { world, attacker, victim, forged } = forgery();
    tell(world, victim, [forged]);
    world.runTo(1);
    tell(world, attacker, [{ ...forged, additions: false }]);
    world.runTo(2);
    expect(attacker.messages('registered')).toHaveLength(1);
    expect(world.times('seed/0', /^renewed/)).toEqual([]);
    expect(world.network.seeds[0]?.registry.list(2_000).additions(0)).toBe(true);
    tell(world, victim, [forged]);
    world.runTo(3);
    expect(world.times('seed/0', 'renewed peer/1')).toHaveLength(1);
  });

  it.each([
    '127.0.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    'ff02::1',
  ])('a seed does not dial %s for somebody outside', (host) => {
    const { world, attacker } = forgery();
    tell(world, attacker, [register(host, 6_000)]);
    world.runTo(5);
    expect(world.times('seed/0', /^dialled back/)).toEqual([]);
    expect(world.times('seed/0', /unreachable/)).toHaveLength(1);
  });

  it('whoever says more while its address is looked at is hung up on', () => {
    const { world, attacker, victim, forged } = forgery();
    attacker.dial(world.address('seed/0'), forged, forged);
    world.runTo(5);
    expect(attacker.messages('registered')).toEqual([]);
    expect(world.listOf('seed/0')).toEqual([]);
    expect(victim.accepted.length).toBeLessThanOrEqual(1);
  });

  it('the literal profile lists what it is told', () => {
    const world = new Simulated({ peers: 2 });
    world.start('seed/0');
    tell(world, world.standIn('peer/0'), [register(world.address('peer/1').host, 6_000)]);
    world.runTo(1);
    expect(world.listOf('seed/0')).toEqual(['peer/1']);
  });
});

describe('a request to be dialled back', () => {
  it('is answered by what the seed found', () => {
    const world = new Simulated({ peers: 2, profile: 'hardened' });
    world.start('seed/0');
    const asker = world.standIn('peer/0');
    const ask = () =>
      asker.dial(world.address('seed/0'), { kind: 'dialBack', peer: asker.self, plain: false });
    ask();
    world.runTo(1);
    asker.process.unlisten();
    // Too soon: the seed hangs up.
    ask();
    world.runTo(13);
    ask();
    world.runTo(14);
    expect(asker.messages('reachability').map(({ reachable }) => reachable)).toEqual([true, false]);
  });
});

describe('flooding a registry', () => {
  it('100,000 registrations from one IP while 100 peers join: 32 kept, all 100 registered in 5 s', () => {
    const world = new Simulated({ peers: 101, profile: 'hardened' });
    world.start('seed/0');
    const attacker = world.standIn('peer/100');
    const honest = namesOf('peer', 100);
    let port = 1;
    for (let tick = 0; tick < 500; tick++) {
      // Each goes on until it is refused; 65,535 ports are all there are.
      const words = Array.from({ length: 200 }, () => register(attacker.self.host, 1 + (port++ % 65_535)));
      tell(world, attacker, words);
      if (tick % 5 === 0) world.start(honest[tick / 5]);
      world.runFor(0.01);
    }
    world.runFor(0.5);
    const list = world.listOf('seed/0');
    expect(list.filter((name) => name === 'peer/100')).toHaveLength(32);
    expect(new Set(list).size).toBe(101);
    for (const [i, name] of honest.entries()) {
      expect(world.times('seed/0', new RegExp(`^registered ${name},`))[0]).toBeLessThan(0.05 * i + 0.1);
    }
    // The host's limit first, then the rate: 1,000 at once, and one in 10 s.
    expect(world.times('seed/0', /refused .* rate/).length).toBeGreaterThan(98_900);
  });

  const { hardened } = PROFILES;

  function admittedOf(hosts: readonly string[], settings = hardened): number {
    const admission = new Admission(settings);
    let count = 0;
    for (const [i, host] of hosts.entries()) {
      const peer = address(host, 1 + i);
      if (admission.shortageFor(peer, count) !== undefined) continue;
      admission.listed(peer);
      count++;
    }
    return count;
  }

  const hosts = (count: number, host: (i: number) => string) =>
    Array.from({ length: count }, (_, i) => host(i));

  it.each([
    ['one IPv4 address', hosts(1_000, () => '10.0.0.1'), 32],
    ['one /64', hosts(1_000, (i) => `2001:db8:0:1::${(i + 1).toString(16)}`), 32],
    ['one /24', hosts(1_000, (i) => `10.0.0.${i % 256}`), 256],
    ['one /48', hosts(1_000, (i) => `2001:db8:0:${(i + 1).toString(16)}::1`), 256],
    ['four /24', hosts(1_024, (i) => `10.0.${i % 4}.${i >> 2}`), 1_024],
    ['loopback, which is exempt', hosts(1_000, () => '127.0.0.1'), 1_000],
  ])('of peers of %s as many are kept as may be', (_, from, kept) => {
    expect(admittedOf(from)).toBe(kept);
  });

  it('holds for loopback when asked, and for all together', () => {
    const local = hosts(1_000, () => '127.0.0.1');
    expect(admittedOf(local, { ...hardened, limitLoopback: true })).toBe(32);
    expect(admittedOf(local, { ...hardened, entriesMax: 10 })).toBe(10);
  });

  it('a peer that is removed makes room', () => {
    const admission = new Admission({ ...hardened, entriesPerHost: 1 });
    const [first, second] = [address('10.0.0.1', 1), address('10.0.0.1', 2)];
    admission.listed(first);
    expect(admission.shortageFor(second, 1)).toBe('host');
    admission.removed(first);
    expect(admission.shortageFor(second, 0)).toBeUndefined();
  });
});
