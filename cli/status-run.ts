/** What `hearsay status` does: two looks at the metrics of a node, and what they say. */
import { setTimeout as sleep } from 'node:timers/promises';
import { fetchPage, objectIn, PageError, type Target } from './http-page.ts';
import { metricValues } from './metrics-text.ts';
import type { OptionValues } from './sim-flags.ts';
import type { Terminal } from './terminal.ts';
import { countOf, countText, durationText } from './text.ts';
import { UsageError } from './usage-error.ts';

/** How long one page may take. Source: ours, people wait. */
const PAGE_TIMEOUT_MS = 3_000;

const INTERVAL_MAX_S = 60;

/** What the page `/` says. */
interface About {
  readonly kind: 'peer' | 'seed';
  readonly address: string;
  readonly version: string;
  readonly uptimeSeconds: number;
  readonly ready: boolean;
  readonly obstacle: string | null;
}

interface Status extends About {
  /** Now, by their names in /metrics. */
  readonly gauges: Readonly<Record<string, number>>;
  /** Of the counters in /metrics. */
  readonly perSecond: Readonly<Record<string, number>>;
}

const LAG_P99 = 'hearsay_event_loop_lag_seconds{quantile="0.99"}';
const DIALLED = 'hearsay_degree{direction="dialled"}';
const ACCEPTED = 'hearsay_degree{direction="accepted"}';

/** What is told of each kind of node. */
const GAUGES = {
  peer: [
    DIALLED,
    ACCEPTED,
    'hearsay_neighbours',
    'hearsay_registrations',
    'hearsay_registrations_quorum',
    'hearsay_seen_messages',
    'hearsay_queue_bytes',
    LAG_P99,
  ],
  seed: ['hearsay_registered_peers', 'hearsay_checks_running', 'hearsay_queue_bytes', LAG_P99],
} as const;

/** Counters, and what is counted in words. */
const COUNTERS = {
  peer: {
    hearsay_deliveries_total: 'deliveries',
    hearsay_duplicates_total: 'duplicates',
    hearsay_copies_total: 'copies',
    hearsay_shed_total: 'shed',
    hearsay_pings_total: 'pings',
    hearsay_pings_failed_total: 'failed pings',
  },
  seed: {
    hearsay_peers_registered_total: 'registrations',
    hearsay_renewals_total: 'renewals',
    hearsay_lists_served_total: 'lists',
    hearsay_reports_received_total: 'reports',
    hearsay_evictions_total: 'evictions',
  },
} as const;

/** @throws UsageError for bad arguments */
export async function runStatus(text: string, values: OptionValues, terminal: Terminal): Promise<void> {
  const target = targetOf(text);
  const intervalMs = intervalOf(values.interval as string | undefined);
  try {
    const status = await statusOf(target, intervalMs);
    terminal.print(values.json ? `${JSON.stringify(status, undefined, 2)}\n` : tableText(status));
    process.exitCode = status.ready ? 0 : 1;
  } catch (error) {
    if (!(error instanceof PageError)) throw error;
    terminal.note(`hearsay: ${text} tells no status: ${error.message}; is that the --http of a node?\n`);
    process.exitCode = 1;
  }
}

async function statusOf(target: Target, intervalMs: number): Promise<Status> {
  const about = objectIn(await fetchPage(target, '/', PAGE_TIMEOUT_MS)) as unknown as About;
  if (about.kind !== 'peer' && about.kind !== 'seed') throw new PageError('it is no node of hearsay');
  const { kind, address, version, uptimeSeconds, ready, obstacle } = about;
  const before = await metricsOf(target);
  const beforeMs = performance.now();
  await sleep(intervalMs);
  const now = await metricsOf(target);
  const seconds = (performance.now() - beforeMs) / 1000;
  const rate = (name: string) => Math.max(0, (now.get(name) ?? 0) - (before.get(name) ?? 0)) / seconds;
  return {
    ...{ kind, address, version, uptimeSeconds, ready, obstacle },
    gauges: Object.fromEntries(GAUGES[kind].map((name) => [name, now.get(name) ?? 0])),
    perSecond: Object.fromEntries(Object.keys(COUNTERS[kind]).map((name) => [name, rate(name)])),
  };
}

async function metricsOf(target: Target): Promise<ReadonlyMap<string, number>> {
  const { status, text } = await fetchPage(target, '/metrics', PAGE_TIMEOUT_MS);
  if (status !== 200) throw new PageError(`/metrics answers with status ${status}`);
  return metricValues(text);
}

function tableText(status: Status): string {
  const { kind, address, version, uptimeSeconds, ready, obstacle, gauges, perSecond } = status;
  const rates = Object.entries(COUNTERS[kind]).map(
    ([name, words]) => `${countText(perSecond[name], 1)} ${words}`,
  );
  const rows = [
    ['node', `${kind} ${address}, hearsay ${version}`],
    ['health', ready ? 'ready' : `not ready: ${obstacle}`],
    ['uptime', durationText(1000 * uptimeSeconds)],
    ...(kind === 'peer' ? peerRows(gauges) : seedRows(gauges)),
    ['a second', rates.join(', ')],
    ['waiting', countOf(gauges.hearsay_queue_bytes, 'byte')],
    ['event loop', `99 % of turns within ${durationText(1000 * gauges[LAG_P99])}`],
  ];
  return rows.map(([label, words]) => `${label.padEnd(14)}${words}\n`).join('');
}

function peerRows(gauges: Readonly<Record<string, number>>): [string, string][] {
  const [dialled, accepted] = [gauges[DIALLED], gauges[ACCEPTED]];
  return [
    ['degree', `${countOf(dialled + accepted, 'link')}, ${dialled} dialled, ${accepted} accepted`],
    ['watched', countOf(gauges.hearsay_neighbours, 'neighbour')],
    [
      'registrations',
      `held by ${countOf(gauges.hearsay_registrations, 'seed')}, ${gauges.hearsay_registrations_quorum} needed`,
    ],
    ['remembered', countOf(gauges.hearsay_seen_messages, 'message')],
  ];
}

function seedRows(gauges: Readonly<Record<string, number>>): [string, string][] {
  return [
    ['registrations', countOf(gauges.hearsay_registered_peers, 'peer')],
    ['checks', `${gauges.hearsay_checks_running} under way`],
  ];
}

/** A name will do as well as an IP. */
function targetOf(text: string): Target {
  const [, bracketed, host, port] = /^(?:\[([\da-fA-F:.]+)\]|([\w.-]+)):(\d{1,5})$/.exec(text) ?? [];
  if (port !== undefined && Number(port) >= 1 && Number(port) <= 65_535) {
    return { host: bracketed ?? host, port: Number(port) };
  }
  throw new UsageError(`The node is "${text}"; expected HOST:PORT, for example 127.0.0.1:9464.`);
}

function intervalOf(text = '1'): number {
  const seconds = /^\d{1,2}(\.\d{1,3})?$/.test(text) ? Number(text) : Number.NaN;
  if (seconds > 0 && seconds <= INTERVAL_MAX_S) return 1000 * seconds;
  throw new UsageError(`--interval is "${text}"; expected seconds, up to ${INTERVAL_MAX_S}.`);
}
