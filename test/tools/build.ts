/** `npm run build` */
import { join } from 'node:path';
import { buildPackage } from './build-package.ts';
import { ROOT } from './source-files.ts';

try {
  buildPackage(join(ROOT, 'dist'));
} catch (error) {
  console.error(`build: ${(error as Error).message}`);
  process.exitCode = 1;
}
