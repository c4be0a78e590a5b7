/** Named sets of defaults: `literal` is the specification and nothing more, `hardened` is what deployed nodes start from. */

import { PEER_DEFAULTS, type PeerSettings, SEED_DEFAULTS, type SeedSettings } from '../src/settings.ts';
import { StartError } from './start-error.ts';

export type Profile = 'literal' | 'hardened';

export type ProtocolNumbers = Omit<PeerSettings, 'seeds'> & SeedSettings;

/** Everything that can be set; what is not, has the default of the profile. */
export type NodeParameters = Partial<Omit<ProtocolNumbers, 'leaveMs'>> & {
  profile?: Profile;
  /** Decides, with the node's address, every draw of a node. */
  randomSeed?: string;
};

/** Below this, the rule of `links auto` links to nearly everybody. */
const AUTO_ALPHA_MIN = 2;

const LITERAL: ProtocolNumbers = { ...PEER_DEFAULTS, ...SEED_DEFAULTS };

/** The numbers of each profile. */
export const PROFILES: Readonly<Record<Profile, ProtocolNumbers>> = {
  literal: LITERAL,
  hardened: {
    ...LITERAL,
    uniformLinks: 2, // ours: without them the loss of a few hubs leaves no overlay
  },
};

/**
 * The numbers of a node: what was set, over the defaults of its profile (hardened unless set).
 * @throws StartError when they do not go together.
 */
export function protocolNumbers({
  profile = 'hardened',
  randomSeed: _,
  ...set
}: NodeParameters): ProtocolNumbers {
  const numbers = { ...PROFILES[profile], ...set };
  if (numbers.links === 'auto' && numbers.alpha < AUTO_ALPHA_MIN) {
    throw new StartError(
      `alpha is ${numbers.alpha} and links is auto, which would link each peer to nearly all others; ` +
        'expected alpha from 2 up, or a number of links, for example --links 5.',
    );
  }
  const drawn = numbers.links === 'auto' ? 0 : numbers.links + numbers.uniformLinks;
  if (numbers.linksMax > 0 && numbers.linksMax < 2 * drawn) {
    throw new StartError(
      `links-max is ${numbers.linksMax}; expected at least ${2 * drawn}, because each peer draws ${drawn} links ` +
        'and each link has two ends: raise it, or lower links or uniform-links.',
    );
  }
  if (numbers.backoffMaxMs < numbers.backoffMinMs) {
    throw new StartError(
      `backoff-max is ${numbers.backoffMaxMs / 1000} s; expected at least backoff-min, ${numbers.backoffMinMs / 1000} s.`,
    );
  }
  return numbers;
}
