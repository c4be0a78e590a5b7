/** Makes the JavaScript that is published out of the sources. */
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { bundleReportClient } from '../../cli/report-client.ts';
import { ROOT } from './source-files.ts';

const COMMAND = 'cli/main';
/** Folders without modules. */
const COPIED = ['sim/data', 'cli/fonts'];

/**
 * Replaces the folder `out` by a build: modules, type declarations, the client of reports, data, fonts, and an executable
 * command.
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
  bundleReportClient(join(out, 'analysis/report/client'));
  for (const folder of COPIED) cpSync(join(ROOT, folder), join(out, folder), { recursive: true });
  chmodSync(join(out, `${COMMAND}.js`), 0o755);
}
