/** The report of the programming interface: all that programs can name, so that a change to it shows up in review. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Extractor, ExtractorConfig, ExtractorLogLevel } from '@microsoft/api-extractor';
import { API_TYPES } from './build-package.ts';
import { ROOT } from './source-files.ts';

/** Where it is kept. */
export const API_REPORT_FILE = 'docs/api/hearsay.api.md';

const REPORT_NAME = 'hearsay.api.md';

/**
 * The report of a build in the folder `dist`.
 * @throws Error when the types of the build are not in order.
 */
export function apiReport(dist: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'hearsay-api-'));
  try {
    const problems: string[] = [];
    Extractor.invoke(extractorConfig(dist, folder), {
      localBuild: true,
      messageCallback: (message) => {
        message.handled = true;
        const { logLevel, text } = message;
        if (logLevel === ExtractorLogLevel.Error || logLevel === ExtractorLogLevel.Warning)
          problems.push(text);
      },
    });
    if (problems.length > 0) throw new Error(problems.join('\n'));
    return readFileSync(join(folder, REPORT_NAME), 'utf8').replaceAll('\r\n', '\n');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function extractorConfig(dist: string, folder: string): ExtractorConfig {
  const entry = join(dist, API_TYPES);
  const none = { logLevel: ExtractorLogLevel.None };
  return ExtractorConfig.prepare({
    configObject: {
      projectFolder: dist,
      mainEntryPointFilePath: entry,
      compiler: {
        overrideTsconfig: {
          compilerOptions: {
            target: 'ES2023',
            lib: ['ES2023', 'DOM'],
            module: 'NodeNext',
            moduleResolution: 'NodeNext',
            types: [],
            strict: true,
          },
          files: [entry],
        },
      },
      apiReport: {
        enabled: true,
        reportFileName: REPORT_NAME,
        reportFolder: folder,
        reportTempFolder: folder,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      newlineKind: 'lf',
      messages: {
        // Everything that is exported is public.
        extractorMessageReporting: { 'ae-missing-release-tag': none },
        // Its own compiler is older than ours, and our comments are not all in its dialect.
        tsdocMessageReporting: { default: none },
      },
    },
    configObjectFullPath: undefined,
    packageJsonFullPath: join(ROOT, 'package.json'),
  });
}
