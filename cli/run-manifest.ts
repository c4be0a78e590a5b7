/** What identifies a simulated run. */
import type { Scenario } from '../sim/scenario.ts';

/** What identifies a run. Equal manifests give equal documents. */
export interface Manifest {
  readonly version: string;
  readonly randomSeed: string;
  /** All that decide the result, besides the random seed. */
  readonly parameters: Scenario;
}
