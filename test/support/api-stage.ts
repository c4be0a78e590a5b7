/** Embedded nodes on loopback, and a peer made of bare sockets among them; all of them end with the test. */
import {
  createPeer,
  createSeed,
  type Message,
  type Peer,
  type PeerOptions,
  type Seed,
} from '../../runtime/api/index.ts';
import { parseAddress } from '../../src/address.ts';
import { BareServer, BareSocket } from './runtime-recorder.ts';

const LOOPBACK = { host: '127.0.0.1' };

export class ApiStage {
  readonly #nodes: (Peer | Seed)[] = [];
  readonly #servers: BareServer[] = [];

  async seed(): Promise<Seed> {
    const seed = createSeed(LOOPBACK);
    this.#nodes.push(seed);
    await seed.start();
    return seed;
  }

  /** A peer that watches processes and has not started. */
  peer(seeds: readonly Seed[], changes: Partial<PeerOptions> = {}): Peer {
    const options = { ...LOOPBACK, liveness: 'tcp' as const, seeds: seeds.map(({ address }) => address) };
    const peer = createPeer({ ...options, ...changes });
    this.#nodes.push(peer);
    return peer;
  }

  /** A peer that has joined. */
  async joined(seed: Seed, changes: Partial<PeerOptions> = {}): Promise<Peer> {
    const peer = this.peer([seed], changes);
    await peer.start();
    await peer.ready;
    return peer;
  }

  /** Registers a listener that says only what the test wants; one of the reference implementation when it lacks the additions. */
  async barePeer(seed: Seed, additions = true): Promise<BareServer> {
    const server = await BareServer.listen();
    this.#servers.push(server);
    const socket = await BareSocket.dial(parseAddress(seed.address)!);
    socket.write(`REGISTER:127.0.0.1:${server.port}${additions ? ':hearsay/1' : ''}\n`);
    await socket.received('Registered\n');
    socket.socket.destroy();
    return server;
  }

  async end(): Promise<void> {
    for (const server of this.#servers.splice(0)) server.close();
    await Promise.all(this.#nodes.splice(0).map((node) => node.stop()));
  }
}

/** The next so many messages of a peer. */
export async function take(peer: Peer, count: number): Promise<Message[]> {
  const messages: Message[] = [];
  if (count === 0) return messages;
  for await (const message of peer) {
    messages.push(message);
    if (messages.length === count) break;
  }
  return messages;
}
