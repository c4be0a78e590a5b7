/**
 * The floor below the runtime: the same flood by the least that does it. A socket a link, lines that end in newlines, a Set of what
 * was seen, and one write a link and turn of the event loop. No grammar, no limit, no liveness, no observer.
 */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import type { DialledLink, Swarm, SwarmPlan } from './swarm.ts';

const HOST = '127.0.0.1';
const NEWLINE = 0x0a;
/** A message begins with its identity, as long as that of hearsay. */
const ID_CHARACTERS = 34;

export class BareSwarm implements Swarm {
  readonly #nodes = new Map<number, BareNode>();
  readonly #plan: SwarmPlan;
  readonly #onDelivery: (payloadBytes: number) => void;

  constructor(plan: SwarmPlan, onDelivery: (payloadBytes: number) => void) {
    this.#plan = plan;
    this.#onDelivery = onDelivery;
  }

  async introducer(): Promise<undefined> {}

  async join(node: number, contacts: readonly string[]): Promise<string> {
    const bare = new BareNode(node, this.#plan.payloadBytes, this.#onDelivery);
    this.#nodes.set(node, bare);
    return bare.join(contacts);
  }

  links(): readonly DialledLink[] {
    return [...this.#nodes].flatMap(([index, { dialled }]) =>
      dialled.map((contact): DialledLink => [index, contact]),
    );
  }

  linked(node: number, degree: number): boolean {
    return this.#nodes.get(node)?.degree === degree;
  }

  publish(node: number, count: number): void {
    for (let i = 0; i < count; i++) this.#nodes.get(node)?.publish();
  }

  async stop(): Promise<void> {
    for (const node of this.#nodes.values()) node.stop();
  }
}

class BareNode {
  readonly #index: number;
  readonly #onDelivery: (payloadBytes: number) => void;
  readonly #payloadBytes: number;
  /** As long on the wire as a payload of hearsay. */
  readonly #payload: string;
  readonly #server: Server = createServer({ noDelay: true }, (socket) => this.#add(socket));
  readonly #links: BareLink[] = [];
  readonly #seen = new Set<string>();
  readonly dialled: string[] = [];
  #flushDue = false;
  #published = 0;

  constructor(index: number, payloadBytes: number, onDelivery: (payloadBytes: number) => void) {
    this.#index = index;
    this.#onDelivery = onDelivery;
    this.#payloadBytes = payloadBytes;
    this.#payload = 'x'.repeat(Math.ceil((payloadBytes * 4) / 3));
  }

  get degree(): number {
    return this.#links.length;
  }

  async join(contacts: readonly string[]): Promise<string> {
    this.#server.listen(0, HOST);
    await once(this.#server, 'listening');
    for (const contact of contacts) {
      const [host, port] = contact.split(':');
      const socket = connect({ host, port: Number(port), noDelay: true });
      await once(socket, 'connect');
      this.#add(socket);
      this.dialled.push(contact);
    }
    return `${HOST}:${(this.#server.address() as AddressInfo).port}`;
  }

  publish(): void {
    const id = `${this.#index}:${++this.#published}:`.padEnd(ID_CHARACTERS, '0');
    this.#seen.add(id);
    this.#forward(`${id} ${this.#payload}\n`, undefined);
  }

  stop(): void {
    this.#server.close();
    for (const { socket } of this.#links) socket.destroy();
  }

  #add(socket: Socket): void {
    const link = new BareLink(socket);
    this.#links.push(link);
    socket.on('error', () => {});
    socket.on('data', (chunk) => this.#read(link, chunk));
  }

  #read(link: BareLink, chunk: Buffer): void {
    const bytes = link.rest.length === 0 ? chunk : Buffer.concat([link.rest, chunk]);
    let start = 0;
    for (;;) {
      const end = bytes.indexOf(NEWLINE, start);
      if (end < 0) break;
      const id = bytes.toString('latin1', start, start + ID_CHARACTERS);
      if (!this.#seen.has(id)) {
        this.#seen.add(id);
        this.#onDelivery(this.#payloadBytes);
        this.#forward(bytes.toString('latin1', start, end + 1), link);
      }
      start = end + 1;
    }
    link.rest = bytes.subarray(start);
  }

  #forward(line: string, except: BareLink | undefined): void {
    for (const link of this.#links) if (link !== except) link.gathered += line;
    if (this.#flushDue) return;
    this.#flushDue = true;
    setImmediate(() => {
      this.#flushDue = false;
      for (const link of this.#links) link.flush();
    });
  }
}

class BareLink {
  readonly socket: Socket;
  rest: Buffer = Buffer.alloc(0);
  gathered = '';

  constructor(socket: Socket) {
    this.socket = socket;
  }

  flush(): void {
    if (this.gathered === '') return;
    this.socket.write(this.gathered, 'latin1');
    this.gathered = '';
  }
}
