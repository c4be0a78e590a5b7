/** What this process has used, and what it runs on. */
import { arch, availableParallelism, cpus, platform, totalmem } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** CPU time of all threads of this process so far, those of the compiler and the garbage collector too. */
export function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

export interface Memory {
  /** Objects and buffers that are still referred to. */
  readonly heldBytes: number;
  /** In main memory now, and the most that ever was. */
  readonly residentBytes: number;
  readonly peakBytes: number;
}

/** The memory of this process after a full garbage collection. */
export function memoryNow(): Memory {
  collectGarbage();
  const { heapUsed, external, rss } = process.memoryUsage();
  return {
    heldBytes: heapUsed + external,
    residentBytes: rss,
    peakBytes: 1024 * process.resourceUsage().maxRSS,
  };
}

/** What this process has in main memory now. */
export function residentBytes(): number {
  return process.memoryUsage.rss();
}

/** Turns of the event loop of this process so far. */
export function loopTurns(): number {
  return performance.nodeTiming.uvMetricsInfo.loopCount;
}

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGib: number;
  readonly node: string;
  readonly platform: string;
}

export function machine(): Machine {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown CPU',
    cores: availableParallelism(),
    memoryGib: Math.round((10 * totalmem()) / 2 ** 30) / 10,
    node: process.version,
    platform: `${platform()} ${arch()}`,
  };
}

export function machineText({ cpu, cores, memoryGib, node, platform }: Machine): string {
  return `${cpu}, ${cores} cores, ${memoryGib} GiB, ${platform}, Node ${node}`;
}

/** Works in every process, also in one that was started without `--expose-gc`. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  const gc: () => void = runInNewContext('gc');
  gc();
  gc(); // buffers that the first found unused are counted until the next
}
