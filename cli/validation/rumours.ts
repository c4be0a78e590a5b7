/** Rumours on the bare process: whom they reach, with what probability everybody, and in how many rounds. */
import { ln } from '../../src/portable-math.ts';
import { PushProcess, type Target, uniformTarget } from './push-process.ts';
import { type Claim, differenceRow, meanRow, type Plan, type Row, shareRow } from './row.ts';

/** Infect and die: the share r of the peers that is reached solves r = 1 - exp(-f r). */
export function coverageRows({ randomSeed, quick }: Plan, target: Target = uniformTarget): Row[] {
  const peers = quick ? 2_000 : 10_000;
  const runs = quick ? 20 : 60;
  return [2, 3, 4, 5, 6].map((fanout) => {
    const rumour = new PushProcess(peers, `coverage/${fanout}/${randomSeed}`, target);
    const shares = times(runs, () => rumour.infectAndDie(() => fanout) / peers);
    const claim = `infect and die, fanout ${fanout}, ${peers} peers: mean share reached, r = 1-exp(-fr)`;
    const source = 'Kermack and McKendrick 1927; Eugster et al., IEEE Computer 37, 60 (2004)';
    return meanRow(
      { id: `coverage/fanout-${fanout}`, claim, source, expected: epidemicShare(fanout) },
      shares,
    );
  });
}

/** With ln n + c copies on average everybody is reached with probability exp(-exp(-c)). */
export function atomicRows({ randomSeed, quick }: Plan, target: Target = uniformTarget): Row[] {
  const peers = 1_000;
  const runs = quick ? 150 : 1_500;
  return [0, 1, 2, 3, 4].map((c) => {
    const rumour = new PushProcess(peers, `atomic/${c}/${randomSeed}`, target);
    const mean = ln(peers) + c;
    const reached = times(runs, () => rumour.infectAndDie((node) => rumour.poisson(node, mean)));
    const claim: Claim = {
      id: `atomic/c-${c}`,
      claim: `Poisson fanout of mean ln n + ${c}, ${peers} peers: probability that everybody is reached, exp(-exp(-c))`,
      source: 'Kermarrec, Massoulie, Ganesh, IEEE TPDS 14, 248 (2003)',
      expected: Math.exp(-Math.exp(-c)),
    };
    return shareRow(claim, reached.filter((count) => count === peers).length, runs);
  });
}

const PITTEL = 'Pittel, SIAM J. Appl. Math. 47, 213 (1987)';
const KARP = 'Karp, Schindelhauer, Shenker, Vocking, FOCS 2000; Doerr and Kostrygin, ICALP 2017';

/** The bounds of the mean by Doerr and Kunnemann (ANALCO 2014) are -1.116 and 2.765: their middle, and half their distance. */
const PUSH_CONSTANT = 0.8245;
const PUSH_ALLOWED = 1.9405;

/** Push takes log2 n + ln n + O(1) rounds. */
export function pushRows(plan: Plan, target: Target = uniformTarget): Row[] {
  const [few, many] = sizes(plan);
  const [roundsOfFew, roundsOfMany] = [few, many].map((peers) => {
    const rumour = new PushProcess(peers, `push/${peers}/${plan.randomSeed}`, target);
    return times(runCount(plan), () => rumour.pushRounds());
  });
  return [
    meanRow(
      {
        id: 'push/rounds',
        claim: `push, ${many} peers: mean rounds until all have heard, log2 n + ln n + ${PUSH_CONSTANT}`,
        source: `${PITTEL}; Doerr and Kunnemann, ANALCO 2014`,
        expected: Math.log2(many) + Math.log(many) + PUSH_CONSTANT,
        allowed: { distance: PUSH_ALLOWED, why: 'theory has a constant from -1.116 to 2.765' },
      },
      roundsOfMany,
    ),
    differenceRow(
      {
        id: 'push/growth',
        claim: `push, from ${few} to ${many} peers: further rounds, log2 ${GROWTH} + ln ${GROWTH}`,
        source: PITTEL,
        expected: Math.log2(GROWTH) + Math.log(GROWTH),
      },
      roundsOfMany,
      roundsOfFew,
    ),
  ];
}

/** The constant of push-pull is not known; between a peer count and 16 times as many it cancels, but for what is o(1). */
const PULL_ALLOWED = 0.25;
const GROWTH = 16;

/** Push-pull takes log3 n + log2 ln n + O(1) rounds. */
export function pushPullRows(plan: Plan, target: Target = uniformTarget): Row[] {
  const [few, many] = sizes(plan);
  const [roundsOfFew, roundsOfMany] = [few, many].map((peers) => {
    const rumour = new PushProcess(peers, `push-pull/${peers}/${plan.randomSeed}`, target);
    return times(runCount(plan), () => rumour.pushPullRounds());
  });
  const expected = Math.log(GROWTH) / Math.log(3) + Math.log2(Math.log(many) / Math.log(few));
  const claim: Claim = {
    id: 'push-pull/growth',
    claim: `push-pull, from ${few} to ${many} peers: further rounds, log3 ${GROWTH} and what log2 ln n grows by`,
    source: KARP,
    expected,
    allowed: { distance: PULL_ALLOWED, why: 'theory is asymptotic' },
  };
  return [differenceRow(claim, roundsOfMany, roundsOfFew)];
}

function sizes({ quick }: Plan): [few: number, many: number] {
  const few = quick ? 128 : 512;
  return [few, GROWTH * few];
}

function runCount({ quick }: Plan): number {
  return quick ? 60 : 120;
}

/** The positive solution of r = 1 - exp(-f r). */
function epidemicShare(fanout: number): number {
  let share = 1;
  for (let i = 0; i < 200; i++) share = 1 - Math.exp(-fanout * share);
  return share;
}

function times<Result>(count: number, action: () => Result): Result[] {
  return Array.from({ length: count }, action);
}
