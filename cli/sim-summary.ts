/** The summary of a simulation for people: figures, two charts, and what the choice of neighbours means. */
import { CHART_WIDTH_MIN } from '../analysis/chart-axis.ts';
import { degreeChart } from '../analysis/degree-chart.ts';
import type { DegreeLaw } from '../analysis/degree-law.ts';
import { ccdf, type Points } from '../analysis/degrees.ts';
import { fittedLine } from '../analysis/fit/power-law.ts';
import { infectedChart } from '../analysis/infected-chart.ts';
import type { OverlayMeasures } from '../analysis/overlay.ts';
import type { LivenessFindings, PerShare, SimulationResult, SpreadFindings } from '../sim/result.ts';
import { SCENARIO_DEFAULTS, type Scenario } from '../sim/scenario.ts';
import type { Manifest } from './sim-output.ts';
import type { Terminal } from './terminal.ts';
import { countOf, countText, durationText, labelled, percentText } from './text.ts';

/** Lines longer than this are hard to read. */
const WIDTH_MAX = 100;
const LABEL_WIDTH = 15;
const INFECTED_HEIGHT = 10;
const DEGREE_HEIGHT = 12;

/** The whole summary, ending in a newline. */
export function summaryText(
  manifest: Manifest,
  result: SimulationResult,
  overlay: OverlayMeasures,
  degreeLaw: DegreeLaw,
  { columns, unicode }: Pick<Terminal, 'columns' | 'unicode'>,
): string {
  const width = Math.max(CHART_WIDTH_MIN, Math.min(columns, WIDTH_MAX));
  const plain = (words: string) => (unicode ? words : words.replaceAll('±', '+-'));
  const line = (label: string, words: string) => labelled(label.padEnd(LABEL_WIDTH), plain(words), width);
  const parts = [
    labelled('', `hearsay ${manifest.version}, random seed ${manifest.randomSeed}`, width),
    labelled('', parametersText(manifest.parameters), width),
    '',
    ...figures(result, overlay, degreeLaw).map(([label, words]) => line(label, words)),
    '',
    infectedChart(result.infectedShare, { width, height: INFECTED_HEIGHT, unicode }),
    '',
    degreeChart(
      ccdf(overlay.inDegreeHistogram),
      { width, height: DEGREE_HEIGHT, unicode },
      {
        title: `peers dialled by at least x; ${unicode ? '·' : '.'} the law`,
        axis: 'x (peers)',
        line: lineOf(degreeLaw, overlay),
      },
    ),
    '',
    labelled('', plain(degreeLaw.sentence), width),
  ];
  return `${parts.join('\n')}\n`;
}

/** The parameters that say most, then the others that are not at their defaults. */
export function parametersText(scenario: Scenario): string {
  const { peers, seeds, alpha, links, rank, publishers, messages, publish, latency, loss, faults } = scenario;
  const told = new Set(
    'peers seeds alpha links rank publishers messages publish latency loss faults'.split(' '),
  );
  const others = Object.entries(scenario)
    .filter(([key, value]) => !told.has(key) && value !== SCENARIO_DEFAULTS[key as keyof Scenario])
    .map(([key, value]) => `${key} ${value}`);
  return [
    countOf(peers, 'peer'),
    countOf(seeds, 'seed'),
    `alpha ${alpha}`,
    `links ${links}`,
    `${rank} first`.replace('shuffled first', 'shuffled'),
    `${publishers === 'all' ? 'all' : countText(publishers)} publish ${countOf(messages, 'message')} ${publish.replace('-', ' ')}`,
    `latency ${latency}`,
    `loss ${loss}`,
    ...(faults.length > 0 ? [countOf(faults.length, 'fault')] : []),
    ...others,
  ].join(', ');
}

function lineOf({ fit }: DegreeLaw, { peers, maxInDegree }: OverlayMeasures): Points {
  return fit === null ? [] : fittedLine(fit, fit.nTail / peers, maxInDegree);
}

