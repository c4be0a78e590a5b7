/** Deliberately wrong implementations, given to the rows of `hearsay validate`: every row that depends on one must fail. */
import { describe, expect, it } from 'vitest';
import { uniformChoice } from '../analysis/graph/null-models.ts';
import { floodRows, maelstromRows } from '../cli/validation/flood.ts';
import { attackRows, preferentialDegreeRows } from '../cli/validation/preferential.ts';
import { rankLawRows } from '../cli/validation/rank-law.ts';
import { regularRows } from '../cli/validation/regular.ts';
import { atomicRows, coverageRows, pushPullRows, pushRows } from '../cli/validation/rumours.ts';
import { tree } from '../cli/validation/topologies.ts';
import { Dissemination } from '../src/dissemination.ts';
import type { Message } from '../src/messages.ts';
import type { Link } from '../src/ports.ts';
import { chooseByRank } from '../src/rank-choice.ts';
import { failing, ids, QUICK } from './support/validation.ts';

describe('flooding that sends a message back where it came from', () => {
  class Echo extends Dissemination {
    override onMessage(link: Link, message: Message): void {
      super.onMessage(message.kind === 'gossip' ? -1 : link, message);
    }
  }

  it('sends too many copies', () => {
    const rows = floodRows(QUICK, Echo).filter(({ id }) => !id.startsWith('flood/protocol'));
    expect(rows).toHaveLength(7);
    expect(failing(rows)).toEqual(ids(rows));
  });

  it('is not what Maelstrom counts', () => {
    const rows = maelstromRows(QUICK, Echo);
    expect(failing(rows)).toEqual(ids(rows));
  });
});

describe('rumours', () => {
  it('that are told to one half of the peers only reach too few', () => {
    const half = (_node: number, nodeCount: number, uniform: number) => Math.floor((uniform * nodeCount) / 2);
    for (const rows of [coverageRows(QUICK, half), atomicRows(QUICK, half)]) {
      expect(failing(rows)).toEqual(ids(rows));
    }
  });

  it('that are told to some more often than to others take more rounds', () => {
    const uneven = (_node: number, nodeCount: number, uniform: number) =>
      Math.floor(uniform ** 2 * nodeCount);
    const rows = pushRows(QUICK, uneven);
    expect(failing(rows)).toEqual(ids(rows));
  });

  it('that everybody asks the same peer for take one round', () => {
    const rows = pushPullRows(QUICK, (node) => (node === 0 ? 1 : 0));
    expect(failing(rows)).toEqual(ids(rows));
  });
});

describe('overlays', () => {
  it('that are trees have no redundancy, and long ways', () => {
    const rows = regularRows(QUICK, tree);
    expect(failing(rows)).toEqual(ids(rows));
  });

  it('of peers that weigh ranks by half the power have too few hubs', () => {
    const rows = rankLawRows(QUICK, (rule, count, random) =>
      chooseByRank({ ...rule, alpha: rule.alpha / 2 }, count, random),
    ).filter(({ id }) => id !== 'rank-law/alpha-2.5');
    expect(rows).toHaveLength(5);
    expect(failing(rows)).toEqual(ids(rows));
  });

  it('of uniform choice have no hubs', () => {
    const rows = preferentialDegreeRows(QUICK, uniformChoice);
    expect(failing(rows)).toEqual(ids(rows));
  });

  it('survive when it is not the hubs that go', () => {
    const rows = attackRows(QUICK, undefined, ({ nodeCount }) => Uint32Array.from(Array(nodeCount).keys()));
    expect(failing(rows)).toEqual(ids(rows));
  });
});
