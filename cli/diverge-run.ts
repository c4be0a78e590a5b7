/** What `hearsay diverge` does: from two documents to the first event at which their runs part, in words. */
import { type Divergence, divergenceOf, type Rerun } from '../sim/divergence.ts';
import type { HandledEvent } from '../sim/engine.ts';
import { KIND_NAMES } from '../sim/event-kinds.ts';
import { NodeNames } from '../sim/node-names.ts';
import { simulate } from '../sim/simulate.ts';
import { planetlabRttTenthsMs } from './package-files.ts';
import { runDocument } from './run-document.ts';
import type { Manifest } from './run-manifest.ts';
import type { Terminal } from './terminal.ts';
import { countOf } from './text.ts';

/** Events shown before and after. */
const AROUND = 5;

interface Run {
  readonly path: string;
  readonly manifest: Manifest;
  /** What the document says, and what the run gives now, once it was run to its end. */
  readonly traceHash: string;
  traceHashNow: string | undefined;
}

/**
 * Prints where the runs of two documents part.
 * @returns the exit code: 0 when they do not, 1 when they do
 * @throws UsageError for a file that is no such document, or of another version
 */
export function runDiverge(firstPath: string, secondPath: string, terminal: Terminal): number {
  const [first, second] = [runOf(firstPath), runOf(secondPath)];
  const divergence = divergenceOf(rerunOf(first), rerunOf(second), AROUND);
  const stale = [first, second].filter((run) => run.traceHash !== run.traceHashNow);
  for (const { path, traceHash } of stale) {
    terminal.note(`${path} says trace hash ${traceHash}, which this build does not give for its manifest\n`);
  }
  terminal.print(
    divergence === undefined ? 'the runs are the same\n' : divergenceText(divergence, first, second),
  );
  return divergence === undefined && stale.length === 0 ? 0 : 1;
}

function runOf(path: string): Run {
  return { path, ...runDocument(path), traceHashNow: undefined };
}

function rerunOf(run: Run): Rerun {
  const { parameters, randomSeed } = run.manifest;
  const matrix = parameters.latency === 'planetlab' ? { planetlabRttTenthsMs: planetlabRttTenthsMs() } : {};
  return (listener) => {
    run.traceHashNow = simulate(parameters, randomSeed, { ...matrix, listener }).traceHash;
  };
}

function divergenceText({ commonCount, common, ...each }: Divergence, first: Run, second: Run): string {
  const lines = [`the runs part after ${countOf(commonCount, 'event')}`, ''];
  for (const event of common) lines.push(`    ${eventText(event, first)}`);
  for (const [mark, run, events] of [
    ['A', first, each.first],
    ['B', second, each.second],
  ] as const) {
    lines.push('', `${mark}: ${run.path}`);
    for (const event of events) lines.push(`${mark}   ${eventText(event, run)}`);
    if (events.length === 0) lines.push(`${mark}   (the run is over)`);
  }
  return `${lines.join('\n')}\n`;
}

/** Seconds, node, what happened there, and whence; the number tells messages of one kind apart. */
function eventText({ timeUs, node, kind, source, identity }: HandledEvent, { manifest }: Run): string {
  const names = new NodeNames(manifest.parameters.peers, manifest.parameters.seeds);
  const whence = source === node ? '' : ` from ${names.nameOf(source)}`;
  const what = identity === 0 ? '' : ` (${(identity >>> 0).toString(16)})`;
  const seconds = (timeUs / 1e6).toFixed(6).padStart(11);
  return `${seconds} ${names.nameOf(node).padEnd(9)} ${KIND_NAMES[kind]}${whence}${what}`;
}
