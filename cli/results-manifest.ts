/** `manifest.json` of a results folder: what the other files are, and all that is needed to make them again. */
import { readFileSync } from 'node:fs';
import { arch, cpus, platform, release } from 'node:os';
import { join } from 'node:path';
import { type BenchConfiguration, configurationHash } from './bench-configuration.ts';
import type { ParameterOrigin } from './bench-grid.ts';

export const MANIFEST_FILE = 'manifest.json';

/** The files whose bytes a rerun gives again. */
export const OUTPUT_FILES = ['runs.ndjson', 'summary.csv'] as const;
export type OutputName = (typeof OUTPUT_FILES)[number];

export interface BenchManifest {
  readonly schemaVersion: 1;
  /** Of hearsay. */
  readonly version: string;
  /** A command line that gives the same files. */
  readonly command: string;
  readonly configurationHash: string;
  readonly configuration: BenchConfiguration;
  /** By key of the scenario. */
  readonly parameters: Readonly<Record<string, ParameterOrigin>>;
  /** The machine that wrote the files; nothing in them depends on it. */
  readonly environment: Readonly<Record<string, string>>;
  /** SHA-256 of each file, in hexadecimal; null as long as runs are missing. */
  readonly outputs: Readonly<Record<OutputName, string>> | null;
}

export function manifestOf(
  version: string,
  command: string,
  configuration: BenchConfiguration,
  parameters: Readonly<Record<string, ParameterOrigin>>,
): BenchManifest {
  return {
    schemaVersion: 1,
    version,
    command,
    configurationHash: configurationHash(configuration, version),
    configuration,
    parameters,
    environment: {
      node: process.version,
      platform: platform(),
      release: release(),
      architecture: arch(),
      cpu: cpus()[0]?.model ?? 'unknown',
    },
    outputs: null,
  };
}

export function manifestText(manifest: BenchManifest): string {
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** What stands in a folder's manifest, as far as it is one; undefined when there is none that can be read. */
export function manifestIn(folder: string): Partial<BenchManifest> | undefined {
  try {
    const document: unknown = JSON.parse(readFileSync(join(folder, MANIFEST_FILE), 'utf8'));
    return typeof document === 'object' && document !== null ? document : undefined;
  } catch {
    return undefined;
  }
}

/** A whole manifest whose configuration is as it was written. */
export function isIntact(manifest: Partial<BenchManifest>): manifest is BenchManifest {
  const { version, configuration, configurationHash: hash } = manifest;
  return (
    typeof version === 'string' &&
    typeof configuration === 'object' &&
    configuration !== null &&
    configurationHash(configuration, version) === hash
  );
}
