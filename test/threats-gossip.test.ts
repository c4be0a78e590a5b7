/** Neighbours that attack with gossip: replays and storms, against peers of the profile `hardened`. */
import { describe, expect, it } from 'vitest';
import type { Link } from '../src/ports.ts';
import { PROFILES } from '../src/profiles.ts';
import { Simulated } from './support/simulated.ts';
import type { StandIn } from './support/stand-ins.ts';

const { gossipRate, gossipBurst } = PROFILES.hardened;

/** 2026-01-01T00:00:00Z, where the virtual wall clock begins. */
const START_S = 1_767_225_600;

interface Attack {
  readonly world: Simulated;
  readonly attacker: StandIn;
  /** The attacker's link to peer/0, which also has one with the witness. */
  readonly link: Link;
  readonly witness: StandIn;
  readonly witnessLink: Link;
}

/** A hardened peer between an attacker and a witness of what it passes on. */
function attacked(): Attack {
  const world = new Simulated({ peers: 3, profile: 'hardened' });
  world.start('seed/0', 'peer/0');
  world.rememberTexts('peer/0');
  const [attacker, witness] = world.standIns('peer/1', 'peer/2');
  const link = attacker.dialWithHello(world.address('peer/0'));
  const witnessLink = witness.dialWithHello(world.address('peer/0'));
  world.runTo(1);
  return { world, attacker, link, witness, witnessLink };
}

/** A text dated so many seconds after the start. */
function textAt(seconds: number, number: number): string {
  return `${(START_S + seconds).toFixed(9)}:10.9.9.9:${number}`;
}

describe('replay after the memory of messages forgot', () => {
  it('10,000 replays: none is passed on', () => {
    const { world, attacker, link, witness } = attacked();
    const texts = Array.from({ length: 10_000 }, (_, i) => textAt(1, i));
    for (const text of texts) attacker.gossip(text, link);
    world.runTo(2);
    expect(witness.texts).toEqual(texts);
    for (const atS of [30, 61, 62, 119, 125, 181, 400]) {
      world.runTo(atS);
      for (const text of texts) attacker.gossip(text, link);
    }
    world.runFor(1);
    expect(witness.texts).toHaveLength(10_000);
    // The memory alone would not have known them any more.
    expect(world.did('peer/0', /untimely$/).length).toBeGreaterThanOrEqual(10_000);
  });

  it('a message from the future by over a day is not passed on, one by less is', () => {
    const { world, attacker, link, witness } = attacked();
    attacker.gossip(textAt(86_400 + 2, 1), link);
    const near = attacker.gossip(textAt(86_400, 2), link);
    world.runFor(1);
    expect(witness.texts).toEqual([near.text]);
  });
});

describe('a storm from one neighbour', () => {
  it('10,000 messages a second: no more than the rate and one burst get in', () => {
    const { world, attacker, link, witness } = attacked();
    const seconds = 5;
    for (let tick = 0; tick < 100 * seconds; tick++) {
      for (let i = 0; i < 100; i++) attacker.gossip(textAt(1 + tick / 100, 100 * tick + i), link);
      world.runFor(0.01);
    }
    world.runFor(1);
    const passed = witness.texts.length;
    expect(passed).toBeLessThanOrEqual(gossipBurst + gossipRate * (seconds + 1));
    expect(passed).toBeGreaterThanOrEqual(gossipBurst + gossipRate * (seconds - 1));
    expect(attacker.texts).toEqual([]);
  });

  it('what honest neighbours pass on meanwhile is delivered', () => {
    const { world, attacker, link, witness, witnessLink } = attacked();
    for (let tick = 0; tick < 300; tick++) {
      for (let i = 0; i < 100; i++) attacker.gossip(textAt(1 + tick / 100, 100 * tick + i), link);
      witness.gossip(textAt(1 + tick / 100, 900_000 + tick), witnessLink);
      world.runFor(0.01);
    }
    world.runFor(1);
    const delivered = world.did('peer/0', /^received .* from peer\/2$/);
    expect(delivered).toHaveLength(300);
    expect(world.did('peer/0', /too many$/).length).toBeGreaterThan(3_000);
  });
});
