/** The laws of the ports about messages, in every world: what is taken arrives, in order and unchanged, and nothing else. */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { address } from '../src/address.ts';
import { LEAVE, type Message, PING, PONG } from '../src/messages.ts';
import type { Dialect } from '../src/ports.ts';
import { Stage, WORLDS, WORLDS_AND_LOSS } from './support/conformance-stage.ts';
import { type LinkEnd, type Station, saying } from './support/conformance-witness.ts';
import { ArrayPeerList } from './support/peer-lists.ts';
import { holdsInTime } from './support/property.ts';

const PEER = address('10.0.0.9', 6000);
const OTHER = address('fd00::9', 6001);

const LIST = new ArrayPeerList([
  { address: PEER, ageMs: 5_000, additions: true },
  { address: OTHER, ageMs: 17, additions: false },
]);

/** What each dialect may carry, in the words of our own nodes. */
const WORDS: Readonly<Record<Dialect, () => Message[]>> = {
  requests: () => [
    { kind: 'register', peer: PEER, additions: true, plain: false },
    { kind: 'register', peer: OTHER, additions: false, plain: false },
    { kind: 'peerListRequest', additions: true, entriesMax: undefined, plain: false },
    { kind: 'peerListRequest', additions: true, entriesMax: 7, plain: false },
    { kind: 'deathReport', accused: PEER, timestamp: '1700000000.5', reporterHost: '10.0.0.1', plain: false },
    { kind: 'deregister', peer: OTHER, plain: false },
  ],
  answers: () => [
    { kind: 'registered', plain: false },
    { kind: 'peerList', list: LIST, aged: true, plain: false },
    { kind: 'peerList', list: new ArrayPeerList([]), aged: true, plain: false },
    { kind: 'acknowledged', plain: false },
    { kind: 'rejected', why: 'unknown', plain: false },
    { kind: 'rejected', why: 'register', plain: false },
  ],
  gossip: () => [{ kind: 'hello', peer: PEER }, PING, PONG, saying(1), saying(2, 'aGVhcnNheQ'), LEAVE],
};

/** A message as it can be compared: its list as entries, and without the mark of a memory. */
function content(message: Message): unknown {
  if (message.kind === 'gossip') return { ...message, slot: undefined };
  if (message.kind !== 'peerList') return message;
  const { list } = message;
  const entries = Array.from({ length: list.length }, (_, i) => [
    list.at(i),
    list.ageMs(i),
    list.additions(i),
  ]);
  return { ...message, list: entries };
}

describe.each(WORLDS)('in %s', (_, openWorld) => {
  let stage: Stage;
  let dialler: Station;
  let listener: Station;
  beforeEach(async () => {
    stage = await Stage.open(openWorld);
    dialler = await stage.station();
    listener = await stage.station();
  });
  afterEach(() => stage.close());

  /** Sends these words, which arrive in this order and say the same. */
  async function expectToArrive(words: readonly Message[], from: LinkEnd, to: LinkEnd): Promise<void> {
    const before = to.messages.length;
    const said = words.map(content);
    for (const word of words) {
      if (word.kind === 'gossip') from.station.ports.memory.firstTime(word);
      expect(from.send(word)).toBe(true);
    }
    await stage.until(() => to.messages.length === before + words.length, 'all words came');
    expect(to.messages.slice(before).map(content)).toEqual(said);
  }

  // "What an end of a link expects to read: requests (a seed), answers (whoever asked a seed), or the words between peers."
  // "A message is immutable once sent": all that is sent here is frozen.
  it('requests and answers say what was said', async () => {
    listener.listen('requests');
    const asker = dialler.dial(listener.self, 'answers');
    await stage.until(() => asker.heard('open') && listener.accepted.length === 1, 'the link is open');
    const [seed] = listener.accepted as [LinkEnd];
    await expectToArrive(WORDS.requests(), asker, seed);
    await expectToArrive(WORDS.answers(), seed, asker);
  });

  it('the words between peers say what was said, in both directions', async () => {
    listener.listen();
    const [one, two] = await stage.link(dialler, listener);
    await expectToArrive(WORDS.gossip(), one, two);
    await expectToArrive(WORDS.gossip(), two, one);
  });

  it('a message goes to many, unchanged', async () => {
    const listeners = [await stage.listener(), await stage.listener(), await stage.listener()];
    const links: [LinkEnd, LinkEnd][] = [];
    for (const each of listeners) links.push(await stage.link(dialler, each));
    const message = saying(7, 'aGVhcnNheQ');
    dialler.ports.memory.firstTime(message);
    for (const [near] of links) expect(near.send(message)).toBe(true);
    await stage.heard('7', ...links.map(([, far]) => far));
    for (const [, far] of links) expect(far.messages.slice(1).map(content)).toEqual([content(message)]);
  });

  // "`send` answering false means that nothing was taken. No queue grows without bound."
  it('an end whose other end takes nothing refuses more and more, and all that was taken arrives', async () => {
    listener.listen();
    const [near, far] = await stage.link(dialler, listener);
    stage.world.stall(listener.ports);
    const taken = await fill(near);
    expect(near.heard('closed: timeout')).toBe(false);
    stage.world.unstall(listener.ports);
    await stage.heard(String(taken.at(-1)), far);
    expect(far.events).toEqual(['hello', ...taken.map(String)]);
    expect(near.say(900_000)).toBe(true);
    await stage.heard('900000', far);
  });

  /** Sends until nothing more is taken, five turns of the world in a row; what was. */
  async function fill(end: LinkEnd): Promise<number[]> {
    const payload = 'A'.repeat(16_000);
    const taken: number[] = [];
    let number = 0;
    for (let fullTurns = 0; fullTurns < 5; fullTurns++) {
      for (let i = 0; i < 100; i++) {
        if (!end.say(++number, payload)) continue;
        taken.push(number);
        fullTurns = 0;
      }
      expect(taken.length).toBeLessThan(10_000);
      await stage.world.turn();
    }
    return taken;
  }
});

