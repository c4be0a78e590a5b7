/** What a seed answers, row by row of its table, to whoever asks. */
import { beforeEach, describe, expect, it } from 'vitest';
import { type Address, address } from '../src/address.ts';
import type { Answer, Message, PeerListAnswer, Register, Request } from '../src/messages.ts';
import { LATENCY_S, Simulated } from './support/simulated.ts';
import type { StandIn } from './support/stand-ins.ts';

const FIRST = address('10.9.0.1', 6_000);
const SECOND = address('10.9.0.2', 6_000);
const THIRD = address('10.9.0.3', 6_000);

let world: Simulated;
let asker: StandIn;
beforeEach(() => {
  world = new Simulated();
  world.start('seed/0');
  asker = world.standIn('peer/0');
});

/** The answers to these requests, each sent when the one before was answered, all on one connection. */
function ask(...requests: readonly Request[]): Answer[] {
  const [first, ...rest] = requests;
  const link = asker.dial(world.address('seed/0'), first);
  const start = world.nowS;
  const answers = () =>
    asker
      .heardMessages()
      .filter((heard) => heard.link === link && heard.atS > start)
      .map(({ what }) => what as Answer);
  world.until(() => answers().length === 1);
  for (const request of rest) {
    const before = answers().length;
    asker.send(link, request);
    world.until(() => answers().length > before);
  }
  asker.close(link);
  return answers();
}

function register(peer: Address, additions = true): Register {
  return { kind: 'register', peer, additions, plain: false };
}

function listRequest(additions = true, entriesMax?: number): Request {
  return { kind: 'peerListRequest', additions, entriesMax, plain: false };
}

function listed(additions = true, entriesMax?: number): PeerListAnswer {
  return ask(listRequest(additions, entriesMax))[0] as PeerListAnswer;
}

/** Addresses on the list. */
function names(): string[] {
  const { list } = listed();
  return Array.from({ length: list.length }, (_, i) => list.at(i).text);
}

describe('"`REGISTER:<ip>:<port>` - `Registered`"', () => {
  it('"adds [...] this peer"', () => {
    expect(ask(register(FIRST, false))).toEqual([{ kind: 'registered', plain: false }]);
    expect(names()).toEqual([FIRST.text]);
  });

  it('"or renews [...]; idempotent, keeps its place in the order"', () => {
    ask(register(FIRST), register(SECOND), register(THIRD));
    expect(ask(register(FIRST), register(SECOND), register(FIRST))).toEqual(
      Array(3).fill({ kind: 'registered', plain: false }),
    );
    expect(names()).toEqual([FIRST.text, SECOND.text, THIRD.text]);
  });

  it('"same, and the peer understands the additions below"', () => {
    ask(register(FIRST, true), register(SECOND, false));
    const { list } = listed();
    expect([list.additions(0), list.additions(1)]).toEqual([true, false]);
    ask(register(SECOND, true));
    expect(listed().list.additions(1)).toBe(true);
    expect(names()).toEqual([FIRST.text, SECOND.text]);
  });
});

describe('"`GET_PEER_LIST`"', () => {
  it('"(may be empty)"', () => {
    expect(listed(false).list).toHaveLength(0);
    expect(listed(true).list).toHaveLength(0);
  });

  it('"every registered peer, oldest registration first"', () => {
    ask(register(THIRD), register(FIRST), register(SECOND));
    const { list, aged } = listed(false);
    expect(aged).toBe(false);
    expect([0, 1, 2].map((i) => list.at(i).text)).toEqual([THIRD.text, FIRST.text, SECOND.text]);
  });

  it('"entries `<ip>:<port>;<1 or 0>;<ageMs>`: [...] age of the registration": not of the renewal', () => {
    const registeredAt: number[] = [];
    for (const peer of [FIRST, SECOND]) {
      ask(register(peer));
      // The seed heard of it one latency ago.
      registeredAt.push(world.nowS - LATENCY_S);
      world.runFor(30);
    }
    ask(register(FIRST));
    const { list, aged } = listed();
    expect(aged).toBe(true);
    const servedAt = world.nowS - LATENCY_S;
    expect(list.ageMs(0)).toBeCloseTo(1000 * (servedAt - registeredAt[0]), 3);
    expect(list.ageMs(1)).toBeCloseTo(1000 * (servedAt - registeredAt[1]), 3);
  });

  it('"at most `max`, oldest first"', () => {
    ask(register(THIRD), register(FIRST), register(SECOND));
    for (const [max, expected] of [
      [0, []],
      [2, [THIRD.text, FIRST.text]],
      [50, [THIRD.text, FIRST.text, SECOND.text]],
    ] as const) {
      const { list } = listed(true, max);
      expect(Array.from({ length: list.length }, (_, i) => list.at(i).text)).toEqual(expected);
    }
  });
});

