/** Threads of this package: from its sources, whose imports tsx loads, or from the build. */
import { Worker, type WorkerOptions } from 'node:worker_threads';
import { FROM_SOURCES } from './package-files.ts';

/** Starts the module `./NAME.ts` of this folder, or what the build made of it, as a thread. */
export function startThread(name: string, options: WorkerOptions): Worker {
  if (!FROM_SOURCES) return new Worker(new URL(`./${name}.js`, import.meta.url), options);
  // On Node 20 the loader of tsx does not reach into threads by itself.
  const [loader, module] = ['tsx/esm/api', `./${name}.ts`].map((each) => import.meta.resolve(each));
  const code = `import('${loader}').then(({ register }) => { register(); return import('${module}'); })`;
  return new Worker(code, { ...options, eval: true });
}
