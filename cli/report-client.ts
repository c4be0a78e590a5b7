/** The script and the styles of a report: built with the package; from the sources, bundled when they are needed. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ReportClient } from '../analysis/report/report-page.ts';
import { FROM_SOURCES } from './package-files.ts';

/** Beside the modules, from the sources as in the build. */
const FOLDER = fileURLToPath(new URL('../analysis/report/client/', import.meta.url));

/** What a report needs to be alive in a browser. */
export function reportClient(): ReportClient {
  if (!FROM_SOURCES) return clientIn(FOLDER);
  const scratch = mkdtempSync(join(tmpdir(), 'hearsay-report-'));
  try {
    bundleReportClient(scratch);
    return clientIn(scratch);
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

/**
 * Bundles the sources of the client as `main.js` and `main.css` into a folder. Only for a copy of the repository: esbuild is
 * no dependency of the package.
 */
export function bundleReportClient(folder: string): void {
  const { resolve } = createRequire(import.meta.url);
  // Pages are copies of uPlot too, which its licence lets them be when they carry it.
  const licence = readFileSync(join(dirname(resolve('uplot')), '../LICENSE'), 'utf8').trim();
  const words = [
    '--bundle',
    '--minify',
    '--format=iife',
    '--target=es2022',
    '--charset=utf8',
    '--log-level=error',
    `--banner:js=/*! uPlot\n${licence}\n*/`,
  ];
  execFileSync(resolve('esbuild/bin/esbuild'), [join(FOLDER, 'main.ts'), ...words, `--outdir=${folder}`], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}

function clientIn(folder: string): ReportClient {
  const read = (name: string) => readFileSync(join(folder, name), 'utf8').trim();
  return { script: read('main.js'), styles: read('main.css') };
}
