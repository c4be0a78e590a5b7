/** The table of neighbours and the queue of pings, against plain arrays; several peers share one store. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { address } from '../src/address.ts';
import { type Neighbour, NeighbourStore, NOBODY } from '../src/neighbour-store.ts';
import { NeighbourTable } from '../src/neighbour-table.ts';
import { NodeState } from '../src/node-state.ts';
import { addedTo, emptied, withoutFirst } from '../src/ping-queue.ts';
import { ONE_NODE } from '../src/ports.ts';
import { holds } from './support/property.ts';

/** What a table should hold. */
interface Known {
  readonly row: Neighbour;
  text: string;
  link: number;
  /** -1: not watched. */
  dueAtMs: number;
}

class ModelPeer {
  readonly table: NeighbourTable;
  /** Whoever is pinged next. */
  next: Neighbour = NOBODY;
  known: Known[] = [];
  /** Removed, but still waiting for their ping. */
  gone: Known[] = [];

  constructor(store: NeighbourStore) {
    this.table = new NeighbourTable(store, new NodeState(ONE_NODE));
  }

  check(): void {
    const { store } = this.table;
    expect(this.table.all()).toEqual(this.known.map(({ row }) => row));
    for (const { row, text, link, dueAtMs } of this.known) {
      expect(store.address(row)?.text).toBe(text);
      expect(this.table.find(addressOf(text))).toBe(row);
      expect(store.link(row)).toBe(link);
      if (link >= 0) expect(this.table.at(link)).toBe(row);
      if (dueAtMs >= 0) expect(store.dueAtMs(row)).toBe(dueAtMs);
    }
    const waiting = [...this.known, ...this.gone].filter(({ dueAtMs }) => dueAtMs >= 0);
    const earliest = Math.min(...waiting.map(({ dueAtMs }) => dueAtMs));
    if (waiting.length === 0) expect(this.next).toBe(NOBODY);
    else expect(store.dueAtMs(this.next)).toBe(earliest);
  }
}

function addressOf(text: string) {
  const [host, port] = text.split(':');
  return address(host, Number(port));
}

const step = fc.record({
  peer: fc.nat(2),
  does: fc.constantFrom('add', 'add', 'add', 'remove', 'relink', 'rename', 'watch', 'take', 'discard'),
  which: fc.nat(1_000),
  number: fc.nat(1_000_000),
});

describe('the table of neighbours', () => {
  it('finds what it holds, in the order in which it came, through removals and reuse of rows', () => {
    holds(
      fc.property(fc.array(step, { maxLength: 200, size: 'max' }), (steps) => {
        const store = new NeighbourStore();
        const peers = [new ModelPeer(store), new ModelPeer(store), new ModelPeer(store)];
        let count = 0;
        for (const { peer: place, does, which, number } of steps) {
          const peer = peers[place];
          const { table } = peer;
          const known = peer.known[which % Math.max(1, peer.known.length)];
          const fresh = `10.0.${count >> 8}.${count & 255}:${1 + place}`;
          count++;
          if (does === 'add') {
            const row = table.add(addressOf(fresh), 0);
            peer.known.push({ row, text: fresh, link: -1, dueAtMs: -1 });
          } else if (does === 'discard' && number % 5 === 0) {
            table.releaseAll();
            peers[place] = new ModelPeer(store);
          } else if (does === 'take' && peer.next !== NOBODY) {
            const row = peer.next;
            peer.next = withoutFirst(store, row);
            const taken = [...peer.known, ...peer.gone].find((each) => each.row === row && each.dueAtMs >= 0);
            taken!.dueAtMs = -1;
            peer.gone = peer.gone.filter((each) => each !== taken);
            table.releaseUnused(row);
          } else if (known !== undefined && does === 'remove') {
            table.remove(known.row);
            peer.known = peer.known.filter((each) => each !== known);
            if (known.dueAtMs >= 0) peer.gone.push(known);
          } else if (known !== undefined && does === 'relink') {
            known.link = number % 3 === 0 ? -1 : count;
            table.relink(known.row, known.link);
          } else if (known !== undefined && does === 'rename') {
            known.text = fresh;
            table.rename(known.row, addressOf(fresh));
          } else if (known !== undefined && does === 'watch' && known.dueAtMs < 0) {
            known.dueAtMs = number;
            store.setDueAtMs(known.row, number);
            peer.next = addedTo(store, peer.next, known.row);
          }
          peers[place].check();
        }
      }),
      100,
    );
  });
});

describe('the queue of pings', () => {
  it('gives the earliest first', () => {
    const store = new NeighbourStore();
    const table = new NeighbourTable(store, new NodeState(ONE_NODE));
    holds(
      fc.property(fc.array(fc.nat(50), { maxLength: 100, size: 'max' }), (times) => {
        let next = NOBODY;
        for (const time of times) {
          const row = table.add(address('10.0.0.1', 1 + time), 0);
          store.setDueAtMs(row, time);
          next = addedTo(store, next, row);
        }
        const taken = emptied(store, next).map((row) => store.dueAtMs(row));
        for (const row of table.all()) table.remove(row);
        expect(taken).toEqual([...times].sort((a, b) => a - b));
      }),
      100,
    );
  });

  it('leaves the facts and counts of a neighbour alone', () => {
    const store = new NeighbourStore();
    const row = new NeighbourTable(store, new NodeState(ONE_NODE)).add(address('10.0.0.1', 1), 5);
    store.setFailures(row, 8_191);
    store.setAnswersDue(row, 2);
    store.setFailures(row, 3);
    addedTo(store, NOBODY, row);
    expect([store.failures(row), store.answersDue(row), store.is(row, 4), store.is(row, 2)]).toEqual([
      3,
      2,
      true,
      false,
    ]);
  });
});