describe('"`DEAD NODE:<ip>:<port>:<timestamp>:<reporter ip>`"', () => {
  it('"`ACK`, at once, before anything is checked"', () => {
    ask(register(FIRST));
    const asked = world.nowS;
    const [answer] = ask({
      kind: 'deathReport',
      accused: FIRST,
      timestamp: '1767225600.000',
      reporterHost: '10.0.0.9',
      plain: false,
    });
    expect(answer).toEqual({ kind: 'acknowledged', plain: false });
    // Connection, request and answer: four messages.
    expect(world.nowS - asked).toBeCloseTo(4 * LATENCY_S, 6);
    expect(world.times('seed/0', /^removed/)).toEqual([]);
    expect(names()).toEqual([FIRST.text]);
    world.runFor(10);
    expect(names()).toEqual([]);
  });

  it('`ACK` also for one that is not registered, which is not checked', () => {
    const report = {
      kind: 'deathReport',
      accused: world.address('peer/0'),
      timestamp: '1767225600',
      reporterHost: '10.0.0.9',
      plain: false,
    } as const;
    expect(ask(report)).toEqual([{ kind: 'acknowledged', plain: false }]);
    world.runFor(20);
    expect(world.times('seed/0', /^checks/)).toEqual([]);
  });
});

describe('"`DEREGISTER:<ip>:<port>` - `ACK` - graceful leave"', () => {
  it('"checked like a death report": the entry goes when nobody listens there', () => {
    ask(register(FIRST));
    expect(ask({ kind: 'deregister', peer: FIRST, plain: false })).toEqual([
      { kind: 'acknowledged', plain: false },
    ]);
    expect(names()).toEqual([FIRST.text]);
    world.runFor(10);
    expect(names()).toEqual([]);
    expect(world.times('seed/0', /\(left\)/)).toHaveLength(1);
  });

  it('"else it would evict others": one who listens stays', () => {
    const victim = world.standIn('peer/1');
    ask(register(victim.self), { kind: 'deregister', peer: victim.self, plain: false });
    world.runFor(30);
    expect(victim.accepted).toHaveLength(1);
    expect(names()).toEqual([victim.self.text]);
  });

  it('"(the leaver closes its listener first)": so it is removed at once', () => {
    world.start('peer/1');
    world.runFor(1);
    expect(names()).toEqual([world.address('peer/1').text]);
    world.leave('peer/1');
    const left = world.nowS;
    world.until(() => names().length === 0);
    expect(world.nowS - left).toBeLessThan(0.5);
    expect(world.times('peer/1', 'left')[0] - left).toBeLessThan(0.5);
  });
});

describe('"anything else - `Unknown command`; a malformed REGISTER: `Invalid REGISTER format` - then the seed closes"', () => {
  it.each([
    ['unknown', 'anything else'],
    ['register', 'a malformed REGISTER'],
  ] as const)('%s: %s', (why, _what) => {
    const request: Message = { kind: 'badRequest', why, plain: false };
    const link = asker.dial(world.address('seed/0'), request);
    world.runFor(1);
    expect(asker.on(link)).toEqual(['open', { kind: 'rejected', why, plain: false }, 'closed']);
  });
});

describe('requests', () => {
  it('"one connection may carry several"', () => {
    expect(
      ask(register(FIRST), listRequest(), register(SECOND), listRequest()).map(({ kind }) => kind),
    ).toEqual(['registered', 'peerList', 'registered', 'peerList']);
  });

  it('a peer asks its seed to register it and for the list on one connection', () => {
    const seed = new Simulated();
    const scripted = seed.scriptedSeed('seed/0');
    seed.start('peer/0');
    seed.runTo(5);
    expect(scripted.accepted).toHaveLength(1);
    expect(scripted.requests.map(({ kind }) => kind)).toEqual(['register', 'peerListRequest']);
  });

  it('"Answers to a request that ended in `\\n` end in `\\n`", and to one that did not, do not; then it closes', () => {
    const link = asker.dial(world.address('seed/0'), { ...register(FIRST), plain: true });
    world.runFor(1);
    expect(asker.on(link)).toEqual(['open', { kind: 'registered', plain: true }, 'closed']);
  });
});
