/** What this process has used, and what it runs on. */
import { arch, availableParallelism, cpus, platform, totalmem } from 'node:os';

/** CPU time of all threads of this process so far, those of the compiler and the garbage collector too. */
export function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
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
