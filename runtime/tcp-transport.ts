/**
 * The real Transport: TCP over node:net. Every event of a socket comes in a turn of the event loop of its own, so no handler runs
 * inside a port call. What is sent in one turn leaves in one write a connection, at the end of the turn.
 */
import { connect, createServer, isIPv6, type Server, type Socket } from 'node:net';
import { type Address, address } from '../src/address.ts';
import { encode } from '../src/codec/encode.ts';
import { canonicalHost } from '../src/ip.ts';
import type { Message } from '../src/messages.ts';
import type { Acceptor, Link, LinkHandler, Transport } from '../src/ports.ts';
import { CONNECTION_DEFAULTS, type ConnectionLimits } from '../src/settings.ts';
import { Connection, type ConnectionOwner } from './connection.ts';
import { acceptedWithin, descriptorLimit } from './descriptors.ts';
import { NodeGossipAids } from './gossip-aids.ts';
import { Newcomers } from './newcomers.ts';
import { StartError } from './start-error.ts';
import type { Handshakes } from './tls/handshakes.ts';

/** Half open, so that an asker may end its side and still be answered. An end whose host is gone is noticed by the system's keep-alive. */
const SOCKET_OPTIONS = {
  allowHalfOpen: true,
  noDelay: true,
  keepAlive: true,
  keepAliveInitialDelay: 60_000, // ours
} as const;

export class TcpTransport implements Transport, ConnectionOwner {
  /** The port bound. */
  readonly port: number;
  readonly aids = new NodeGossipAids();
  /** What secures the links; undefined: nothing does. To be set before there are any. */
  handshakes: Handshakes | undefined;
  readonly limits: ConnectionLimits;
  readonly #newcomers: Newcomers;
  readonly #server: Server;
  readonly #connections = new Map<Link, Connection>();
  #acceptor: Acceptor | undefined;
  #nextLink = 0;
  #toFlush: Connection[] = [];
  /** The gossip message encoded last: a message goes to all neighbours in one turn. */
  #lastMessage: Message | undefined;
  #lastText = '';
  #onLastReleased: (() => void) | undefined;

