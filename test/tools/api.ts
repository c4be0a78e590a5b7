/** `npm run api`: writes anew what is made of the programming interface: its options, and its report. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { API_PARAMETERS_FILE, apiParametersSource } from './api-parameters.ts';
import { API_REPORT_FILE, apiReport } from './api-report.ts';
import { buildPackage } from './build-package.ts';
import { ROOT } from './source-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'hearsay-api-build-'));
try {
  writeFileSync(join(ROOT, API_PARAMETERS_FILE), apiParametersSource());
  buildPackage(join(folder, 'dist'));
  writeFileSync(join(ROOT, API_REPORT_FILE), apiReport(join(folder, 'dist')));
} catch (error) {
  console.error(`api: ${(error as Error).message}`);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true });
}
