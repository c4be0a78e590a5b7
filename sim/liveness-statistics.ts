/**
 * What monitors saw and decided: counts, and how long a death took to be detected. On several threads, one of them judges the
 * verdicts of all.
 */
import type { Address } from '../src/address.ts';
import type { Engine } from './engine.ts';
import type { Hosts } from './hosts.ts';
import type { NodeNames } from './node-names.ts';
import type { LivenessFindings } from './result.ts';
import type { ShardFacts } from './shard-facts.ts';

interface Verdict {
  /** The accused; -1: none of this network. */
  readonly node: number;
  readonly atUs: number;
}

/** What one thread counted. */
export interface LivenessTally {
  readonly pings: number;
  readonly failedPings: number;
  readonly reports: number;
  readonly falseReports: number;
  readonly detection: Durations;
  readonly firstDetection: Durations;
}

/** Whole microseconds. */
interface Durations {
  count: number;
  sumUs: number;
  maxUs: number;
}

export class LivenessStatistics {
  readonly #engine: Engine;
  readonly #names: NodeNames;
  readonly #hosts: Hosts;
  readonly #facts: ShardFacts | undefined;
  /** When the death that was detected first happened, by peer. */
  readonly #detectedDeathUs = new Map<number, number>();
  pings = 0;
  failedPings = 0;
  #reports = 0;
  #falseReports = 0;
  /** Not judged yet. */
  readonly #verdicts: Verdict[] = [];
  readonly #detection = noDurations();
  readonly #firstDetection = noDurations();

  /** @param facts when there are several threads */
  constructor(engine: Engine, names: NodeNames, hosts: Hosts, facts?: ShardFacts) {
    this.#engine = engine;
    this.#names = names;
    this.#hosts = hosts;
    this.#facts = facts;
  }

  /** A monitor's verdict. */
  declaredDead(accused: Address): void {
    const node = this.#names.nodeAt(accused);
    const atUs = this.#engine.nowUs;
    if (this.#facts === undefined || this.#facts.judges) this.takeVerdict(node, atUs);
    else this.#facts.verdict(node, atUs);
  }

  takeVerdict(node: number, atUs: number): void {
    this.#verdicts.push({ node, atUs });
  }

  /** Looks at the verdicts so far, when everything before now has been handled at all nodes. */
  judge(): void {
    for (const verdict of this.#verdicts.sort((a, b) => a.atUs - b.atUs)) this.#judge(verdict);
    this.#verdicts.length = 0;
  }

  #judge({ node, atUs }: Verdict): void {
    this.#reports++;
    if (!this.#hosts.hadEnded(node, atUs)) {
      this.#falseReports++;
      return;
    }
    const endedUs = this.#hosts.endedUs[node];
    const afterUs = atUs - endedUs;
    add(this.#detection, afterUs);
    if (this.#detectedDeathUs.get(node) === endedUs) return;
    this.#detectedDeathUs.set(node, endedUs);
    add(this.#firstDetection, afterUs);
  }

  get tally(): LivenessTally {
    return {
      pings: this.pings,
      failedPings: this.failedPings,
      reports: this.#reports,
      falseReports: this.#falseReports,
      detection: this.#detection,
      firstDetection: this.#firstDetection,
    };
  }
}

/** What the tallies of all threads come to. */
export function livenessFindings(tallies: readonly LivenessTally[], removed: number): LivenessFindings {
  const sum = (of: (tally: LivenessTally) => number) =>
    tallies.reduce((total, tally) => total + of(tally), 0);
  return {
    pings: sum((tally) => tally.pings),
    failedPings: sum((tally) => tally.failedPings),
    reports: sum((tally) => tally.reports),
    falseReports: sum((tally) => tally.falseReports),
    removed,
    detectionMs: summaryOf(tallies.map((tally) => tally.detection)),
    firstDetectionMs: summaryOf(tallies.map((tally) => tally.firstDetection)),
  };
}

function noDurations(): Durations {
  return { count: 0, sumUs: 0, maxUs: 0 };
}

function add(durations: Durations, us: number): void {
  durations.count++;
  durations.sumUs += us;
  durations.maxUs = Math.max(durations.maxUs, us);
}

/** Mean and maximum, milliseconds. */
function summaryOf(all: readonly Durations[]): { mean: number | null; max: number | null } {
  let [count, sumUs, maxUs] = [0, 0, 0];
  for (const durations of all) {
    count += durations.count;
    sumUs += durations.sumUs;
    maxUs = Math.max(maxUs, durations.maxUs);
  }
  return count === 0 ? { mean: null, max: null } : { mean: sumUs / count / 1000, max: maxUs / 1000 };
}
