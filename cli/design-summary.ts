/** A design in words: what was wished, the settings, what they will give, and how to use them. */
import type { Prediction } from '../analysis/design/prediction.ts';
import { ROOM_FACTOR, removedOf, WHOLE_SHARE } from '../analysis/design/settings.ts';
import type { Estimate } from '../analysis/statistics/estimate.ts';
import { type Design, HOP_MS } from './design-document.ts';
import { countOf, countText, labelled, percentText } from './text.ts';

const WIDTH_MAX = 100;
const WIDTH_MIN = 60;
const LABEL_WIDTH = 30;
const COLUMN_WIDTH = 15;

/** What a process needs besides its links: seeds, pings, its log. Source: ours. */
const OTHER_DESCRIPTORS = 64;
/** The soft limit of many systems. */
const DESCRIPTORS_DEFAULT = 1_024;

/** The whole design, ending in a newline. */
export function designText(design: Design, columns: number): string {
  const width = Math.max(WIDTH_MIN, Math.min(columns, WIDTH_MAX));
  const paragraph = (words: string) => labelled('', words, width);
  const { commands, simulated, wishes } = design;
  const smaller = simulated.peers < wishes.peers;
  return [
    paragraph(wishedText(design)),
    '',
    paragraph(settingsText(design)),
    '',
    ...table(design),
    '',
    ...[
      ranksText(design),
      socketsText(design),
      tightText(design),
      shortfallText(design),
      saturationText(design),
      literalText(design),
    ]
      .filter((words) => words !== '')
      .flatMap((words) => [paragraph(words), '']),
    'Simulate it:',
    `  ${commands.sim}`,
    'Run it: every peer with',
    `  ${commands.peer}`,
    'or these lines in config.txt:',
    ...commands.config.map((line) => `  ${line}`),
    '',
    paragraph(
      `${smaller ? `A network of ${countText(simulated.peers)} was simulated, with its own prediction beside it, because it is quicker. ` : ''}Simulated with one seed, a constant latency of ${HOP_MS} ms and the random seeds ${simulated.randomSeed}/0 to ` +
        `${simulated.randomSeed}/${simulated.measured.links.n - 1}.`,
    ),
    '',
  ].join('\n');
}

function wishedText({ wishes, settings }: Design): string {
  const limit =
    wishes.degreeMax === undefined ? '' : `, no peer with more than ${countOf(wishes.degreeMax, 'link')}`;
  return (
    `${countOf(wishes.peers, 'peer')}, degree exponent gamma ${settings.gamma}${limit}, ` +
    `still together after the loss of the ${percentText(wishes.survive)} with the most links, ` +
    `${countOf(removedOf(wishes.peers, wishes.survive), 'peer')}.`
  );
}

function settingsText({ settings }: Design): string {
  const { gamma, alpha, links, uniformLinks, linksMax } = settings;
  const uniform =
    uniformLinks === 0
      ? 'No uniform links are needed'
      : `Besides, ${countOf(uniformLinks, 'link')} drawn uniformly hold${uniformLinks === 1 ? 's' : ''} the rest together when the hubs die`;
  const limit =
    linksMax === 0 ? '' : ` With ${countOf(linksMax, 'link')} a peer is full, and who dials it draws again.`;
  return (
    `Alpha = 1/(gamma-1) = ${alpha} for gamma ${gamma}, over the list in registration order, oldest first, and ` +
    `${countOf(links, 'link')} drawn by rank (links auto needs alpha from 2 up). ${uniform}.${limit}`
  );
}

function table(design: Design): string[] {
  const { predicted, simulated, wishes } = design;
  const smaller = simulated.peers < predicted.peers;
  const { measured } = simulated;
  const predictions = smaller ? [predicted, simulated.predicted] : [predicted];
  const row = (
    label: string,
    of: (prediction: Prediction) => number,
    estimate: Estimate,
    text: (value: number) => string,
  ) =>
    [
      label.padEnd(LABEL_WIDTH),
      ...predictions.map((prediction) => text(of(prediction)).padStart(COLUMN_WIDTH)),
      `  ${estimateText(estimate, text)}`,
    ].join('');
  const whole = (value: number) => countText(value);
  const tenth = (value: number) => countText(value, 1);
  const share = (value: number) => percentText(value);
  const lost = `together, without the top ${percentText(wishes.survive)}`;
  return [
    [
      ''.padEnd(LABEL_WIDTH),
      ...predictions.map(() => 'predicted'.padStart(COLUMN_WIDTH)),
      `  simulated, ${countOf(measured.links.n, 'run')}, 95 % interval`,
    ].join(''),
    [
      ''.padEnd(LABEL_WIDTH),
      ...predictions.map(({ peers }) => countOf(peers, 'peer').padStart(COLUMN_WIDTH)),
      `  ${countOf(simulated.peers, 'peer')}`,
    ].join(''),
    row('dialled to the oldest peer', ({ inDegrees }) => inDegrees[0][1], measured.oldestInDegree, whole),
    row('largest degree: sockets', ({ largestDegree }) => largestDegree, measured.largestDegree, whole),
    row('links', ({ links }) => links, measured.links, whole),
    row('copies of a message', ({ copies }) => copies, measured.copies, whole),
    row('of them sent by the hub', ({ hubShare }) => hubShare, measured.hubShare, share),
    row('hops until 99 % have it', ({ hopsTo99 }) => hopsTo99, measured.hopsTo99, tenth),
    row(
      `time to 99 %, ${HOP_MS} ms a hop, ms`,
      ({ hopsTo99 }) => HOP_MS * hopsTo99,
      scaled(measured.hopsTo99, HOP_MS),
      whole,
    ),
    row(lost, ({ survivingShare }) => survivingShare, measured.survivingShare, share),
  ];
}

