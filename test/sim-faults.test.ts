/** What faults do to a simulated network, read from its trace. One way takes 50 ms; a chain is peer/0 - peer/1 - ... */
import { describe, expect, it } from 'vitest';
import type { Fault, Scenario } from '../sim/scenario.ts';
import { gossip } from '../src/messages.ts';
import { BareNetwork, CHAIN, networkAfter, run, type TracedFact, tracedRun } from './support/sim-world.ts';

/** A chain of peers that publish nothing, for `durationS`. */
function chain(peers: number, durationS: number, faults: readonly Fault[], changes: Partial<Scenario> = {}) {
  return tracedRun({ ...CHAIN, peers, joinOverS: 2, durationS, faults, ...changes });
}

function fault(at: number, kind: Fault['kind'], ...ids: readonly string[]): Fault {
  return { at, kind, who: ids.length === 0 ? 'all' : { ids } };
}

/** What a node says from a time on that has one of the words in it. */
function said(
  facts: readonly TracedFact[],
  node: string,
  fromS: number,
  ...words: readonly string[]
): string[] {
  return facts
    .filter((fact) => fact.node === node && fact.seconds >= fromS)
    .filter(({ says }) => words.some((word) => says.includes(word)))
    .map(({ says }) => says);
}

const LINKS = ['link up', 'link down', 'dial'];
const VERDICTS = ['declares', 'reported', 'removed'];

describe('crash', () => {
  it('takes the host down: pings fail, the dead are reported and removed', () => {
    const { result, facts } = chain(3, 60, [fault(10, 'crash', 'peer/2')]);
    expect(said(facts, 'peer/2', 10, '')).toEqual(['crashes']);
    expect(said(facts, 'peer/1', 10, 'ping failed', ...LINKS, ...VERDICTS)).toEqual([
      'ping failed to peer/2, 1 in a row',
      'ping failed to peer/2, 2 in a row',
      'ping failed to peer/2, 3 in a row',
      'declares peer/2 dead',
      'link down with peer/2: dead',
      'reported peer/2 to seed/0, which acknowledged',
    ]);
    expect(said(facts, 'seed/0', 10, 'told', 'checks', 'removed')).toEqual([
      'was told by peer/1 that peer/2 is dead',
      'checks peer/2',
      'removed peer/2 (dead), 2 left',
    ]);
    expect([...result.overlay.peers]).toEqual([0, 1]);
  });

  it('of a seed leaves the overlay as it is', () => {
    const { result } = chain(3, 200, [fault(10, 'crash', 'seed/0')]);
    expect([...result.overlay.links]).toEqual([1, 0, 2, 1]);
    expect(result.registration.registeredPeers).toBe(0);
    expect(result.liveness.reports).toBe(0);
  });
});

describe('kill', () => {
  it('ends the process: links close, its neighbour dials again and is refused, pings are answered', () => {
    const { result, facts } = chain(2, 100, [fault(10, 'kill', 'peer/0')]);
    expect(said(facts, 'peer/0', 10, '')).toEqual(['is killed']);
    expect(said(facts, 'peer/1', 10, ...LINKS)[0]).toBe('link down with peer/0: closed');
    expect(said(facts, 'peer/1', 10, 'ping failed', ...VERDICTS)).toEqual([]);
    expect(result.liveness).toMatchObject({ failedPings: 0, reports: 0, removed: 0 });
  });

  it('of a listed peer shows to whoever dials it', () => {
    // They start at 0, 4 and 8 s: peer/2 when the others are dead but listed.
    const { facts } = chain(3, 20, [fault(7, 'kill', 'peer/0', 'peer/1')], { joinOverS: 12 });
    expect(said(facts, 'peer/2', 8, 'dial')[0]).toBe('could not dial peer/1: refused');
  });

  it.each(['tcp', 'icmp+tcp'] as const)('is seen by %s', (liveness) => {
    const { result, facts } = chain(2, 60, [fault(10, 'kill', 'peer/1')], { liveness });
    expect(said(facts, 'seed/0', 10, 'removed')).toEqual(['removed peer/1 (dead), 1 left']);
    expect(result.liveness).toMatchObject({ failedPings: 3, reports: 1, falseReports: 0, removed: 1 });
  });
});

