/** Handlers that write down what they hear, and a bare socket that speaks whatever a test wants. */
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { Address } from '../../src/address.ts';
import type { Message } from '../../src/messages.ts';
import type { Acceptor, CloseReason, Dialect, Link, LinkHandler } from '../../src/ports.ts';
import { Watched } from './runtime-watched.ts';

export type LinkEvent = 'open' | 'silence' | Message | `closed: ${CloseReason}`;

/** What the handler of one link heard, in order. */
export class LinkRecorder extends Watched implements LinkHandler {
  readonly reads: Dialect;
  readonly events: LinkEvent[] = [];
  /** Done inside each message event, after it was written down. */
  onEachMessage: ((link: Link, message: Message) => void) | undefined;

  constructor(reads: Dialect) {
    super();
    this.reads = reads;
  }

  get messages(): Message[] {
    return this.events.filter((event): event is Message => typeof event === 'object');
  }

  /** The texts of the gossip heard. */
  get texts(): string[] {
    return this.messages.map((message) => (message.kind === 'gossip' ? message.text : message.kind));
  }

  onOpen(): void {
    this.#note('open');
  }

  onSilence(): void {
    this.#note('silence');
  }

  onMessage(link: Link, message: Message): void {
    this.#note(message);
    this.onEachMessage?.(link, message);
  }

  onClose(_link: Link, reason: CloseReason): void {
    this.#note(`closed: ${reason}`);
  }

  async heard(event: LinkEvent): Promise<void> {
    await this.until(() => this.events.includes(event), `a link heard ${JSON.stringify(event)}`);
  }

  async heardMessages(count: number): Promise<Message[]> {
    await this.until(() => this.messages.length >= count, `a link heard ${count} messages`);
    return this.messages;
  }

  protected override describe(): string {
    return JSON.stringify(this.events);
  }

  #note(event: LinkEvent): void {
    this.events.push(event);
    this.changed();
  }
}

/** Accepts every link and records each. */
export class AcceptRecorder extends Watched implements Acceptor {
  readonly reads: Dialect;
  readonly links: Link[] = [];
  readonly handlers: LinkRecorder[] = [];
  /** Done inside `accept`. */
  onAccept: ((link: Link, handler: LinkRecorder) => void) | undefined;

  constructor(reads: Dialect) {
    super();
    this.reads = reads;
  }

  accept(link: Link): LinkHandler {
    const handler = new LinkRecorder(this.reads);
    this.links.push(link);
    this.handlers.push(handler);
    this.onAccept?.(link, handler);
    this.changed();
    return handler;
  }

  async accepted(count = 1): Promise<LinkRecorder> {
    await this.until(() => this.handlers.length >= count, `${count} links are accepted`);
    return this.handlers[count - 1];
  }
}

/** One bare TCP connection: every chunk that came, and the text of all. */
export class BareSocket extends Watched {
  readonly socket: Socket;
  readonly chunks: { readonly text: string; readonly atMs: number }[] = [];
  ended = false;
  closed = false;

  constructor(socket: Socket) {
    super();
    this.socket = socket;
    socket.setNoDelay(true);
    socket.on('data', (data) => {
      this.chunks.push({ text: data.toString('latin1'), atMs: performance.now() });
      this.changed();
    });
    socket.on('end', () => {
      this.ended = true;
      this.changed();
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      this.closed = true;
      this.changed();
    });
  }

  /** Dials an address; half-open, so that it can still read after it ended. */
  static async dial(to: Address): Promise<BareSocket> {
    const socket = connect({ host: to.host, port: to.port, allowHalfOpen: true });
    const bare = new BareSocket(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', reject);
    });
    return bare;
  }

  get text(): string {
    return this.chunks.map(({ text }) => text).join('');
  }

  write(text: string): void {
    this.socket.write(text, 'latin1');
  }

  /** Resolves when the text so far contains this. */
  async received(part: string): Promise<void> {
    await this.until(() => this.text.includes(part), `a socket received ${JSON.stringify(part)}`);
  }

  async endReceived(): Promise<void> {
    await this.until(() => this.ended || this.closed, 'the other end closed');
  }

  protected override describe(): string {
    return JSON.stringify(this.chunks.map(({ text }) => text));
  }
}

/** A bare TCP server on loopback. */
export class BareServer extends Watched {
  readonly sockets: BareSocket[] = [];
  readonly #server: Server;

  private constructor(server: Server) {
    super();
    this.#server = server;
    server.on('connection', (socket) => {
      this.sockets.push(new BareSocket(socket));
      this.changed();
    });
  }

  static async listen(): Promise<BareServer> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new BareServer(server);
  }

  get port(): number {
    const bound = this.#server.address();
    return typeof bound === 'object' && bound !== null ? bound.port : 0;
  }

  async accepted(count = 1): Promise<BareSocket> {
    await this.until(() => this.sockets.length >= count, `${count} connections came`);
    return this.sockets[count - 1];
  }

  close(): void {
    this.#server.close();
    for (const { socket } of this.sockets) socket.destroy();
  }
}
