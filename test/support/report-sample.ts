/** A report of a real run with all that a report can show: curves and the path of a message are added by hand. */

import { randomStream } from '../../analysis/random.ts';
import { type MessagePath, overlayPicture } from '../../analysis/report/overlay-picture.ts';
import type { ReportData, RunDocument } from '../../analysis/report/report-data.ts';
import type { Overlay } from '../../sim/result.ts';
import { SCENARIO_DEFAULTS } from '../../sim/scenario.ts';
import { simulate } from '../../sim/simulate.ts';
import { hearsay } from './command.ts';

const PARAMETERS = {
  ...SCENARIO_DEFAULTS,
  alpha: 0.667,
  links: 5,
  latency: 'uniform:10-100',
  publishers: 1,
  messages: 1,
  publish: 'when-settled' as const,
};

/** What a report of so many peers is made of. */
export async function sampleReport(peers: number): Promise<ReportData> {
  const command =
    `sim --peers ${peers} --alpha 0.667 --links 5 --latency uniform:10-100 ` +
    '--publishers 1 --messages 1 --publish when-settled --seed sample';
  const { out } = await hearsay(...command.split(' '), '--json');
  const { overlay, infectedShare } = simulate({ ...PARAMETERS, peers }, 'sample');
  return {
    document: withCurves(JSON.parse(out) as RunDocument, infectedShare),
    command,
    picture: overlayPicture(overlay.peers, overlay.links, samplePath(overlay, peers)),
  };
}

function withCurves(run: RunDocument, infectedShare: NonNullable<RunDocument['spread']['infectedShare']>) {
  const removed = [0, 0.01, 0.05, 0.1, 0.2, 0.4];
  return {
    ...run,
    spread: {
      ...run.spread,
      infectedShare,
      latencyMs: { cdf: infectedShare },
      hops: {
        histogram: [
          [1, 5],
          [2, 30],
          [3, 20],
          [4, 4],
        ] as const,
      },
      timesToShareMs: [{ share: 0.5, messages: 1, p5: 60, p50: 60, p95: 60 }],
      peerLoad: { mean: 7, p50: 5, p99: 40, max: 44, topShare: 0.1, gini: 0.4 },
      linkLoad: null,
    },
    overlay: {
      ...run.overlay,
      robustness: {
        attack: removed.map((share) => [share, Math.max(0, 1 - 4 * share)] as const),
        reranked: removed.map((share) => [share, Math.max(0, 1 - 6 * share)] as const),
        random: removed.map((share) => [share, 1 - share] as const),
      },
    },
    degreeLaw: {
      predictedGamma: 2.5,
      ...{ n: 50, alpha: 2.41, sigma: 0.21, xmin: 3, nTail: 30, ks: 0.05, pValue: 0.41, decades: 0.9 },
      comparisons: {
        exponential: { ratio: 12.3, z: 2.5, p: 0.0124 },
        lognormal: { ratio: -0.2, z: -0.3, p: 0.76 },
      },
      sentence: 'plausibly a power law: 12 of 60 peers carry half of all copies',
    },
    theory: [{ what: 'copies of a flood', expected: 425, measured: 425, source: '2E - (N-1)' }],
  };
}

/** A flood over the links, from the last peer, each of them taking 10 to 100 ms. */
function samplePath({ links }: Overlay, peers: number): MessagePath {
  const random = randomStream('sample', 'path');
  const delaysUs = Array.from({ length: links.length / 2 }, () => Math.round(1e4 + 9e4 * random()));
  const timeUs = new Array<number>(peers).fill(Number.POSITIVE_INFINITY);
  const [parents, hops] = [new Array<number>(peers).fill(-1), new Array<number>(peers).fill(0)];
  timeUs[peers - 1] = 0;
  for (let changed = true; changed; ) {
    changed = false;
    for (let i = 0; i < links.length; i += 2) {
      for (const [from, to] of [
        [links[i], links[i + 1]],
        [links[i + 1], links[i]],
      ]) {
        const afterUs = timeUs[from] + delaysUs[i / 2];
        if (afterUs >= timeUs[to]) continue;
        [timeUs[to], parents[to], hops[to], changed] = [afterUs, from, hops[from] + 1, true];
      }
    }
  }
  return {
    name: 'message 0',
    timeUs: timeUs.map((each) => (Number.isFinite(each) ? each : -1)),
    parents,
    hops,
  };
}