function estimateText({ mean, interval95 }: Estimate, text: (value: number) => string): string {
  if (mean === null) return 'not reached';
  return interval95 === null ? text(mean) : `${text(mean)} [${text(interval95[0])}, ${text(interval95[1])}]`;
}

function scaled({ n, mean, median, interval95 }: Estimate, factor: number): Estimate {
  const times = (value: number | null) => (value === null ? null : factor * value);
  return {
    n,
    mean: times(mean),
    median: times(median),
    interval95: interval95 && [factor * interval95[0], factor * interval95[1]],
  };
}

function ranksText({ predicted, settings }: Design): string {
  const ranks = predicted.inDegrees.map(([rank, mean]) => `${countText(mean)} (${countText(rank)})`);
  const full = settings.linksMax === 0 ? '' : ` About ${countOf(predicted.fullPeers, 'peer')} will be full.`;
  return `Links expected to be dialled to a peer, by its place in the order of registration: ${ranks.join(', ')}.${full}`;
}

function socketsText({ predicted, settings }: Design): string {
  const degree = Math.ceil(predicted.largestDegree);
  const needed = degree + OTHER_DESCRIPTORS;
  const advice =
    needed <= DESCRIPTORS_DEFAULT
      ? `the usual limit of ${countText(DESCRIPTORS_DEFAULT)} is enough`
      : `more than the usual soft limit of ${countText(DESCRIPTORS_DEFAULT)}: Node raises it as far as the hard limit, ` +
        `so \`ulimit -Hn\` must show at least ${needed} on the oldest peers (LimitNOFILE=${needed} in a systemd unit)` +
        (settings.linksMax === 0 ? ', or limit the links with --degree-max' : '');
  return `The hub holds about ${countOf(degree, 'socket')} and needs about ${countOf(needed, 'descriptor')}; ${advice}.`;
}

function tightText({ settings: { links, uniformLinks, linksMax } }: Design): string {
  const roomy = ROOM_FACTOR * (links + uniformLinks);
  if (linksMax === 0 || linksMax >= roomy) return '';
  return (
    `A limit of ${linksMax} is tight: below ${roomy}, ${ROOM_FACTOR} times the links that each peer draws, nearly all peers are full, ` +
    'so those that join late are refused often, and some wait for the repair after the longest back-off.'
  );
}

/** The model takes away the oldest, the simulation those with the most links, which hurts a little more. */
function shortfallText({ simulated, wishes }: Design): string {
  const { mean } = simulated.measured.survivingShare;
  if (mean === null || mean >= WHOLE_SHARE) return '';
  return (
    `Simulated, only ${percentText(mean)} of the survivors stay together after the loss of ` +
    `${percentText(wishes.survive)}, less than the ${percentText(WHOLE_SHARE)} aimed at: raise --links, or --survive a little.`
  );
}

/** Source: Del Genio, Gross, Bassler, PRL 107, 178701, 2011. */
function saturationText({ settings }: Design): string {
  if (settings.alpha <= 1) return '';
  return (
    `With gamma ${settings.gamma}, below 2, no large simple graph follows the law up to its largest degrees (Del Genio, Gross, ` +
    'Bassler 2011): the hubs link to nearly everybody.'
  );
}

function literalText({ literal, wishes }: Design): string {
  return (
    `Not alpha 2.5: that is not gamma 2.5 but gamma 1 + 1/2.5 = 1.4, a star. The oldest peer would hold ` +
    `${countOf(Math.round(literal.largestDegree), 'link')}, ${percentText(literal.largestDegree / (literal.peers - 1))} of all ` +
    `other peers, and send ${percentText(literal.hubShare)} of all copies; without the top ${percentText(wishes.survive)} ` +
    `${literal.survivingShare < 0.01 ? 'nothing would hold together' : `${percentText(literal.survivingShare)} would hold together`}.`
  );
}
