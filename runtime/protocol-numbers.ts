/** The numbers of one node: what its operator set, over the defaults of a profile. */
import { PROFILES, type Profile, type ProtocolNumbers } from '../src/profiles.ts';
import { StartError } from './start-error.ts';

/** Everything that can be set; what is not, has the default of the profile. */
export type NodeParameters = Partial<Omit<ProtocolNumbers, 'leaveMs'>> & {
  profile?: Profile;
  /** Decides, with the node's address, every draw of a node. */
  randomSeed?: string;
};

/** Below this, the rule of `links auto` links to nearly everybody. */
const AUTO_ALPHA_MIN = 2;

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
