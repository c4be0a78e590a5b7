/** What `hearsay topology` does: from seeds to a graph of the live network. */
import { graphmlLines } from '../analysis/export/graphml.ts';
import { RealClock } from '../runtime/clock.ts';
import { readConfig } from '../runtime/config-file.ts';
import { StartError } from '../runtime/start-error.ts';
import { TcpTransport } from '../runtime/tcp-transport.ts';
import { type Address, parseAddress } from '../src/address.ts';
import { PageError } from './http-page.ts';
import { type FlagValues, textGiven } from './node-options.ts';
import { OutputFile } from './output-file.ts';
import { packageVersion } from './package-files.ts';
import { secureInquiry } from './secure-inquiry.ts';
import { askSeed } from './seed-inquiry.ts';
import type { OptionValues } from './sim-flags.ts';
import type { Terminal } from './terminal.ts';
import { countOf, countText } from './text.ts';
import { tlsFiles } from './tls-options.ts';
import { type LiveOverlay, liveOverlay } from './topology/live-overlay.ts';
import { type HttpPort, linksOf, registeredAt } from './topology/told-links.ts';
import { type Walk, walk } from './topology/walk.ts';
import { UsageError } from './usage-error.ts';

const CONFIG_DEFAULT = 'config.txt';
const HTTP_PORT_DEFAULT = '9464';
const SEED_TIMEOUT_MS = 10_000;
/** Peers without an answer that are named. */
const NAMED_MAX = 5;

const FORMATS: ReadonlyMap<string, (overlay: LiveOverlay) => Iterable<string>> = new Map([
  ['edges', edgeLines],
  ['graphml', graphmlOf],
]);

/** @throws UsageError for bad arguments, or a file that cannot be read or written */
export async function runTopology(
  seedTexts: readonly string[],
  values: OptionValues,
  terminal: Terminal,
): Promise<void> {
  const seeds = seedsOf(seedTexts, values.config as string | undefined);
  const httpPort = httpPortOf((values.httpPort as string | undefined) ?? HTTP_PORT_DEFAULT);
  const lines = linesFor((values.format as string | undefined) ?? 'edges');
  const path = values.output as string | undefined;
  const file = path === undefined ? undefined : new OutputFile('--output', path);
  const transport = await transportFor(values);
  const registered = await registeredPeers(seeds, httpPort, terminal, transport);
  if (registered === undefined) {
    terminal.note('hearsay: no seed answers, so no peer is known\n');
    process.exitCode = 1;
    return;
  }
  const found = await walk(registered, (peer) => linksOf(peer, httpPort));
  const overlay = liveOverlay(found);
  const text = `${[...lines(overlay)].join('\n')}\n`;
  if (file === undefined) terminal.print(text);
  else file.writeText(text);
  terminal.note(summaryText(found, overlay));
  process.exitCode = found.answered.size === 0 && registered.length > 0 ? 1 : 0;
}

/** What seeds are asked with. */
interface Asking {
  readonly transport: TcpTransport;
  /** By address, why TLS with it failed; undefined without TLS. */
  readonly refusals: ReadonlyMap<string, string> | undefined;
}

/** @throws UsageError when the TLS files cannot be used. */
async function transportFor(values: OptionValues): Promise<Asking> {
  try {
    const tls = tlsFiles((name) => textGiven(name, values as FlagValues, process.env));
    const inquiry = tls === undefined ? undefined : secureInquiry(tls);
    const transport = await TcpTransport.listenOn('127.0.0.1', 0);
    transport.handshakes = inquiry?.handshakes;
    return { transport, refusals: inquiry?.refusals };
  } catch (error) {
    throw error instanceof StartError ? new UsageError(error.message) : error;
  }
}