const SAY = { weight: 10, arbitrary: fc.constantFrom('say', 'say at length') };
const STEP = fc.record({
  end: fc.constantFrom(0, 1),
  does: fc.oneof(
    SAY,
    { weight: 6, arbitrary: fc.constant('turn') },
    { weight: 1, arbitrary: fc.constant('close') },
  ),
});

// "On a link messages keep their order; `onClose` comes last, once, and not for a close that this end asked for."
describe.each(WORLDS_AND_LOSS)('whatever two nodes say and whoever closes in %s', (_, openWorld) => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await Stage.open(openWorld);
  });
  afterEach(() => stage.close());

  it('each hears all that the other sent, in order, until it closes itself', async () => {
    const [dialler, listener] = [await stage.station(), await stage.listener()];
    await holdsInTime(
      fc.asyncProperty(fc.array(STEP, { size: 'max', maxLength: 60 }), async (steps) => {
        const ends = await stage.link(dialler, listener);
        const before = ends.map(({ events }) => events.length);
        const taken: [string[], string[]] = [[], []];
        for (const [i, { end, does }] of steps.entries()) {
          if (does === 'turn') await stage.world.turn();
          else if (does === 'close') ends[end].close();
          else if (ends[end].say(i, does === 'say' ? undefined : 'A'.repeat(3_000)))
            taken[end].push(String(i));
        }
        await closed(ends);
        for (const [i, end] of ends.entries()) {
          const sent = taken[1 - i];
          const heard = end.events.slice(before[i]);
          expect(heard).toEqual(end.isOver ? [...sent, 'closed: closed'] : sent.slice(0, heard.length));
        }
        expect(stage.witness.breaches).toEqual([]);
      }),
      60,
    );
  });

  /** Waits until each end has closed or was told of it. */
  async function closed(ends: readonly LinkEnd[]): Promise<void> {
    if (!ends.some((end) => end.closedHere)) ends[0].close();
    await stage.until(() => ends.every((end) => end.closedHere || end.isOver), 'the link is closed');
  }
});

// "Handlers run one at a time, to completion, synchronously." "A port call returns before any handler runs."
describe.each(WORLDS)('random traffic in %s', (_, openWorld) => {
  it('meets no handler inside another, or inside a port call', async () => {
    const stage = await Stage.open(openWorld);
    const traffic = new Traffic(3_000);
    for (let i = 0; i < 5; i++) traffic.add(await stage.station());
    traffic.start();
    await stage.until(() => traffic.left <= 0, 'the traffic is over');
    expect(traffic.done.size).toBe(5);
    await stage.close();
  });
});

/** Nodes that react to each event with a port call, drawn at random, so many times together. */
class Traffic {
  left: number;
  /** The kinds of calls that were made. */
  readonly done = new Set<string>();
  readonly #stations: Station[] = [];
  readonly #ends = new Map<Station, LinkEnd[]>();

  constructor(left: number) {
    this.left = left;
  }

  add(station: Station): void {
    this.#stations.push(station);
    this.#ends.set(station, []);
    station.onAccept = (end) => this.#watch(end);
    station.listen();
  }

  start(): void {
    for (const station of this.#stations) {
      const timer = station.timer(() => {
        this.#react(station);
        if (this.left > 0) timer.arm(5 * station.ports.random.next());
      });
      timer.arm(1);
    }
  }

  #watch(end: LinkEnd): void {
    (this.#ends.get(end.station) as LinkEnd[]).push(end);
    end.onEvent = (event) => {
      if (event === 'open') end.send({ kind: 'hello', peer: end.station.self });
      this.#react(end.station);
    };
  }

  #react(station: Station): void {
    if (this.left-- <= 0) return;
    const ends = (this.#ends.get(station) as LinkEnd[]).filter((end) => !end.closedHere && !end.isOver);
    this.#ends.set(station, ends);
    const draw = (count: number): number => Math.floor(count * station.ports.random.next());
    const end = ends[draw(ends.length)];
    const dice = draw(20);
    if (end === undefined || (dice === 0 && ends.length < 8)) {
      this.done.add('dial');
      this.#watch(station.dial((this.#stations[draw(this.#stations.length)] as Station).self));
    } else if (dice === 1) {
      this.done.add('close');
      end.close();
    } else if (dice === 2) {
      this.done.add('listen');
      station.listen();
    } else if (dice < 6) {
      this.done.add('arm');
      const timer = station.timer(() => this.#react(station));
      timer.arm(draw(10));
      if (draw(3) === 0) timer.disarm();
    } else {
      this.done.add('send');
      end.say(dice);
    }
  }
}
