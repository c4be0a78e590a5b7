/** The summary of a simulation for people: figures, two charts, and what the choice of neighbours means. */
import { CHART_WIDTH_MIN } from '../analysis/chart-axis.ts';
import { degreeChart } from '../analysis/degree-chart.ts';
import { ccdf } from '../analysis/degrees.ts';
import { infectedChart } from '../analysis/infected-chart.ts';
import type { OverlayMeasures } from '../analysis/overlay.ts';
import type { LivenessFindings, SimulationResult } from '../sim/result.ts';
import { SCENARIO_DEFAULTS, type Scenario } from '../sim/scenario.ts';
import type { Manifest } from './sim-output.ts';
import type { SpreadMeaning } from './spread-meaning.ts';
import { spreadFigures } from './spread-summary.ts';
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
  meaning: SpreadMeaning,
  { columns, unicode }: Pick<Terminal, 'columns' | 'unicode'>,
): string {
  const width = Math.max(CHART_WIDTH_MIN, Math.min(columns, WIDTH_MAX));
  const line = (label: string, words: string) => labelled(label.padEnd(LABEL_WIDTH), words, width);
  const parts = [
    labelled('', `hearsay ${manifest.version}, random seed ${manifest.randomSeed}`, width),
    labelled('', parametersText(manifest.parameters), width),
    '',
    ...figures(result, overlay, meaning).map(([label, words]) => line(label, words)),
    '',
    infectedChart(result.infectedShare, { width, height: INFECTED_HEIGHT, unicode }),
    '',
    degreeChart(ccdf(overlay.degreeHistogram), { width, height: DEGREE_HEIGHT, unicode }),
    '',
    labelled('', choiceText(manifest.parameters, overlay), width),
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

/** What ranked choice means for the degrees. Source: Fortunato, Flammini, Menczer, PRL 96, 218701, 2006. */
export function choiceText({ alpha, rank }: Scenario, overlay: OverlayMeasures): string {
  const hub =
    overlay.links === 0
      ? 'There are no links.'
      : `The top hub holds ${countText(overlay.maxDegree)} of ${countOf(overlay.links, 'link')} ` +
        `(${percentText(overlay.maxDegree / overlay.links)}).`;
  if (alpha === 0) return `Alpha 0 chooses uniformly: no power law. ${hub}`;
  if (rank === 'shuffled') {
    return `A list that each peer shuffles afresh gives nearly uniform choice: no power law, whatever alpha. ${hub}`;
  }
  if (rank === 'newest') {
    return `With the newest first, peers link to those that came just before them: a long chain. ${hub}`;
  }
  const gamma = `Alpha ${alpha} predicts a degree exponent gamma = 1 + 1/alpha = ${countText(1 + 1 / alpha, 2)}`;
  if (alpha <= 1) return `${gamma}. ${hub}`;
  const star = `${gamma}: a star of a few hubs, not a power law with exponent ${alpha}. ${hub}`;
  if (alpha < 2) return star;
  return `${star} For gamma = ${alpha} choose --alpha ${countText(1 / (alpha - 1), 3)} --links 5.`;
}

function figures(
  { traceHash, simulated, registration, spread, reached, liveness }: SimulationResult,
  overlay: OverlayMeasures,
  meaning: SpreadMeaning,
): [string, string][] {
  const { seeds, quorum, registeredPeers } = registration;
  return [
    [
      'registration',
      `${countText(registeredPeers)} of ${countOf(overlay.peers, 'live peer')} held by a quorum, ${quorum} of ${countOf(seeds, 'seed')}`,
    ],
    ['overlay', overlayText(overlay)],
    ...spreadFigures(spread, reached, meaning),
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
