/** Liveness of the protocol in the simulator: how long a death takes to be seen, and how often one is seen that was none. */
import { SCENARIO_DEFAULTS, type Scenario } from '../../sim/scenario.ts';
import { simulate } from '../../sim/simulate.ts';
import { type Claim, meanRow, type Plan, type Row, shareRow } from './row.ts';

const PLAIN: Scenario = {
  ...SCENARIO_DEFAULTS,
  seeds: 1,
  publishers: 0,
  messages: 0,
  joinOverS: 1,
  // Detection is up to one latency quicker than the law says.
  latency: 'constant:1',
};

// The specification: a ping every 13 s, three failures in a row, and ours: 2 s for each. A ping falls anywhere in its interval.
const INTERVAL_S = 13;
const EARLIEST_S = 2 * INTERVAL_S + 2;
const SPECIFICATION = 'specification: a ping every 13 s, dead after 3 failures of 2 s';

/** After a crash one monitor needs uniform(0,13) + 26 + 2 s, and the first of D monitors 28 + 13/(D+1) s on average. */
export function detectionRows(plan: Plan): Row[] {
  const runs = plan.quick ? 150 : 1_000;
  const claim = (row: string, words: string, expected: number): Claim => ({
    id: `detection/${row}`,
    claim: `crash of a neighbour, ${words}`,
    source: SPECIFICATION,
    expected,
  });
  const alone = detectionsS(plan, 1, runs);
  const share = (row: string, atS: number, expected: number) =>
    shareRow(
      claim(row, `one monitor: share detected within ${atS} s, uniform(0,13)+28`, expected),
      alone.filter((s) => s <= atS).length,
      runs,
    );
  return [
    meanRow(claim('mean', 'one monitor: mean seconds, uniform(0,13)+28', EARLIEST_S + INTERVAL_S / 2), alone),
    meanRow(
      claim('spread', 'one monitor: mean squared distance from 34.5 s, 13²/12', INTERVAL_S ** 2 / 12),
      alone.map((s) => (s - 34.5) ** 2),
    ),
    share('quarter', EARLIEST_S + INTERVAL_S / 4, 0.25),
    share('half', EARLIEST_S + INTERVAL_S / 2, 0.5),
    share('three-quarters', EARLIEST_S + (3 * INTERVAL_S) / 4, 0.75),
    share('all', EARLIEST_S + INTERVAL_S, 1),
    ...[2, 5, 10].map((monitors) =>
      meanRow(
        claim(
          `first-of-${monitors}`,
          `first of ${monitors} monitors: mean seconds, 28+13/(D+1)`,
          EARLIEST_S + INTERVAL_S / (monitors + 1),
        ),
        detectionsS(plan, monitors, runs),
      ),
    ),
  ];
}

const CRASH_S = 30;
/** Much later than any verdict is due. */
const END_S = 130;

/** The hub of a star crashes while so many others monitor it: seconds to the first verdict, or to the end, a run each. */
function detectionsS({ randomSeed }: Plan, monitors: number, runs: number): number[] {
  const scenario: Scenario = {
    ...PLAIN,
    peers: monitors + 1,
    // All weight is on the oldest.
    alpha: 20,
    links: 1,
    durationS: END_S,
    faults: [{ at: CRASH_S, kind: 'crash', who: { ids: ['peer/0'] } }],
  };
  return Array.from({ length: runs }, (_, run) => {
    const { liveness } = simulate(scenario, `detection/${monitors}/${run}/${randomSeed}`);
    const { mean } = liveness.firstDetectionMs;
    return mean === null ? END_S - CRASH_S : mean / 1000;
  });
}

/** With one-way loss p a ping fails with q = 1-(1-p)^2, and a live neighbour is reported with (1-q)q^3 per ping. */
export function falseReportRows({ randomSeed, quick }: Plan): Row[] {
  const losses = quick ? [0.05, 0.1] : [0.02, 0.05, 0.1];
  return losses.flatMap((loss) => {
    const scenario: Scenario = {
      ...PLAIN,
      peers: 60,
      alpha: 0,
      links: 4,
      loss,
      durationS: quick ? 5_000 : 30_000,
    };
    const { pings, failedPings, falseReports } = simulate(scenario, `loss/${loss}/${randomSeed}`).liveness;
    const q = 1 - (1 - loss) ** 2;
    const percent = 100 * loss;
    const source = 'independent losses: one way each for request and reply, three failures after a success';
    return [
      shareRow(
        {
          id: `false-reports/failures-${percent}`,
          claim: `one-way loss ${percent} %: share of pings that fail, q = 1-(1-p)²`,
          source,
          expected: q,
        },
        failedPings,
        pings,
      ),
      shareRow(
        {
          id: `false-reports/rate-${percent}`,
          claim: `one-way loss ${percent} %: reports of live neighbours per ping, (1-q)q³`,
          source,
          expected: (1 - q) * q ** 3,
          allowed: { distance: (1 - q) * q ** 6, why: 'counting begins anew after a report' },
        },
        falseReports,
        pings,
      ),
    ];
  });
}
