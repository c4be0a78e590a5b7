/** `hearsay doctor`: from its arguments to one line for each finding. */
import type { NodeOptions } from '../runtime/node.ts';
import { StartError } from '../runtime/start-error.ts';
import type { Address } from '../src/address.ts';
import { examine } from './doctor/examination.ts';
import type { Finding } from './doctor/finding.ts';
import { type FlagValues, httpAddress, nodeOptions } from './node-options.ts';
import type { Terminal } from './terminal.ts';
import { countOf } from './text.ts';
import { UsageError } from './usage-error.ts';

const PEERS_MAX = 1_000_000;

/** @throws UsageError when the port or `--peers` is no number. */
export async function runDoctor(port: string, flags: FlagValues, terminal: Terminal): Promise<void> {
  const { peers, json, ...ofPeer } = flags;
  const findings: Finding[] = [];
  const configuration = configurationOf(port, ofPeer);
  await examine(configuration instanceof StartError ? configuration : configuration.options, {
    peers: peers === undefined ? undefined : peersOf(String(peers)),
    http: configuration instanceof StartError ? undefined : configuration.http,
    onFinding: (finding) => {
      findings.push(finding);
      if (json !== true) terminal.print(`${lineOf(finding)}\n`);
    },
  });
  const faults = findings.filter(({ state }) => state === 'fault').length;
  const warnings = findings.filter(({ state }) => state === 'warning').length;
  if (json === true) terminal.print(`${JSON.stringify({ faults, warnings, findings }, undefined, 2)}\n`);
  else terminal.print(`${countOf(faults, 'fault')}, ${countOf(warnings, 'warning')}\n`);
  process.exitCode = faults > 0 ? 1 : 0;
}

/** `ok       clock: No step of the wall clock in 1.0 s.` */
export function lineOf({ state, subject, says, advice }: Finding): string {
  const words = advice === undefined ? sentence(says) : `${sentence(says)} ${sentence(advice)}`;
  return `${state.padEnd(8)} ${subject}: ${words}`;
}

/** Names of files keep their letters: only a word of letters gets a capital. */
function sentence(words: string): string {
  const begun = words.replace(/^[a-z]+(?=[ ,:]|$)/, (word) => `${word[0].toUpperCase()}${word.slice(1)}`);
  return `${begun}${/[.?]$/.test(words) ? '' : '.'}`;
}

interface Configuration {
  readonly options: NodeOptions;
  readonly http: Address | undefined;
}

function configurationOf(port: string, flags: FlagValues): Configuration | StartError {
  try {
    return {
      options: nodeOptions('peer', port, flags, process.env),
      http: httpAddress(flags, process.env),
    };
  } catch (error) {
    if (error instanceof StartError) return error;
    throw error;
  }
}

function peersOf(text: string): number {
  const peers = /^[1-9]\d{0,6}$/.test(text) ? Number(text) : Number.NaN;
  if (peers >= 2 && peers <= PEERS_MAX) return peers;
  throw new UsageError(`--peers is "${text}"; expected a whole number from 2 to ${PEERS_MAX}.`);
}
