/**
 * A scenario: everything that decides a simulated run, besides the random seed. `scenario-schema.ts` checks one that came as
 * JSON and fills in defaults. Durations in seconds of simulated time.
 */
import { PROFILES, type Profile } from '../src/profiles.ts';
import type { LivenessMode, RankOrder } from '../src/settings.ts';

export type FaultKind =
  /** The host goes down: no answer to anything. */
  | 'crash'
  /** The process goes down, its host stays up: dials are refused, ICMP is answered. */
  | 'kill'
  /** A node that is down starts again, empty. */
  | 'restart'
  /** A graceful leave. */
  | 'leave'
  /** Those chosen are cut off from all others. */
  | 'partition'
  /** All partitions end. */
  | 'heal'
  /** ICMP to and from those chosen is dropped. */
  | 'blockIcmp'
  | 'unblockIcmp';

/**
 * Whom a fault strikes: `{share: 0..1}` or `{count}` of the peers, drawn; `{ids}` by name (`peer/3`, `seed/0`); `'hub'`: the
 * live peer with the most open links (the oldest of those); `'seeds'`: all seeds; `'all'`: everyone it can apply to.
 */
export type FaultTarget =
  | { readonly share: number }
  | { readonly count: number }
  | { readonly ids: readonly string[] }
  | 'hub'
  | 'seeds'
  | 'all';

export interface Fault {
  /** Seconds from the start. */
  readonly at: number;
  readonly kind: FaultKind;
  readonly who: FaultTarget;
}

export interface Scenario {
  readonly peers: number;
  readonly seeds: number;
  /** Where every number of the protocol comes from that the scenario does not name. */
  readonly profile: Profile;
  readonly alpha: number;
  readonly links: number | 'auto';
  readonly rank: RankOrder;
  readonly uniformLinks: number;
  /** With so many links a peer refuses more; 0: no limit. */
  readonly linksMax: number;
  /** How many peers publish: drawn, or all. */
  readonly publishers: number | 'all';
  /** Messages of each publisher. */
  readonly messages: number;
  readonly publish: 'on-connect' | 'when-settled';
  /** `constant:MS`, `uniform:MIN-MAX`, `exponential:MEAN`, `lognormal:MEDIAN,SIGMA` or `planetlab`; one way, milliseconds. */
  readonly latency: string;
  /** No message takes less, whatever the model draws. */
  readonly latencyFloorMs: number;
  /** Probability that one one-way message is lost. */
  readonly loss: number;
  /** Peers start evenly spaced over this time. */
  readonly joinOverS: number;
  readonly liveness: LivenessMode;
  readonly gossipIntervalS: number;
  readonly pingIntervalS: number;
  readonly pingTimeoutS: number;
  readonly pingFailures: number;
  readonly renewIntervalS: number;
  readonly trustReports: boolean;
  /** Simulated seconds to run; null: until quiet. */
  readonly durationS: number | null;
  readonly faults: readonly Fault[];
}

export const SCENARIO_DEFAULTS: Scenario = {
  peers: 1000,
  seeds: 3,
  profile: 'literal',
  alpha: 2.5,
  links: 'auto',
  rank: 'oldest',
  uniformLinks: 0,
  linksMax: 0,
  publishers: 'all',
  messages: 10,
  publish: 'on-connect',
  latency: 'planetlab',
  latencyFloorMs: 0.5,
  loss: 0,
  joinOverS: 10,
  liveness: 'icmp',
  gossipIntervalS: 5,
  pingIntervalS: 13,
  pingTimeoutS: 2,
  pingFailures: 3,
  renewIntervalS: 60,
  trustReports: false,
  durationS: null,
  faults: [],
};

/** The defaults of a scenario that follow from its profile. */
export function profileDefaults(profile: Profile): Pick<Scenario, 'uniformLinks' | 'linksMax'> {
  const { uniformLinks, linksMax } = PROFILES[profile];
  return { uniformLinks, linksMax };
}
