/** What a node tells, as events of the programming interface. */
import type { Address } from '../../src/address.ts';
import type { Gossip } from '../../src/messages.ts';
import type { LinkNames, PeerObserver, SeedObserver } from '../../src/observer.ts';
import type { Link } from '../../src/ports.ts';
import { partialPeerObserver, partialSeedObserver } from '../combined-observer.ts';
import type { Events } from './events.ts';
import { ReceivedMessage } from './received-message.ts';
import type { PeerEvents, SeedEvents } from './types.ts';

/** Tells these events; messages only go to `onMessage`. */
export function peerFacts(
  events: Events<PeerEvents>,
  onMessage: (message: ReceivedMessage) => void,
): PeerObserver {
  let couldPing = true;
  return partialPeerObserver({
    registered: (seed, held, quorum) => events.tell('registered', { seed: seed.text, held, quorum }),
    registrationFailed: (seed, reason, held, quorum) =>
      events.tell('registrationFailed', { seed: seed.text, reason, held, quorum }),
    linkUp: ({ text }, dialled) => events.tell('neighbour', { address: text, dialled }),
    linkDown: ({ text }, reason) => events.tell('neighbourLost', { address: text, reason }),
    declaredDead: ({ text }, failures, reported) =>
      events.tell('dead', { address: text, failures, reported }),
    delivered: (gossip: Gossip, from: Link, names: LinkNames) =>
      onMessage(new ReceivedMessage(gossip, names.addressAt(from).text, Date.now())),
    pingUnable: (neighbour: Address) => {
      if (couldPing) events.tell('warning', cannotPing(neighbour));
      couldPing = false;
    },
  });
}

/** Tells these events. */
export function seedFacts(events: Events<SeedEvents>): SeedObserver {
  return partialSeedObserver({
    peerRegistered: ({ text }, count) => events.tell('registered', { address: text, count }),
    peerRemoved: ({ text }, reason, count) => events.tell('removed', { address: text, reason, count }),
  });
}

function cannotPing({ text }: Address): string {
  return (
    `${text} cannot be pinged from here, for want of the program, the right or a route, so nobody watches it; ` +
    "liveness 'tcp' needs no ping."
  );
}