describe('restart', () => {
  it('brings a killed peer back, as if it had just started', () => {
    const { result, facts } = chain(3, 40, [fault(10, 'kill', 'peer/2'), fault(20, 'restart', 'peer/2')]);
    expect(said(facts, 'peer/2', 20, '').slice(0, 3)).toEqual([
      'restarts',
      'starts',
      'is registered with seed/0, 1 of 1 needed',
    ]);
    expect([...result.overlay.peers]).toEqual([0, 1, 2]);
    expect([...result.overlay.links]).toEqual([1, 0, 2, 1]);
    // It never left the list: "REGISTER adds or renews this peer; it keeps its place".
    expect(said(facts, 'seed/0', 20, 'peer/2')).toContain('renewed peer/2');
  });

  it('brings a crashed host back, where the old links are unknown', () => {
    const changes: Partial<Scenario> = { publishers: 'all', messages: 100, publish: 'when-settled' };
    const faults = [fault(10, 'crash', 'peer/0'), fault(20, 'restart', 'peer/0')];
    const { result, facts } = chain(2, 40, faults, changes);
    expect(said(facts, 'peer/1', 10, 'link')).toEqual([
      'link down with peer/0: reset',
      'link up with peer/0, dialled',
    ]);
    expect([...result.overlay.links]).toEqual([1, 0]);
  });

  it('of a peer empties what it has seen', () => {
    const net = new BareNetwork();
    const [first, second] = [net.boot(0), net.boot(1)];
    const message = gossip('1767225600.000006000:10.0.0.1:1');
    expect([first.firstTime(message), second.firstTime(message), second.firstTime(message)]).toEqual([
      true,
      true,
      false,
    ]);
    net.network.kill(1);
    const again = net.boot(1);
    expect([first.firstTime(message), again.firstTime(message), again.firstTime(message)]).toEqual([
      false,
      true,
      false,
    ]);
  });

  it('of a seed empties its registry', () => {
    const faults = [fault(10, 'kill', 'seed/0'), fault(11, 'restart', 'seed/0')];
    const { seeds } = networkAfter({ ...CHAIN, peers: 3, joinOverS: 2, durationS: 12, faults });
    expect(seeds[0]?.registry.size).toBe(0);
  });

  it('of what runs, or never ran, is passed over', () => {
    const faults = [fault(0.5, 'restart', 'peer/2'), fault(10, 'restart', 'peer/0', 'seed/0')];
    const { facts } = chain(3, 20, faults);
    expect(facts.filter(({ says }) => says === 'restarts')).toEqual([]);
    expect(facts.filter(({ says }) => says === 'starts')).toHaveLength(4);
  });
});

describe('leave', () => {
  it('is graceful: neighbours hear of it, seeds strike the leaver off, nobody reports it', () => {
    const { result, facts } = chain(3, 100, [fault(10, 'leave', 'peer/2')]);
    expect(said(facts, 'peer/2', 10, '')).toEqual(['leaves', 'link down with peer/1: stopped', 'left']);
    expect(said(facts, 'peer/1', 10, 'leaves', 'link down', ...VERDICTS)).toEqual([
      'hears that peer/2 leaves',
      'link down with peer/2: left',
    ]);
    expect(said(facts, 'seed/0', 10, 'removed')).toEqual(['removed peer/2 (left), 2 left']);
    expect(result.liveness).toMatchObject({ failedPings: 0, reports: 0, removed: 1 });
    expect([...result.overlay.peers]).toEqual([0, 1]);
  });

  it('of a seed ends its process', () => {
    const { result, facts } = chain(2, 100, [fault(10, 'leave', 'seed/0')]);
    expect(said(facts, 'seed/0', 10, '')).toEqual(['leaves', 'left']);
    expect(result.registration.registeredPeers).toBe(0);
  });

  it('ends even if no seed answers', () => {
    const { facts } = chain(2, 20, [fault(10, 'crash', 'seed/0'), fault(11, 'leave', 'peer/1')]);
    expect(said(facts, 'peer/1', 11, 'left')).toEqual(['left, 1 notices abandoned']);
    const ended = facts.find(({ node, says }) => node === 'peer/1' && says.startsWith('left'));
    expect(ended?.seconds).toBe(12.5);
  });
});

