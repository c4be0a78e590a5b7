/**
 * Stand-ins for nodes of the reference implementation, which speak exactly its words: no newline, one read taken for one message,
 * and nothing known of HELLO, PING, LEAVE, ages or payloads.
 */
import { connect, createServer, type Server, type Socket } from 'node:net';
import { type Address, address } from '../../src/address.ts';
import { Watched } from './runtime-watched.ts';

const LOOPBACK = '127.0.0.1';

/** Registers, lists, and removes whoever is reported; answers one message a connection, then closes. */
export class ReferenceSeed extends Watched {
  readonly peers: string[] = [];
  /** Every message that came, as it came. */
  readonly messages: string[] = [];
  readonly #server = createServer((socket) => this.#onConnection(socket));
  #self = address(LOOPBACK, 0);

  static async start(): Promise<ReferenceSeed> {
    const seed = new ReferenceSeed();
    seed.#self = await listening(seed.#server);
    return seed;
  }

  get self(): Address {
    return this.#self;
  }

  stop(): void {
    this.#server.close();
  }

  protected override describe(): string {
    return JSON.stringify({ peers: this.peers, messages: this.messages });
  }

  #onConnection(socket: Socket): void {
    socket.on('error', () => {});
    socket.once('data', (data) => {
      const message = data.toString('latin1');
      this.messages.push(message);
      socket.end(this.#answer(message));
      this.changed();
    });
  }

  #answer(message: string): string {
    const [command, host, port] = message.trim().split(':');
    const peer = `${host}:${port}`;
    if (command === 'REGISTER') {
      if (!this.peers.includes(peer)) this.peers.push(peer);
      return 'Registered';
    }
    if (message === 'GET_PEER_LIST') return this.peers.join(',');
    if (command !== 'DEAD NODE') return 'Unknown command';
    if (this.peers.includes(peer)) this.peers.splice(this.peers.indexOf(peer), 1);
    return 'ACK';
  }
}

/** Registers with every seed, dials whom it is told to, and passes on to all others whatever it reads, once. */
export class ReferencePeer extends Watched {
  /** Everything it read from peers, one entry a read. */
  readonly read: string[] = [];
  readonly #sockets = new Set<Socket>();
  readonly #seen = new Set<string>();
  readonly #server = createServer((socket) => this.#onLink(socket));
  #self = address(LOOPBACK, 0);

  static async start(): Promise<ReferencePeer> {
    const peer = new ReferencePeer();
    peer.#self = await listening(peer.#server);
    return peer;
  }

  get self(): Address {
    return this.#self;
  }

  get linkCount(): number {
    return this.#sockets.size;
  }

  /** Registers with a seed, and answers its list. */
  async join(seed: Address): Promise<string[]> {
    const registered = await ask(seed, `REGISTER:${LOOPBACK}:${this.self.port}`);
    if (registered !== 'Registered') throw new Error(`the seed answered ${registered}`);
    const list = await ask(seed, 'GET_PEER_LIST');
    return list === '' ? [] : list.split(',');
  }

  /** Opens a link; it says nothing about who dials. */
  async dial(peer: Address): Promise<void> {
    const socket = connect(peer.port, peer.host);
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', reject);
    });
    socket.setNoDelay(true);
    this.#onLink(socket);
  }

  gossip(text: string): void {
    this.#pass(text, undefined);
  }

  report(accused: Address, seed: Address): Promise<string> {
    return ask(seed, `DEAD NODE:${accused.host}:${accused.port}:1700000000.5:${LOOPBACK}`);
  }

  stop(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  protected override describe(): string {
    return JSON.stringify(this.read);
  }

  #onLink(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => {
      this.#sockets.delete(socket);
      this.changed();
    });
    socket.on('data', (data) => {
      const text = data.toString('latin1');
      this.read.push(text);
      this.#pass(text, socket);
      this.changed();
    });
    this.changed();
  }

  #pass(text: string, from: Socket | undefined): void {
    if (this.#seen.has(text)) return;
    this.#seen.add(text);
    for (const socket of this.#sockets) if (socket !== from) socket.write(text);
  }
}

/** One message to a seed and its answer: all bytes until it closes. */
export function ask(seed: Address, message: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(seed.port, seed.host);
    let answer = '';
    socket.on('connect', () => socket.write(message));
    socket.on('data', (data) => {
      answer += data.toString('latin1');
    });
    socket.on('end', () => resolve(answer));
    socket.on('error', reject);
  });
}

/** Listens on a free port of loopback; answers where. */
async function listening(server: Server): Promise<Address> {
  await new Promise<void>((resolve) => server.listen(0, LOOPBACK, resolve));
  const bound = server.address();
  return address(LOOPBACK, typeof bound === 'object' && bound !== null ? bound.port : 0);
}
