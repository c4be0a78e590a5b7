/** What `hearsay sim` writes for programs: the JSON document, the edges and the figures of the wall clock. */
import { cpus } from 'node:os';
import type { DegreeLaw } from '../analysis/degree-law.ts';
import type { Overlay, SimulationResult } from '../sim/result.ts';
import type { Manifest } from './run-manifest.ts';
import type { SimFindings } from './sim-findings.ts';

/** The document of `--json`: one line, nothing in it from the wall clock. Its fields: `docs/RESULTS.md`. */
export function documentText({
  manifest,
  result,
  overlay,
  degreeLaw,
  meaning,
  nullModels,
}: SimFindings): string {
  const { traceHash, simulated, registration, spread, liveness } = result;
  const document = {
    schemaVersion: 1,
    manifest,
    traceHash,
    simulated,
    registration,
    overlay: { ...overlay, ...(nullModels === undefined ? {} : { nullModels }) },
    spread: { ...spread, ...meaning.measures },
    theory: meaning.theory,
    liveness,
    degreeLaw: degreeLawDocument(degreeLaw),
  };
  return `${JSON.stringify(document)}\n`;
}

/** The law's fit and what it means in one object; what there is no fit for is null. */
function degreeLawDocument({ predictedGamma, fit, hubs, verdict, sentence }: DegreeLaw): object {
  const fitted = fit ?? { alpha: null, sigma: null, xmin: null, nTail: null, pValue: null };
  return { predictedGamma, ...fitted, hubs, verdict, sentence };
}

/** The file of `--edges`: a link a line, the peer that dialled first. */
export function edgesText(manifest: Manifest, command: string, { links }: Overlay): string {
  const header = [
    `# Links at the end of a simulation by hearsay ${manifest.version}, random seed ${JSON.stringify(manifest.randomSeed)}.`,
    `# To repeat it: ${command}`,
    '# "u v": peer u dialled peer v; peers are numbered from 0 in the order they start.',
    `# nodes ${manifest.parameters.peers}`,
  ];
  const lines = [...header];
  for (let i = 0; i < links.length; i += 2) lines.push(`${links[i]} ${links[i + 1]}`);
  return `${lines.join('\n')}\n`;
}

/** The file of `--stats`. `secondsByPhase` is wall-clock time; rates are over the time of the simulation alone. */
export function statsText(
  manifest: Manifest,
  secondsByPhase: Readonly<Record<string, number>>,
  { simulated, spread }: SimulationResult,
  eventsByThread: readonly number[],
): string {
  const total = (seconds: object) => Object.values(seconds).reduce((sum: number, each) => sum + each, 0);
  const { preparation, output, ...simulation } = secondsByPhase;
  const seconds = total(simulation);
  const stats = {
    version: manifest.version,
    randomSeed: manifest.randomSeed,
    seconds: total(secondsByPhase),
    secondsByPhase,
    events: simulated.events,
    eventsByThread,
    deliveries: spread.deliveries,
    eventsPerSecond: Math.round(simulated.events / seconds),
    deliveriesPerSecond: Math.round(spread.deliveries / seconds),
    residentBytes: process.memoryUsage.rss(),
    residentMaxBytes: process.resourceUsage().maxRSS * 1024,
    nodeVersion: process.version,
    cpuModel: cpus()[0]?.model ?? 'unknown',
  };
  return `${JSON.stringify(stats, null, 2)}\n`;
}
