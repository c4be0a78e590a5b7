/** Makes the JavaScript that is published out of the sources. */
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { bundleReportClient } from '../../cli/report-client.ts';
import { ROOT } from './source-files.ts';

const COMMAND = 'cli/main';
/** What programs import. */
export const API_TYPES = 'runtime/api/index.d.ts';
/** Folders without modules. */
const COPIED = ['sim/data', 'cli/fonts'];

/**
 * Replaces the folder `out` by a build: modules that run, the types of what programs import, the client of reports, data, fonts, and an
 * executable command.
 * @throws Error when the sources do not compile; the compiler's words are on standard output
 */
export function buildPackage(out: string): void {
  if (!readFileSync(join(ROOT, `${COMMAND}.ts`), 'utf8').startsWith('#!/usr/bin/env node\n')) {
    throw new Error(`${COMMAND}.ts does not begin with #!/usr/bin/env node`);
  }
  rmSync(out, { recursive: true, force: true });
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  const words = ['-p', join(ROOT, 'tsconfig.build.json'), '--outDir', out, '--noEmitOnError'];
  const { status } = spawnSync(process.execPath, [tsc, ...words], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) throw new Error('the sources do not compile');
  dropUnneeded(out);
  bundleReportClient(join(out, 'analysis/report/client'));
  for (const folder of COPIED) cpSync(join(ROOT, folder), join(out, folder), { recursive: true });
  chmodSync(join(out, `${COMMAND}.js`), 0o755);
}

/** This file of types and all that it imports. */
export function typesFrom(entry: string, found = new Set<string>()): Set<string> {
  if (found.has(entry)) return found;
  found.add(entry);
  for (const [, path] of readFileSync(entry, 'utf8').matchAll(/(?:from|import) ?\(?'(\.[^']+)\.ts'/g)) {
    typesFrom(join(dirname(entry), `${path}.d.ts`), found);
  }
  return found;
}

/** Whether a module of JavaScript does nothing: in the sources it has only types. */
export function isEmptyModule(text: string): boolean {
  return text.replace(/\/\*.*?\*\/|\/\/.*?$/gms, '').trim() === 'export {};';
}

/** No program can name the types of other modules, and nobody imports modules that had only types. */
function dropUnneeded(out: string): void {
  const types = typesFrom(join(out, API_TYPES));
  for (const name of readdirSync(out, { recursive: true, encoding: 'utf8' })) {
    const path = join(out, name);
    const needless = name.endsWith('.d.ts')
      ? !types.has(path)
      : name.endsWith('.js') && isEmptyModule(readFileSync(path, 'utf8'));
    if (needless) rmSync(path);
  }
}