describe('partition and heal', () => {
  const publishing: Partial<Scenario> = { publishers: 'all', messages: 100, publish: 'when-settled' };
  /** Who receives what peer/0 publishes between two times. */
  const hearers = (facts: readonly TracedFact[], fromS: number, toS: number) => {
    const inTime = facts.filter(({ seconds }) => seconds >= fromS && seconds < toS);
    const texts = inTime.filter(({ node, says }) => node === 'peer/0' && says.startsWith('published'));
    return texts.map((text) => {
      const received = `received ${text.says.slice('published '.length)}`;
      return inTime.filter(({ says }) => says.startsWith(received)).map(({ node }) => node);
    });
  };

  it('cut those chosen off from all others, and end', () => {
    const faults = [fault(10, 'partition', 'peer/2', 'peer/3'), fault(30, 'heal')];
    const { facts } = chain(4, 60, faults, publishing);
    expect(hearers(facts, 5, 10)).toEqual([['peer/1', 'peer/2', 'peer/3']]);
    expect(hearers(facts, 10, 20)).toEqual([['peer/1'], ['peer/1']]);
    expect(hearers(facts, 50, 60)[0]).toEqual(['peer/1', 'peer/2', 'peer/3']);
    // Those cut off together still hear each other.
    const among = facts.filter(({ node, seconds }) => node === 'peer/2' && seconds > 10.1 && seconds < 20);
    expect(among.some(({ says }) => says.startsWith('received') && says.endsWith('from peer/3'))).toBe(true);
  });

  it('delay, and do not lose, what crossed on an open link', () => {
    const faults = [fault(10, 'partition', 'peer/1'), fault(20, 'heal')];
    const { result } = chain(2, 40, faults, { ...publishing, messages: 4 });
    expect(result.spread).toMatchObject({ published: 8, deliveries: 8, coverage: 1, shed: 0 });
    // What waits is sent again after 0.2, 0.6, 1.4, 3, 6.2 and 12.6 s.
    expect(result.spread.timeToMs.p100).toBeGreaterThan(50);
  });

  it('look like deaths when they last, and the seeds keep whom they reach', () => {
    const { result, facts } = chain(2, 70, [fault(10, 'partition', 'peer/1')]);
    expect(said(facts, 'peer/0', 10, 'declares')).toEqual(['declares peer/1 dead']);
    expect(said(facts, 'peer/1', 10, 'declares')).toEqual(['declares peer/0 dead']);
    expect(said(facts, 'seed/0', 10, 'removed')).toEqual(['removed peer/1 (dead), 1 left']);
    expect(result.liveness).toMatchObject({ reports: 2, falseReports: 2, removed: 1 });
  });

  it('a later one takes its nodes out of an earlier one; heal ends all', () => {
    const faults = [
      fault(10, 'partition', 'peer/1', 'peer/2'),
      fault(12, 'partition', 'peer/2'),
      fault(30, 'heal'),
    ];
    const { facts } = chain(3, 60, faults, publishing);
    const received = (node: string, from: string, fromS: number, toS: number) =>
      facts.some(
        ({ node: each, seconds, says }) =>
          each === node &&
          seconds >= fromS &&
          seconds < toS &&
          says.startsWith('received') &&
          says.endsWith(from),
      );
    expect([received('peer/2', 'peer/1', 12.1, 30), received('peer/1', 'peer/0', 12.1, 30)]).toEqual([
      false,
      false,
    ]);
    expect([received('peer/2', 'peer/1', 50, 60), received('peer/1', 'peer/0', 50, 60)]).toEqual([
      true,
      true,
    ]);
  });
});

