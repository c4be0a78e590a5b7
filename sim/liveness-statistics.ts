/** What monitors saw and decided: counts, and how long a death took to be detected. */
import type { Address } from '../src/address.ts';
import type { Engine } from './engine.ts';
import type { Hosts } from './hosts.ts';
import type { NodeNames } from './node-names.ts';
import type { LivenessFindings } from './result.ts';

interface Verdict {
  /** The accused; -1: none of this network. */
  readonly node: number;
  readonly atUs: number;
}

export class LivenessStatistics {
  readonly #engine: Engine;
  readonly #names: NodeNames;
  readonly #hosts: Hosts;
  /** When the death that was detected first happened, by peer. */
  readonly #detectedDeathUs = new Map<number, number>();
  pings = 0;
  failedPings = 0;
  #reports = 0;
  #falseReports = 0;
  /** Not judged yet. */
  readonly #verdicts: Verdict[] = [];
  readonly #detection = new Durations();
  readonly #firstDetection = new Durations();

  constructor(engine: Engine, names: NodeNames, hosts: Hosts) {
    this.#engine = engine;
    this.#names = names;
    this.#hosts = hosts;
  }

  /** A monitor's verdict. */
  declaredDead(accused: Address): void {
    this.#verdicts.push({ node: this.#names.nodeAt(accused), atUs: this.#engine.nowUs });
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
    this.#detection.add(afterUs);
    if (this.#detectedDeathUs.get(node) === endedUs) return;
    this.#detectedDeathUs.set(node, endedUs);
    this.#firstDetection.add(afterUs);
  }

  findings(removed: number): LivenessFindings {
    return {
      pings: this.pings,
      failedPings: this.failedPings,
      reports: this.#reports,
      falseReports: this.#falseReports,
      removed,
      detectionMs: this.#detection.summary(),
      firstDetectionMs: this.#firstDetection.summary(),
    };
  }
}

/** Mean and maximum of whole microseconds. */
class Durations {
  #count = 0;
  #sumUs = 0;
  #maxUs = 0;

  add(us: number): void {
    this.#count++;
    this.#sumUs += us;
    this.#maxUs = Math.max(this.#maxUs, us);
  }

  summary(): { mean: number | null; max: number | null } {
    if (this.#count === 0) return { mean: null, max: null };
    return { mean: this.#sumUs / this.#count / 1000, max: this.#maxUs / 1000 };
  }
}
