/** From what an operator wants of an overlay to the settings that give it. */
import { type OverlayRule, RankGrowth } from './rank-growth.ts';
import { largestShareWithout } from './reach.ts';

export interface Wishes {
  readonly peers: number;
  /** Exponent of the in-degrees, above 1; undefined: 2.5. */
  readonly gamma: number | undefined;
  /** No peer shall have more links; undefined: no limit. */
  readonly degreeMax: number | undefined;
  /** Links that each peer draws by rank; undefined: at most 5, and what the largest degree leaves room for. */
  readonly links: number | undefined;
  /** This share of the peers, those with the most links, may be lost. */
  readonly survive: number;
}

export interface DesignSettings extends OverlayRule {
  readonly gamma: number;
  readonly links: number;
  readonly rank: 'oldest';
}

/** A wish that no setting fulfils; the message is one sentence. */
export class ImpossibleWish extends Error {}

export const GAMMA_DEFAULT = 2.5;
/** So many of the survivors shall stay in one component. Source: ours. */
export const WHOLE_SHARE = 0.99;
const LINKS_DEFAULT = 5;
const UNIFORM_LINKS_MAX = 10;
/** With a largest degree of so many times the links drawn, half of the peers have room. Source: ours; two would fill all. */
export const ROOM_FACTOR = 3;
/** Shares hardly depend on the number of peers; larger networks are judged by one of this size. */
const JUDGED_PEERS_MAX = 20_000;

/**
 * The settings with the fewest uniform links that keep the survivors together, and otherwise the most ranked ones.
 * @throws ImpossibleWish when there are none
 */
export function settingsFor(wishes: Wishes): DesignSettings {
  const { peers, gamma = GAMMA_DEFAULT, degreeMax = 0, links } = wishes;
  const alpha = Math.round(1000 / (gamma - 1)) / 1000;
  const room = degreeMax === 0 ? Number.POSITIVE_INFINITY : degreeMax;
  if (links !== undefined && links >= peers) {
    throw new ImpossibleWish(
      `--links ${links}: expected fewer than the ${peers} peers; lower it, or raise --peers`,
    );
  }
  if (links !== undefined && 2 * links > room) {
    throw new ImpossibleWish(
      `--degree-max ${degreeMax}: expected at least ${2 * links}, because each peer draws ${links} links and each link ` +
        'has two ends; raise it, or lower --links',
    );
  }
  const factor = links === undefined ? ROOM_FACTOR : 2;
  let best = 0;
  for (let each = links ?? LINKS_DEFAULT; each >= (links ?? 1); each--) {
    for (let uniformLinks = 0; uniformLinks <= UNIFORM_LINKS_MAX; uniformLinks++) {
      if (factor * (each + uniformLinks) > room || each + uniformLinks >= peers) break;
      const settings = {
        gamma,
        rank: 'oldest' as const,
        peers,
        alpha,
        links: each,
        uniformLinks,
        linksMax: degreeMax,
      };
      const share = survivingShare(settings, wishes.survive);
      if (share >= WHOLE_SHARE) return settings;
      best = Math.max(best, share);
    }
  }
  throw new ImpossibleWish(refusal(wishes, best));
}

/** The predicted share of the survivors in their largest component when this share of the peers, the oldest, is gone. */
export function survivingShare(rule: OverlayRule, share: number): number {
  const judged = { ...rule, peers: Math.min(rule.peers, JUDGED_PEERS_MAX) };
  return largestShareWithout(new RankGrowth(judged), removedOf(judged.peers, share));
}

/** How many peers this share is: at least one. */
export function removedOf(peers: number, share: number): number {
  return Math.max(1, Math.min(peers - 1, Math.round(share * peers)));
}

function refusal({ survive, degreeMax, links }: Wishes, best: number): string {
  const within = degreeMax === undefined ? '' : ` within --degree-max ${degreeMax}`;
  const fewer = links === undefined ? '' : `, or raise --links ${links}`;
  return (
    `--survive ${survive}: expected a share that leaves ${100 * WHOLE_SHARE} % of the survivors together, but up to ` +
    `${UNIFORM_LINKS_MAX} uniform links a peer${within} keep ${(100 * best).toFixed(1)} % at best; lower it${fewer}${degreeMax === undefined ? '' : ', or raise --degree-max'}`
  );
}
