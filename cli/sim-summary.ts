/** The summary of a simulation for people: figures, two charts, and what the choice of neighbours means. */
import { CHART_WIDTH_MIN } from '../analysis/chart-axis.ts';
import { degreeChart } from '../analysis/degree-chart.ts';
import { ccdf } from '../analysis/degrees.ts';
import { infectedChart } from '../analysis/infected-chart.ts';
import type { LivenessFindings } from '../sim/result.ts';
import { SCENARIO_DEFAULTS, type Scenario } from '../sim/scenario.ts';
import { lawLine, nullTable, overlayFigures } from './overlay-summary.ts';
import type { SimFindings } from './sim-findings.ts';
import { spreadFigures } from './spread-summary.ts';
import type { Terminal } from './terminal.ts';
import { countOf, countText, durationText, labelled } from './text.ts';

/** Lines longer than this are hard to read. */
const WIDTH_MAX = 100;
const LABEL_WIDTH = 15;
const INFECTED_HEIGHT = 10;
const DEGREE_HEIGHT = 12;

/** The whole summary, ending in a newline. */
export function summaryText(
  findings: SimFindings,
  { columns, unicode }: Pick<Terminal, 'columns' | 'unicode'>,
): string {
  const { manifest, result, overlay, degreeLaw, nullModels } = findings;
  const width = Math.max(CHART_WIDTH_MIN, Math.min(columns, WIDTH_MAX));
  const plain = (words: string) => (unicode ? words : words.replaceAll('±', '+-'));
  const line = (label: string, words: string) => labelled(label.padEnd(LABEL_WIDTH), plain(words), width);
  const parts = [
    labelled('', `hearsay ${manifest.version}, random seed ${manifest.randomSeed}`, width),
    labelled('', parametersText(manifest.parameters), width),
    '',
    ...figures(findings, unicode).map(([label, words]) => line(label, words)),
    '',
    infectedChart(result.infectedShare, { width, height: INFECTED_HEIGHT, unicode }),
    '',
    degreeChart(
      ccdf(overlay.inDegreeHistogram),
      { width, height: DEGREE_HEIGHT, unicode },
      {
        title: `peers dialled by at least x; ${unicode ? '·' : '.'} the law`,
        axis: 'x (peers)',
        line: lawLine(degreeLaw, overlay),
      },
    ),
    '',
    ...(nullModels === undefined ? [] : [nullTable(overlay, nullModels, unicode), '']),
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

function figures({ result, overlay, degreeLaw, meaning }: SimFindings, unicode: boolean): [string, string][] {
  const { traceHash, simulated, registration, spread, reached, liveness } = result;
  const { seeds, quorum, registeredPeers } = registration;
  return [
    [
      'registration',
      `${countText(registeredPeers)} of ${countOf(overlay.peers, 'live peer')} held by a quorum, ${quorum} of ${countOf(seeds, 'seed')}`,
    ],
    ...overlayFigures(overlay, degreeLaw, unicode),
    ...spreadFigures(spread, reached, meaning),
    ['liveness', livenessText(liveness)],
    ['simulated', `${countText(simulated.durationMs / 1000, 1)} s, ${countOf(simulated.events, 'event')}`],
    ['trace hash', traceHash],
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
