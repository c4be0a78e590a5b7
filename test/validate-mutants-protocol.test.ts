/**
 * Deliberately wrong protocols, put in the place of the right one: every row of `hearsay validate` that the whole protocol gives
 * must fail under one of them.
 */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { detectionRows, falseReportRows } from '../cli/validation/deaths.ts';
import { floodRows } from '../cli/validation/flood.ts';
import { firstInDegreeRows } from '../cli/validation/in-degrees.ts';
import { rankLawRows } from '../cli/validation/rank-law.ts';
import { Loss } from '../sim/loss.ts';
import { Dissemination } from '../src/dissemination.ts';
import { Liveness } from '../src/liveness.ts';
import type { ChoiceRule } from '../src/rank-choice.ts';
import { failing, ids, QUICK } from './support/validation.ts';

/** How the rule of every choice is changed, while a test says so. */
const wrong = vi.hoisted(() => ({ rule: (rule: ChoiceRule): ChoiceRule => rule }));

vi.mock(import('../src/rank-choice.ts'), async (original) => {
  const right = await original();
  return {
    ...right,
    chooseByRank: (rule, count, random) => right.chooseByRank(wrong.rule(rule), count, random),
  };
});

afterEach(() => {
  vi.restoreAllMocks();
  wrong.rule = (rule) => rule;
});

/** Replaces a method; `right` calls what it was. */
function mutate<Owner extends object, Name extends keyof Owner & string>(
  owner: Owner,
  name: Name,
  mutant: (right: Owner[Name]) => Owner[Name],
): void {
  const right = owner[name];
  vi.spyOn(owner as Record<string, () => void>, name).mockImplementation(mutant(right) as () => void);
}

describe('peers that send a message back where it came from', () => {
  it('send too many copies', () => {
    mutate(
      Dissemination.prototype,
      'onMessage',
      (right) =>
        function (this: Dissemination, link, message) {
          right.call(this, message.kind === 'gossip' ? -1 : link, message);
        },
    );
    expect(failing(floodRows(QUICK))).toContain('flood/protocol-copies');
  });
});

describe('peers that overhear every other message', () => {
  it('deliver too few', () => {
    let heard = 0;
    mutate(
      Dissemination.prototype,
      'onMessage',
      (right) =>
        function (this: Dissemination, link, message) {
          if (message.kind !== 'gossip' || heard++ % 2 === 0) right.call(this, link, message);
        },
    );
    const failed = failing(floodRows(QUICK));
    expect(failed).toContain('flood/protocol-deliveries');
    expect(failed).toContain('flood/protocol-copies');
  });
});

describe('peers that choose the newest', () => {
  it('have other in-degrees', () => {
    wrong.rule = (rule) => ({ ...rule, rank: 'newest' });
    const rows = firstInDegreeRows(QUICK);
    expect(failing(rows)).toEqual(ids(rows));
  });
});

describe('peers that weigh ranks by half the power', () => {
  it('have another degree exponent', () => {
    wrong.rule = (rule) => ({ ...rule, alpha: rule.alpha / 2, links: 10 });
    const rows = rankLawRows(QUICK);
    expect(failing(rows)).toEqual(ids(rows));
  });
});

/** Every other answer of this kind is as if nobody could have probed. */
function overlook(outcome: 'lost' | 'alive'): void {
  let answers = 0;
  mutate(
    Liveness.prototype,
    'answered',
    (right) =>
      function (this: Liveness, neighbour, answer) {
        right.call(this, neighbour, answer === outcome && answers++ % 2 === 0 ? 'unable' : answer);
      },
  );
}

describe('monitors that overlook every other failure', () => {
  it('need longer', () => {
    overlook('lost');
    const rows = detectionRows(QUICK);
    expect(failing(rows)).toEqual(ids(rows));
  });
});

describe('monitors that overlook every other answer', () => {
  it('report more live neighbours', () => {
    overlook('alive');
    const rows = falseReportRows(QUICK).filter(({ id }) => id.startsWith('false-reports/rate'));
    expect(failing(rows)).toEqual(ids(rows));
  });
});

describe('a network that loses every other message that it should', () => {
  it('fails fewer pings', () => {
    let struck = 0;
    mutate(
      Loss.prototype,
      'strikes',
      (right) =>
        function (this: Loss, sender) {
          return right.call(this, sender) && struck++ % 2 === 0;
        },
    );
    const rows = falseReportRows(QUICK);
    expect(failing(rows)).toEqual(ids(rows));
  });
});
