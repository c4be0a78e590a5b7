/** What a run means, in sentences and a handful of figures. */
import type { RunDocument } from './report-data.ts';
import { countOf, countText, durationText, percentText } from './report-text.ts';

export interface Figure {
  readonly name: string;
  readonly value: string;
  /** A few words below the value. */
  readonly note: string;
}

/** Of the curves of robustness, the words take the first point from this share on; less is a handful of peers. */
const REMOVED_MIN = 0.01;

/** `2,000 peers, alpha 1, 5 links a peer` */
export function titleOf({ manifest }: RunDocument): string {
  const { peers, alpha, links } = manifest.parameters;
  const drawn = links === 'auto' ? 'n^(1/alpha) links a peer' : `${links} links a peer`;
  return `${countOf(peers, 'peer')}, alpha ${alpha}, ${drawn}`;
}

/** The figures that most people look for first. */
export function keyFigures({ overlay, spread }: RunDocument): Figure[] {
  const figures: Figure[] = [];
  const { published, coverage, timeToMs, deliveries, copies } = spread;
  if (published > 0 && coverage !== null) {
    figures.push({
      name: 'coverage',
      value: percentText(coverage),
      note: `of ${countOf(published, 'message')}`,
    });
    if (timeToMs.p99 !== null) {
      figures.push({
        name: 'time to 99 %',
        value: durationText(timeToMs.p99),
        note: 'of the peers, on average',
      });
    }
  }
  if (deliveries > 0) {
    figures.push({
      name: 'copies a delivery',
      value: countText(copies / deliveries, 1),
      note: '1 is the least there can be',
    });
  }
  if (overlay.links > 0) {
    figures.push({
      name: 'largest hub',
      value: percentText(overlay.maxDegree / overlay.links, 1),
      note: `of ${countOf(overlay.links, 'link')}`,
    });
  }
  figures.push({
    name: 'components',
    value: countText(overlay.components),
    note: overlay.components === 1 ? 'all peers are connected' : 'not all peers are connected',
  });
  return figures;
}

/** A paragraph each. */
export function summaryOf(document: RunDocument): string[] {
  return [
    networkWords(document),
    spreadWords(document),
    degreeWords(document),
    robustnessWords(document),
    livenessWords(document),
  ].filter((words) => words !== '');
}

function networkWords({ manifest, registration, overlay }: RunDocument): string {
  const { peers, latency, loss, faults } = manifest.parameters;
  const { seeds, quorum, registeredPeers } = registration;
  const { links, meanDegree, maxDegree, components, largestComponent } = overlay;
  const disturbed = [
    ...(loss > 0 ? [`${percentText(loss)} of one-way messages lost`] : []),
    ...(faults.length > 0 ? [countOf(faults.length, 'fault')] : []),
  ];
  const conditions = disturbed.length > 0 ? `, ${disturbed.join(', ')}` : ', nothing lost, no faults';
  const whole =
    components === 1
      ? 'All peers are connected.'
      : `It is in ${countText(components)} components, the largest of ${countOf(largestComponent, 'peer')}.`;
  return (
    `${countOf(peers, 'peer')} joined through ${countOf(seeds, 'seed')}; latency ${latency}${conditions}. ` +
    `At the end ${countText(overlay.peers)} were alive, ${countText(registeredPeers)} of them held by a quorum of ` +
    `${countOf(quorum, 'seed')}. The overlay has ${countOf(links, 'link')}: ${countText(meanDegree, 2)} a peer on average, ` +
    `${countText(maxDegree)} at the peer with the most. ${whole}`
  );
}

