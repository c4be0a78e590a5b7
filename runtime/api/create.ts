/** Makes nodes for programs. */
import { EmbeddedPeer } from './embedded-peer.ts';
import { EmbeddedSeed } from './embedded-seed.ts';
import type { Peer, PeerOptions, Seed, SeedOptions } from './types.ts';

/**
 * Makes a peer, which does nothing before `start()`. Several may run in one process; nothing is written to the console.
 *
 * @example
 * ```ts
 * const peer = createPeer({ port: 6000, seeds: ['10.0.0.1:5000'], liveness: 'tcp' });
 * await peer.start();
 * await peer.ready;
 * await peer.publish('hello');
 * for await (const message of peer) console.log(message.origin, message.text());
 * ```
 * @throws TypeError when an option is unknown or of the wrong type, RangeError when its value is out of range.
 */
export function createPeer(options: PeerOptions): Peer {
  return new EmbeddedPeer(options);
}

/**
 * Makes a seed, which does nothing before `start()`.
 *
 * @example
 * ```ts
 * const seed = createSeed({ host: '10.0.0.1', port: 5000 });
 * await seed.start();
 * ```
 * @throws TypeError when an option is unknown or of the wrong type, RangeError when its value is out of range.
 */
export function createSeed(options: SeedOptions = {}): Seed {
  return new EmbeddedSeed(options);
}