/** Undefined when no seed answers, in its own words or by HTTP. */
async function registeredPeers(
  seeds: readonly Address[],
  httpPort: HttpPort,
  terminal: Terminal,
  { transport, refusals }: Asking,
): Promise<Address[] | undefined> {
  const ports = { clock: new RealClock(), transport };
  const lists = await Promise.all(
    seeds.map(async (seed) => {
      const { list } = await askSeed(ports, seed, SEED_TIMEOUT_MS);
      if (list !== undefined) return Array.from({ length: list.length }, (_, i) => list.at(i));
      try {
        return await registeredAt(seed, httpPort);
      } catch (error) {
        if (!(error instanceof PageError)) throw error;
        const why = refusals?.get(seed.text);
        const words = why === undefined ? 'does not answer' : `does not answer (${why})`;
        terminal.note(`hearsay: seed ${seed.text} ${words}, nor by HTTP: ${error.message}\n`);
        return undefined;
      }
    }),
  );
  await transport.end(0);
  const answers = lists.filter((list) => list !== undefined);
  return answers.length === 0 ? undefined : answers.flat();
}

function summaryText({ answered, silent, unnamedCount }: Walk, overlay: LiveOverlay): string {
  const lines = [
    `${countOf(overlay.addresses.length, 'peer')} and ${countOf(overlay.links.length / 2, 'link')} found; ` +
      `${countText(answered.size)} of ${countOf(answered.size + silent.size, 'peer')} answered`,
  ];
  const named = [...silent].sort().slice(0, NAMED_MAX);
  for (const [peer, why] of named) lines.push(`no answer from ${peer}: ${why}`);
  if (silent.size > named.length) lines.push(`and from ${countText(silent.size - named.length)} more`);
  if (unnamedCount > 0)
    lines.push(`${countOf(unnamedCount, 'link')} left out, of peers that do not say where they listen`);
  return lines.map((line) => `hearsay: ${line}\n`).join('');
}

/** As `hearsay sim --edges` writes them, with the addresses. */
function* edgeLines({ addresses, links }: LiveOverlay): Generator<string> {
  yield `# Links of a live network, found by hearsay ${packageVersion()}.`;
  yield '# "u v": peer u dialled peer v; peers are numbered from 0 in the order of their addresses.';
  yield `# nodes ${addresses.length}`;
  for (const [number, address] of addresses.entries()) yield `# peer ${number}: ${address}`;
  for (let i = 0; i < links.length; i += 2) yield `${links[i]} ${links[i + 1]}`;
}

function graphmlOf({ addresses, links }: LiveOverlay): Iterable<string> {
  return graphmlLines({
    peers: Uint32Array.from(addresses.keys()),
    labels: addresses,
    links,
    origin: [
      ['program', `hearsay ${packageVersion()}`],
      ['edges', 'from the peer that dialled; messages cross a link both ways'],
    ],
    message: undefined,
  });
}

function seedsOf(texts: readonly string[], config: string | undefined): readonly Address[] {
  if (texts.length === 0) return configuredSeeds(config ?? CONFIG_DEFAULT);
  if (config !== undefined) throw new UsageError('--config: expected without seeds; leave one of them out');
  return texts.map((text) => {
    const seed = parseAddress(text);
    if (seed !== undefined) return seed;
    throw new UsageError(`The seed is "${text}"; expected IP:Port, for example 10.0.0.1:5000.`);
  });
}

function configuredSeeds(path: string): readonly Address[] {
  try {
    return readConfig(path).seeds;
  } catch (error) {
    throw error instanceof StartError ? new UsageError(error.message) : error;
  }
}

function httpPortOf(text: string): HttpPort {
  const [, plus, digits] = /^(\+?)(\d{1,5})$/.exec(text) ?? [];
  const number = Number(digits);
  if (digits === undefined || number > 65_535 || number === 0) {
    throw new UsageError(
      `--http-port is "${text}"; expected a port such as 9464, or how far it is above the node's own such as +1000.`,
    );
  }
  return plus === '' ? () => number : ({ port }) => port + number;
}

function linesFor(format: string): (overlay: LiveOverlay) => Iterable<string> {
  const lines = FORMATS.get(format);
  if (lines !== undefined) return lines;
  throw new UsageError(`--format is "${format}"; expected ${[...FORMATS.keys()].join(' or ')}.`);
}