function spreadWords({ spread }: RunDocument): string {
  const { published, coverage, timeToMs, copies, deliveries, duplicates, shed, lastDeliveryHop } = spread;
  if (published === 0 || coverage === null) return 'Nothing was published.';
  const mean = published === 1 ? '' : ' on average';
  const reached =
    coverage === 1 ? 'reached every peer' : `reached ${percentText(coverage)} of the peers${mean}`;
  const times = (['p50', 'p99', 'p100'] as const).flatMap((share) => {
    const timeMs = timeToMs[share];
    const who = { p50: 'half of the peers', p99: '99 %', p100: 'all' }[share];
    return timeMs === null ? [] : [`${who} after ${durationText(timeMs)}`];
  });
  const when =
    times.length === 0 ? '' : ` ${published === 1 ? 'It was' : 'They were'} at ${listText(times)}${mean}.`;
  const hops =
    lastDeliveryHop.mean === null
      ? ''
      : ` The last delivery came after ${countText(lastDeliveryHop.mean, 1)} hops${mean}.`;
  const cost =
    deliveries === 0
      ? ''
      : ` This took ${countText(copies)} copies for ${countText(deliveries)} deliveries, ${countText(copies / deliveries, 1)} each; ` +
        `${countText(duplicates)} were duplicates${shed > 0 ? `, and ${countText(shed)} were shed because a buffer was full` : ''}.`;
  const subject = published === 1 ? 'The message' : `The ${countText(published)} messages`;
  return `${subject} ${reached}.${when}${hops}${cost}`;
}

/** Source of the prediction: Fortunato, Flammini, Menczer, PRL 96, 218701, 2006. */
function degreeWords({ manifest, overlay, degreeLaw }: RunDocument): string {
  const { alpha, rank } = manifest.parameters;
  const hub =
    overlay.links === 0
      ? ''
      : ` The largest hub has ${percentText(overlay.maxDegree / overlay.links)} of all links.`;
  if (typeof degreeLaw?.sentence === 'string' && degreeLaw.sentence !== '') {
    const sentence = degreeLaw.sentence;
    return `${sentence[0].toUpperCase()}${sentence.slice(1)}${/[.!?]$/.test(sentence) ? '' : '.'}${hub}`;
  }
  if (rank !== 'oldest' || alpha === 0) {
    return `With this choice of neighbours (${rank} first, alpha ${alpha}) the degrees are no power law.${hub}`;
  }
  const star = alpha > 1 ? ', which no large overlay can hold: it is a star of a few hubs' : '';
  return `Alpha ${alpha} predicts a degree exponent of 1 + 1/alpha = ${countText(1 + 1 / alpha, 2)}${star}.${hub}`;
}

function robustnessWords({ overlay }: RunDocument): string {
  const { attack = [], random = [] } = overlay.robustness ?? {};
  const attacked = attack.find(([removed]) => removed >= REMOVED_MIN);
  if (attacked === undefined) return '';
  const chance = random.find(([removed]) => removed === attacked[0]);
  const other =
    chance === undefined ? '' : `; when as many are removed at random, ${percentText(chance[1], 1)}`;
  const half = attack.find(([, largest]) => largest < 0.5);
  const halved =
    half === undefined ? '' : ` Less than half is left when ${percentText(half[0], 1)} are removed.`;
  return (
    `When the ${percentText(attacked[0], 1)} of the peers with the most links are removed, the largest component that ` +
    `remains holds ${percentText(attacked[1], 1)} of the peers${other}.${halved}`
  );
}

function livenessWords({ liveness }: RunDocument): string {
  const { pings, failedPings, reports, falseReports, removed } = liveness;
  if (pings === 0) return '';
  const outcome =
    reports === 0
      ? 'nobody was reported dead'
      : `${countOf(reports, 'report')} of a death (${countText(falseReports)} of them false), ${countOf(removed, 'peer')} removed`;
  return `Neighbours sent ${countOf(pings, 'ping')}, ${countText(failedPings)} of which failed: ${outcome}.`;
}

/** `a`, `a and b`, `a, b and c` */
function listText(parts: readonly string[]): string {
  const [last, ...others] = parts.toReversed();
  return others.length === 0 ? last : `${others.reverse().join(', ')} and ${last}`;
}
