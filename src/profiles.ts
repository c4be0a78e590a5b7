/** Named sets of defaults: `literal` is the specification and nothing more, `hardened` is what deployed nodes start from. */
import { PEER_DEFAULTS, type PeerSettings, SEED_DEFAULTS, type SeedSettings } from './settings.ts';

export type Profile = 'literal' | 'hardened';

export type ProtocolNumbers = Omit<PeerSettings, 'seeds'> & SeedSettings;

const LITERAL: ProtocolNumbers = { ...PEER_DEFAULTS, ...SEED_DEFAULTS };

/** The numbers of each profile. */
export const PROFILES: Readonly<Record<Profile, ProtocolNumbers>> = {
  literal: LITERAL,
  hardened: {
    ...LITERAL,
    uniformLinks: 2, // ours: without them the loss of a few hubs leaves no overlay
  },
};
