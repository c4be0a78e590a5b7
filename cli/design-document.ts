/** What `hearsay design` is asked, and the document that it gives. */
import type { Prediction } from '../analysis/design/prediction.ts';
import type { DesignSettings, Wishes } from '../analysis/design/settings.ts';
import type { Estimate } from '../analysis/statistics/estimate.ts';

/** Values of the command line by the name commander gives them. */
export type DesignValues = Readonly<Partial<Record<string, string | boolean>>>;

/** One way, of every message in the simulations, so that times count hops. Source: ours. */
export const HOP_MS = 50;

/** What each simulated network was like; the names are those of a prediction where both have them. */
export interface Measured {
  readonly oldestInDegree: number;
  readonly largestDegree: number;
  readonly links: number;
  /** Null when the overlay did not settle, so that nothing was published. */
  readonly copies: number | null;
  readonly hubShare: number | null;
  /** Null when no message got so far. */
  readonly hopsTo99: number | null;
  readonly survivingShare: number;
}

export interface Design {
  readonly schemaVersion: 1;
  readonly version: string;
  readonly wishes: Wishes;
  readonly settings: DesignSettings;
  readonly predicted: Prediction;
  readonly simulated: {
    readonly peers: number;
    readonly randomSeed: string;
    /** For so many peers. */
    readonly predicted: Prediction;
    readonly measured: Readonly<Record<keyof Measured, Estimate>>;
  };
  /** The same network with alpha 2.5, links auto, and nothing else. */
  readonly literal: Prediction;
  readonly commands: { readonly sim: string; readonly peer: string; readonly config: readonly string[] };
}