function figures(
  { traceHash, simulated, registration, spread, reached, liveness }: SimulationResult,
  overlay: OverlayMeasures,
  degreeLaw: DegreeLaw,
): [string, string][] {
  const { seeds, quorum, registeredPeers } = registration;
  return [
    [
      'registration',
      `${countText(registeredPeers)} of ${countOf(overlay.peers, 'live peer')} held by a quorum, ${quorum} of ${countOf(seeds, 'seed')}`,
    ],
    ['overlay', overlayText(overlay)],
    ['degree law', degreeLawText(degreeLaw)],
    ...spreadFigures(spread, reached),
    ['liveness', livenessText(liveness)],
    ['simulated', `${countText(simulated.durationMs / 1000, 1)} s, ${countOf(simulated.events, 'event')}`],
    ['trace hash', traceHash],
  ];
}

function overlayText(overlay: OverlayMeasures): string {
  const { peers, links, components, largestComponent, meanDegree, maxDegree, maxInDegree } = overlay;
  const whole = components === 1 ? 'one component' : `${countText(components)} components`;
  const largest =
    components === 1 ? '' : `, the largest of ${countText(largestComponent)} of ${countOf(peers, 'peer')}`;
  return (
    `${countOf(links, 'link')}, degree ${countText(meanDegree, 2)} on average, at most ${countText(maxDegree)} ` +
    `(dialled by ${countText(maxInDegree)}), ${whole}${largest}`
  );
}

/** Predicted and fitted exponent of the in-degrees, and how much the fit says. */
function degreeLawText({ predictedGamma, fit, verdict }: DegreeLaw): string {
  const predicted =
    predictedGamma === null
      ? 'none predicted'
      : `gamma 1 + 1/alpha = ${countText(predictedGamma, 2)} predicted`;
  if (fit === null) return `${predicted}, too few different in-degrees to fit one: ${verdict}`;
  const chance =
    fit.pValue === null
      ? 'too many peers for bootstraps'
      : `p = ${countText(fit.pValue, 3)} of ${fit.bootstraps} bootstraps`;
  return `${predicted}, ${fit.alpha.toFixed(2)} ± ${fit.sigma.toPrecision(1)} fitted to in-degrees from ${fit.xmin} on, ${chance}: ${verdict}`;
}

function spreadFigures(spread: SpreadFindings, reached: PerShare<number>): [string, string][] {
  const { published, deliveries, coverage, copies, duplicates, shed, redundancy, lastDeliveryHop } = spread;
  if (published === 0 || coverage === null) return [['spread', 'nothing was published']];
  const redundant = redundancy === null ? '' : `, redundancy ${countText(redundancy, 2)}`;
  const times = (['p50', 'p90', 'p99', 'p100'] as const).map((share) => {
    const timeMs = spread.timeToMs[share];
    const some =
      reached[share] === published ? '' : ` (${countText(reached[share])} of ${countText(published)})`;
    return `${share.slice(1)} % ${timeMs === null ? 'not reached' : durationText(timeMs) + some}`;
  });
  const { mean, max } = lastDeliveryHop;
  const hops =
    mean === null ? 'none' : `after ${countText(mean, 1)} hops on average, at most ${countText(max ?? mean)}`;
  return [
    [
      'spread',
      `${countOf(published, 'message')}, coverage ${percentText(coverage)}, ${countText(deliveries)} deliveries`,
    ],
    [
      'copies',
      `${countText(copies)}${redundant}, ${countOf(duplicates, 'duplicate')}, ${countText(shed)} shed`,
    ],
    ['time to', times.join(', ')],
    ['last delivery', hops],
  ];
}

function livenessText(liveness: LivenessFindings): string {
  const { pings, failedPings, reports, falseReports, removed, detectionMs, firstDetectionMs } = liveness;
  const counts = `${countOf(pings, 'ping')}, ${countText(failedPings)} failed, ${countOf(reports, 'report')}`;
  if (reports === 0) return counts;
  const detection =
    detectionMs.mean === null || firstDetectionMs.mean === null
      ? ''
      : `; a death is detected after ${durationText(detectionMs.mean)} on average by each monitor, ` +
        `${durationText(firstDetectionMs.mean)} by the first`;
  return `${counts} (${countText(falseReports)} false), ${countOf(removed, 'peer')} removed${detection}`;
}
