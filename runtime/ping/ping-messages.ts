/** What the process that pings and its parent say to each other. */
import type { PingOutcome } from '../../src/ports.ts';

export interface PingRequest {
  readonly id: number;
  /** A literal IP. */
  readonly host: string;
  readonly timeoutMs: number;
}

/** Why we could not probe. `missing`: no program; `notPermitted`: no right; `hung`: it did not end; `failed`: any other way. */
export type UnableReason = 'missing' | 'notPermitted' | 'hung' | 'failed';

export interface PingAnswer {
  readonly id: number;
  readonly outcome: PingOutcome;
  /** 0 unless alive. */
  readonly roundTripMs: number;
  /** Of outcome `unable`. */
  readonly why?: UnableReason;
}
