/** An attack on the rank law: whoever registers first is chosen most, so attackers do, then accept every link and forward nothing. */
import { deliveredShare } from './crowd.ts';
import { namesOf, Simulated } from './simulated.ts';

const ATTACKERS = 20;
const HONEST = 1_000;

export interface RankGrab {
  /** Honest peers all of whose links lead to attackers. */
  readonly eclipsed: readonly string[];
  /** Of the messages of honest peers: the mean share of the other honest peers that heard of them. */
  readonly delivered: number;
}

/** The attack, and then a message of each of so many honest peers, at least one. */
export function rankGrab(
  { uniformLinks, publishers }: { readonly uniformLinks: number; readonly publishers: number },
  randomSeed: string,
): RankGrab {
  const peers = ATTACKERS + HONEST;
  const honest = namesOf('peer', HONEST, ATTACKERS);
  const publisherNames = honest.filter((_, i) => i % (HONEST / publishers) === 0);
  const world = new Simulated({
    ...{ peers, profile: 'hardened', uniformLinks, randomSeed },
    ...{ publisherNames, messages: 1, publish: 'when-settled', keeps: / (published|received) / },
  });
  world.start('seed/0');
  const attackers = world.standIns(...namesOf('peer', ATTACKERS));
  for (const attacker of attackers) {
    const peer = attacker.self;
    attacker.dial(world.address('seed/0'), { kind: 'register', peer, additions: true, plain: false });
  }
  world.runTo(1);
  for (const name of honest) {
    world.start(name);
    world.runFor(0.005);
  }
  world.runFor(2);
  for (const name of publisherNames) world.startGossip(name);
  world.runFor(5);
  const isHonest = new Set(honest);
  const eclipsed = honest.filter((name) => !world.linksOf(name).some((other) => isHonest.has(other)));
  return { eclipsed, delivered: deliveredShare(world, HONEST) };
}
