/** Named sets of defaults: `literal` is the specification and nothing more, `hardened` is what deployed nodes start from. */
import {
  CONNECTION_DEFAULTS,
  type ConnectionLimits,
  PEER_DEFAULTS,
  type PeerSettings,
  SEED_DEFAULTS,
  type SeedSettings,
} from './settings.ts';

export type Profile = 'literal' | 'hardened';

export type ProtocolNumbers = Omit<PeerSettings, 'seeds'> & SeedSettings & ConnectionLimits;

const LITERAL: ProtocolNumbers = { ...PEER_DEFAULTS, ...SEED_DEFAULTS, ...CONNECTION_DEFAULTS };

/** The numbers of each profile. */
export const PROFILES: Readonly<Record<Profile, ProtocolNumbers>> = {
  literal: LITERAL,
  hardened: {
    ...LITERAL,
    uniformLinks: 2, // ours: without them the loss of a few hubs leaves no overlay
    linksMax: 1_000, // ours: a connection costs little, but a hub must not carry a whole network
    firstLineMs: 10_000, // ours: peers and seeds speak at once, reference peers within 5 s
    newcomersMax: 1_024, // ours
    newcomersPerHost: 32, // ours
    idleMs: 60_000, // ours: nobody thinks so long about the next request
    stallMs: 30_000, // ours: over twice a ping interval
    entriesPerHost: 32, // ours
    entriesPerNetwork: 256, // ours: one a host of a /24
    registrationRate: 0.1, // ours: peers register once, renewals are free
    trustSources: false, // ours: nobody lists a victim
    checkTimeoutMs: 1_500, // ours: two tries in 3 s, so that the dead are off the lists within 45 s of their death
    pingsPerInterval: 64, // ours: 5 a second, whatever the degree
    gossipRate: 2_000, // ours: 10,000 peers at one message in 5 s each
    messageAgeMs: 60_000, // ours: the time for which messages are remembered
    messageAheadMs: 86_400_000, // ours: a day, for clocks that are wrong
  },
};
