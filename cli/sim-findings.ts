/** All that a simulated run came to: what the simulator found, and what that means. */
import { type DegreeLaw, degreeLawOf } from '../analysis/degree-law.ts';
import { type NullModels, nullModels, type OverlayFindings, overlayFindings } from '../analysis/overlay.ts';
import type { SimulationResult } from '../sim/result.ts';
import type { Manifest } from './run-manifest.ts';
import { type SpreadMeaning, spreadMeaning } from './spread-meaning.ts';

export interface SimFindings {
  readonly manifest: Manifest;
  readonly result: SimulationResult;
  readonly overlay: OverlayFindings;
  readonly degreeLaw: DegreeLaw;
  readonly meaning: SpreadMeaning;
  /** When they were asked for. */
  readonly nullModels: NullModels | undefined;
}

export function simFindings(manifest: Manifest, result: SimulationResult, withNull: boolean): SimFindings {
  const { parameters, randomSeed } = manifest;
  const overlay = overlayFindings(result.overlay.peers, result.overlay.links);
  return {
    manifest,
    result,
    overlay,
    degreeLaw: degreeLawOf(overlay, parameters, randomSeed),
    meaning: spreadMeaning(parameters, result, overlay),
    nullModels: withNull ? nullModels(overlay) : undefined,
  };
}
