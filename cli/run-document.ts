/** Documents that `hearsay sim --json` printed: what they say of the run, so that it can be repeated. */
import { ScenarioError } from '../sim/scenario-error.ts';
import { parseScenario, type ScenarioFlag } from '../sim/scenario-schema.ts';
import { jsonOf } from './json-file.ts';
import { packageVersion } from './package-files.ts';
import type { Manifest } from './run-manifest.ts';
import { UsageError } from './usage-error.ts';

export interface RunDocument {
  readonly manifest: Manifest;
  readonly traceHash: string;
}

/**
 * The manifest and trace hash of a document.
 * @param flags that change its parameters
 * @throws UsageError for a file that is no such document, or of another version
 */
export function runDocument(path: string, flags: readonly ScenarioFlag[] = []): RunDocument {
  const document = jsonOf(path, path) as { manifest?: Partial<Manifest>; traceHash?: unknown } | null;
  const { manifest, traceHash } = document ?? {};
  const randomSeed = manifest?.randomSeed;
  if (typeof randomSeed !== 'string' || randomSeed === '' || typeof traceHash !== 'string') {
    throw new UsageError(
      `${path}: expected the document that \`hearsay sim --json\` prints, with its manifest`,
    );
  }
  if (manifest?.version !== packageVersion()) {
    throw new UsageError(
      `${path}: this run is by version ${manifest?.version}, and this is version ${packageVersion()}; only runs of the same version can be compared`,
    );
  }
  try {
    const parameters = parseScenario(manifest.parameters, flags, `${path}: manifest.parameters`);
    return { manifest: { version: manifest.version, randomSeed, parameters }, traceHash };
  } catch (error) {
    throw error instanceof ScenarioError ? new UsageError(error.message) : error;
  }
}