  private constructor(server: Server, limits: ConnectionLimits) {
    this.limits = limits;
    this.#newcomers = new Newcomers(limits);
    this.#server = server;
    const accepted = acceptedWithin(descriptorLimit());
    if (accepted !== undefined) server.maxConnections = accepted;
    const bound = server.address();
    this.port = typeof bound === 'object' && bound !== null ? bound.port : 0;
    server.on('connection', (socket) => {
      if (this.handshakes === undefined || this.#acceptor === undefined) this.#onConnection(socket);
      else this.handshakes.accept(socket, (secured) => this.#onConnection(secured));
    });
    // Accepting failed for want of descriptors: the next connection is another try.
    server.on('error', () => {});
  }

  /**
   * Binds before the node starts, so that a port in use is known at once. Connections are refused until `listen`.
   * @param host A literal IP; undefined: all addresses.
   * @param port 0: any free one.
   * @throws StartError when the port cannot be had.
   */
  static listenOn(
    host: string | undefined,
    port: number,
    limits: ConnectionLimits = CONNECTION_DEFAULTS,
  ): Promise<TcpTransport> {
    const server = createServer({ ...SOCKET_OPTIONS });
    return new Promise((resolve, reject) => {
      server.once('error', (error: NodeJS.ErrnoException) => reject(bindError(error, host, port)));
      server.listen({ port, host }, () => {
        server.removeAllListeners('error');
        resolve(new TcpTransport(server, limits));
      });
    });
  }

  listen(acceptor: Acceptor): void {
    this.#acceptor = acceptor;
  }

  unlisten(): void {
    this.#acceptor = undefined;
    this.#server.close();
    this.handshakes?.end();
  }

  dial(to: Address, owner: LinkHandler, timeoutMs: number): Link {
    const { handshakes } = this;
    const socket = handshakes?.dial(to) ?? connect({ host: to.host, port: to.port, ...SOCKET_OPTIONS });
    const connection = this.#add(to, socket, true);
    connection.awaitOpen(owner, timeoutMs, handshakes?.opening ?? 'connect');
    return connection.link;
  }

  send(link: Link, message: Message): boolean {
    return this.#connections.get(link)?.send(message) ?? false;
  }

  close(link: Link): void {
    this.#connections.get(link)?.close();
  }

  remote(link: Link): Address {
    const connection = this.#connections.get(link);
    if (connection === undefined) throw new RangeError(`no link ${link}`);
    return connection.remote;
  }

  /** When an open link was dialled or accepted, milliseconds since the epoch. */
  begunAtMs(link: Link): number {
    return this.#connections.get(link)?.begunAtMs ?? Number.NaN;
  }

  /** Bytes that wait to be sent, on all connections. */
  get pendingBytes(): number {
    let bytes = 0;
    for (const connection of this.#connections.values()) bytes += connection.pendingBytes;
    return bytes;
  }

  /** Closes everything; resolves when what was sent is out, at the latest after `graceMs`. */
  async end(graceMs: number): Promise<void> {
    this.unlisten();
    for (const connection of this.#connections.values()) connection.close();
    if (this.#connections.size === 0) return;
    await new Promise<void>((resolve) => {
      const timeout = setTimeout(resolve, graceMs);
      this.#onLastReleased = () => {
        clearTimeout(timeout);
        resolve();
      };
    });
    for (const connection of this.#connections.values()) connection.destroy();
  }

  encode(message: Message): string {
    if (message.kind !== 'gossip') return encode(message);
    if (message !== this.#lastMessage) {
      this.#lastMessage = message;
      this.#lastText = encode(message);
    }
    return this.#lastText;
  }

  flushLater(connection: Connection): void {
    if (this.#toFlush.length === 0) setImmediate(() => this.#flush());
    this.#toFlush.push(connection);
  }

  heard(connection: Connection): void {
    this.#newcomers.remove(connection);
  }

  released(connection: Connection): void {
    this.#newcomers.remove(connection);
    this.#connections.delete(connection.link);
    if (this.#connections.size === 0) this.#onLastReleased?.();
  }

  #onConnection(socket: Socket): void {
    const { remoteAddress, remotePort } = socket;
    const host = remoteAddress === undefined ? undefined : canonicalHost(remoteAddress);
    // It may be gone already, and an address with a zone is none of a network.
    if (this.#acceptor === undefined || host === undefined || remotePort === undefined) {
      socket.on('error', () => {});
      socket.destroy();
      return;
    }
    const connection = this.#add(address(host, remotePort), socket, false);
    connection.adopt(this.#acceptor.accept(connection.link));
    this.#newcomers.add(connection);
  }

  #add(remote: Address, socket: Socket, dialled: boolean): Connection {
    const connection = new Connection(this, this.#nextLink++, remote, socket, dialled);
    this.#connections.set(connection.link, connection);
    return connection;
  }

  #flush(): void {
    const connections = this.#toFlush;
    this.#toFlush = [];
    for (const connection of connections) connection.flush();
  }
}

/** Why a port cannot be opened. @param flag The option that named the host. */
export function bindError(
  error: NodeJS.ErrnoException,
  host: string | undefined,
  port: number,
  flag = '--host',
): StartError {
  const where = host === undefined ? 'all addresses' : isIPv6(host) ? `[${host}]` : host;
  switch (error.code) {
    case 'EADDRINUSE':
      return new StartError(
        `Port ${port} on ${where} is in use; choose another, or stop the program that holds it.`,
      );
    case 'EACCES':
      return new StartError(
        `Port ${port} on ${where} may not be opened by this user; choose one from 1024 up.`,
      );
    case 'EADDRNOTAVAIL':
      return new StartError(
        `This machine has no address ${where}; give ${flag} one of its own (see \`ip address\`), or leave it out.`,
      );
    default:
      return new StartError(`Port ${port} on ${where} cannot be opened: ${error.message}.`);
  }
}
