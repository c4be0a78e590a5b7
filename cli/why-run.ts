/** What `hearsay why` does: from a run to the path of a message to a peer, or the reason why there is none. */

import type { WatchedMessage } from '../sim/message-watch.ts';
import { NodeNames } from '../sim/node-names.ts';
import { pathTo, type Watched, watchMessage, whyNot } from '../sim/why.ts';
import { OutputFile } from './output-file.ts';
import { packageVersion, planetlabRttTenthsMs } from './package-files.ts';
import { runDocument } from './run-document.ts';
import type { Manifest } from './run-manifest.ts';
import { type OptionValues, scenarioFlags } from './sim-flags.ts';
import { forecastFor, rerunWithHeapFor } from './sim-resources.ts';
import { randomSeedOf, refusingBadScenarios, scenarioOf } from './sim-run.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';
import { type Answer, answerText, notText } from './why-text.ts';

/**
 * Runs the command.
 * @param path of a document of `hearsay sim --json`
 * @throws UsageError for bad options or files, and for a message that the run does not publish
 */
export function runWhy(path: string | undefined, values: OptionValues, terminal: Terminal): void {
  const manifest = manifestOf(path, values, terminal);
  const { parameters, randomSeed } = manifest;
  const message = numberOf('--message', values.message as string, Number.MAX_SAFE_INTEGER, 'message');
  const peer =
    values.peer === undefined
      ? undefined
      : numberOf('--peer', (values.peer as string).replace(/^peer\//, ''), parameters.peers - 1, 'peer');
  const file = values.tree === undefined ? undefined : new OutputFile('--tree', values.tree as string);
  if (peer === undefined && file === undefined) {
    throw new UsageError('hearsay why: expected --peer N or --tree FILE, found neither');
  }
  const exitCode = rerunWithHeapFor(forecastFor(parameters));
  if (exitCode !== undefined) {
    process.exitCode = exitCode;
    return;
  }
  const watched = refusingBadScenarios(() =>
    watchMessage(
      parameters,
      randomSeed,
      message,
      peer,
      parameters.latency === 'planetlab' ? { planetlabRttTenthsMs: planetlabRttTenthsMs() } : {},
    ),
  );
  const { seen, publishedCount } = watched;
  if (seen === undefined) {
    const range = publishedCount === 0 ? 'none' : `0 to ${publishedCount - 1}`;
    throw new UsageError(
      `--message: expected the number of a message that this run publishes, ${range}, found "${message}"`,
    );
  }
  file?.writeText(treeText(manifest, seen));
  if (peer === undefined) return;
  const answer = answerOf(seen, watched, peer);
  if (values.json) terminal.print(`${JSON.stringify({ schemaVersion: 1, manifest, ...answer })}\n`);
  else terminal.print(answerText(seen, peer, answer, new NodeNames(parameters.peers, parameters.seeds)));
}

function answerOf(seen: WatchedMessage, { result, events }: Watched, peer: number): Answer {
  const { message, text, publisher, publishedUs } = seen;
  const path = pathTo(seen, peer);
  const reason = path.length > 0 ? null : whyNot(seen, events);
  return {
    traceHash: result.traceHash,
    message,
    text,
    publisher,
    publishedUs,
    peer,
    path,
    whyNot: reason && { ...reason, sentence: notText(reason, seen) },
  };
}

function manifestOf(path: string | undefined, values: OptionValues, terminal: Terminal): Manifest {
  if (path === undefined) {
    if (values.seed === undefined) {
      throw new UsageError(
        'hearsay why: expected RUN.json or --seed, found neither; a run is repeated by its seed',
      );
    }
    const parameters = refusingBadScenarios(() => scenarioOf(values));
    return { version: packageVersion(), randomSeed: randomSeedOf(values, terminal), parameters };
  }
  if (values.scenario !== undefined) {
    throw new UsageError(`--scenario: ${path} says what to run; leave one of the two out`);
  }
  const { manifest } = runDocument(path, scenarioFlags(values));
  return values.seed === undefined ? manifest : { ...manifest, randomSeed: randomSeedOf(values, terminal) };
}

function numberOf(flag: string, text: string, max: number, what: string): number {
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (number <= max) return number;
  const range = max === Number.MAX_SAFE_INTEGER ? 'from 0' : `from 0 to ${max}`;
  throw new UsageError(`${flag}: expected the number of a ${what}, ${range}, found "${text}"`);
}

/** The propagation tree: `parent` is the peer that it came from, null at the publisher; `afterUs` microseconds since publish. */
function treeText(manifest: Manifest, seen: WatchedMessage): string {
  const { message, text, publisher, publishedUs, receipts } = seen;
  const tree = { schemaVersion: 1, manifest, message, text, publisher, publishedUs, nodes: receipts };
  return `${JSON.stringify(tree)}\n`;
}