describe('blockIcmp', () => {
  it('drops pings to and from those chosen, and nothing else', () => {
    const changes: Partial<Scenario> = { publishers: 'all', messages: 20, publish: 'when-settled' };
    const { result, facts } = chain(3, 52, [fault(10, 'blockIcmp', 'peer/2')], changes);
    expect(said(facts, 'peer/1', 10, 'declares')).toEqual(['declares peer/2 dead']);
    expect(said(facts, 'peer/2', 10, 'declares')).toEqual(['declares peer/1 dead']);
    expect(said(facts, 'peer/0', 10, 'declares')).toEqual([]);
    // The seed reaches both by TCP and keeps them.
    expect(said(facts, 'seed/0', 10, 'removed', 'keeps').sort()).toEqual([
      'keeps peer/1, which answered',
      'keeps peer/2, which answered',
    ]);
    expect(result.liveness).toMatchObject({ reports: 2, falseReports: 2, removed: 0 });
    expect(result.spread.shed).toBe(0);
  });

  it('ends with unblockIcmp: two failures in a row are forgotten', () => {
    const faults = [fault(10, 'blockIcmp', 'peer/2'), fault(35.9, 'unblockIcmp', 'peer/2')];
    const { result } = chain(3, 100, faults);
    expect(result.liveness.failedPings).toBeGreaterThanOrEqual(2);
    expect(result.liveness.reports).toBe(0);
  });
});

// "Those of one instant happen in the order of the list."
describe('faults of one instant', () => {
  it.each<[string, Fault['kind'][], string[], boolean]>([
    ['crash, then restart', ['crash', 'restart'], ['crashes', 'restarts', 'starts'], true],
    ['restart, then crash', ['restart', 'crash'], ['crashes'], false],
    ['kill, then crash', ['kill', 'crash'], ['is killed', 'crashes'], false],
    ['crash, then kill', ['crash', 'kill'], ['crashes'], false],
    [
      'kill, restart, kill',
      ['kill', 'restart', 'kill'],
      ['is killed', 'restarts', 'starts', 'is killed'],
      false,
    ],
    ['kill, restart twice', ['kill', 'restart', 'restart'], ['is killed', 'restarts', 'starts'], true],
    ['leave, then restart', ['leave', 'restart'], ['leaves'], false],
  ])('happen in the order of the list: %s', (_, kinds, says, lives) => {
    const { result, facts } = chain(
      2,
      40,
      kinds.map((kind) => fault(10, kind, 'peer/1')),
    );
    const at10 = facts.filter(({ node, seconds }) => node === 'peer/1' && seconds === 10);
    expect(at10.map((each) => each.says).filter((each) => !each.startsWith('link down'))).toEqual(says);
    expect(result.overlay.peers.includes(1)).toBe(lives);
  });

  it('come before what else happens in that microsecond', () => {
    // peer/1 starts at 1 s: it has not when the fault strikes, which is passed over.
    expect([...chain(2, 20, [fault(1, 'kill', 'peer/1')]).result.overlay.peers]).toEqual([0, 1]);
    expect([...chain(2, 20, [fault(1.000001, 'kill', 'peer/1')]).result.overlay.peers]).toEqual([0]);
  });

  it('come in the order of time, whatever the order of the list', () => {
    const kinds = [fault(20, 'restart', 'peer/1'), fault(10, 'kill', 'peer/1')];
    const { facts } = chain(2, 40, kinds);
    expect(said(facts, 'peer/1', 10, 'killed', 'restarts')).toEqual(['is killed', 'restarts']);
  });

  it('that come at the end or after it do nothing', () => {
    for (const at of [20, 21]) {
      const struck = chain(2, 20, [fault(at, 'crash', 'peer/1')]).result;
      expect(struck.traceHash).toBe(chain(2, 20, []).result.traceHash);
    }
  });
});

describe('the hub', () => {
  it('is the peer with the most open links', () => {
    const star: Partial<Scenario> = { alpha: 20, links: 1, peers: 8, joinOverS: 2, durationS: 8 };
    const { overlay } = run({ ...star, faults: [{ at: 7, kind: 'crash', who: 'hub' }] });
    expect([...overlay.peers]).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(overlay.links).toHaveLength(0);
  });
});
