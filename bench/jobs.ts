/** What is measured at one go, each in a process of its own, so that none inherits the memory or the compiled code of another. */
import { fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { measureCrowd, measureLatency, measureProcess } from './crowd.ts';
import { measureExchange } from './exchange.ts';
import { measureFlood } from './flood.ts';
import { measurePings } from './pinging.ts';
import { measureSimulation } from './simulation.ts';
import { measureThreads } from './threaded-run.ts';

const JOBS = {
  simulation: measureSimulation,
  flood: measureFlood,
  threads: measureThreads,
  exchange: measureExchange,
  pings: measurePings,
  latency: measureLatency,
  crowd: measureCrowd,
  process: measureProcess,
};

type Jobs = typeof JOBS;
type JobName = keyof Jobs;

type Outcome<Name extends JobName> = Awaited<ReturnType<Jobs[Name]>>;

/** Does one job. */
export type Measure = <Name extends JobName>(
  name: Name,
  plan: Parameters<Jobs[Name]>[0],
) => Promise<Outcome<Name>>;

/** What a child of `measureInChild` is started with. */
export const CHILD_WORD = '--child';

/** A job that takes longer hangs. */
const JOB_MAX_MS = 30 * 60_000;

interface Request {
  readonly name: JobName;
  readonly plan: unknown;
}

/** In this process. */
export const measureHere = (async (name: JobName, plan: unknown) =>
  (JOBS[name] as (plan: unknown) => unknown)(plan)) as Measure;

/** In a child of this process. */
export const measureInChild: Measure = (name, plan) =>
  new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(new URL('./main.ts', import.meta.url)), [CHILD_WORD], {
      execArgv: ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href],
      serialization: 'advanced', // typed arrays as such
      timeout: JOB_MAX_MS,
    });
    child.on('message', (figures) => resolve(figures as Outcome<typeof name>));
    child.on('error', reject);
    child.on('exit', (code, signal) =>
      reject(new Error(`the process that measured "${name}" ended early (${signal ?? `exit code ${code}`})`)),
    );
    const request: Request = { name, plan };
    child.send(request);
  });

/** The life of a child: one job. */
export function serveOneJob(): void {
  process.once('message', async ({ name, plan }: Request) => {
    const figures = await measureHere(name, plan as never);
    process.send?.(figures, () => process.disconnect());
  });
}
