/**
 * TLS handshakes of one node, as dialler and as acceptor: TLS 1.3 only, each end shows a certificate, and nothing is read of whoever
 * shows none that holds.
 */
import { X509Certificate } from 'node:crypto';
import type { Socket } from 'node:net';
import { connect, createServer, type Server, type TLSSocket } from 'node:tls';
import { type Address, address } from '../../src/address.ts';
import { canonicalHost } from '../../src/ip.ts';
import type { Credentials } from './credentials.ts';
import { namesOther } from './named-address.ts';

/** How long whoever dialled may take for its handshake. Source: ours. */
export const HANDSHAKE_MAX_MS = 10_000;

/** Handshakes that an acceptor has not finished yet; for one more the oldest is given up. Source: ours. */
export const UNFINISHED_MAX = 1_024;

/** Of a certificate that holds but names other addresses than the one that was dialled. */
const OTHER_ADDRESS = 'OTHER_ADDRESS';

const REASONS: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet',
  [OTHER_ADDRESS]: 'its certificate names another address',
};

const BROKEN_OFF = 'it broke off the handshake, and may say why in its log';

/** A connection whose handshake is not finished. */
interface Unfinished {
  readonly socket: Socket;
  readonly onSecured: (socket: TLSSocket) => void;
  readonly timeout: NodeJS.Timeout;
}

export class Handshakes {
  /** The event of a dialled socket when the acceptor has agreed as well. */
  readonly opening = 'secured';
  readonly #server: Server;
  readonly #onRefusal: (who: string, why: string) => void;
  /** By `endOf`. */
  readonly #unfinished = new Map<string, Unfinished>();
  #credentials: Credentials;

  /** @param onRefusal Told of each handshake that failed. */
  constructor(credentials: Credentials, onRefusal: (who: string, why: string) => void) {
    this.#credentials = credentials;
    this.#onRefusal = onRefusal;
    // It is handed connections and never listens. Who is refused shall be told with the reason, so it lets everybody through to the check.
    this.#server = createServer({ ...credentials.options, requestCert: true, rejectUnauthorized: false });
    this.#server.on('secureConnection', (socket) => this.#onSecure(socket));
    this.#server.on('tlsClientError', (error, socket) =>
      this.#fail(endOf(socket), whyOf(error as NodeJS.ErrnoException)),
    );
  }

  /** Takes these for handshakes from now on; what is open stays. */
  renew(credentials: Credentials): void {
    this.#credentials = credentials;
    this.#server.setSecureContext(credentials.options);
  }

  /** Dials; the socket emits `opening` before its first data. */
  dial(to: Address): TLSSocket {
    const socket = connect({
      host: to.host,
      port: to.port,
      secureContext: this.#credentials.context,
      checkServerIdentity: (_host, { raw }) => addressError(new X509Certificate(raw), to.host),
    });
    let connected = false;
    let agreed = false;
    let over = false;
    const open = (): void => {
      if (over) return;
      over = true;
      socket.emit(this.opening);
    };
    const refuse = (why: string): void => {
      if (over || !connected) return;
      over = true;
      this.#onRefusal(to.text, why);
    };
    socket.once('connect', () => {
      connected = true;
      socket.setNoDelay(true);
    });
    // The acceptor sends a session once it has checked this end. It is too early to write from within this event.
    socket.once('session', () => {
      agreed = true;
      socket.allowHalfOpen = true;
      setImmediate(open);
    });
    socket.once('data', open);
    socket.once('end', () => (agreed ? open() : refuse(BROKEN_OFF)));
    socket.on('error', (error) => refuse(whyOf(error as NodeJS.ErrnoException)));
    return socket;
  }

  /** Begins the handshake of a connection that was accepted; `onSecured` is called once both ends agree. */
  accept(socket: Socket, onSecured: (socket: TLSSocket) => void): void {
    const end = endOf(socket);
    socket.on('error', () => {});
    if (end === undefined) {
      socket.destroy();
      return;
    }
    if (this.#unfinished.size >= UNFINISHED_MAX) {
      // Honest diallers are done at once, so it is none of theirs.
      const [oldest] = this.#unfinished.keys();
      this.#fail(oldest, `${UNFINISHED_MAX} handshakes came after its own, which is unfinished`);
    }
    const timeout = setTimeout(
      () => this.#fail(end, `no handshake within ${HANDSHAKE_MAX_MS / 1000} s`),
      HANDSHAKE_MAX_MS,
    );
    this.#unfinished.set(end, { socket, onSecured, timeout });
    socket.once('close', () => this.#fail(end, BROKEN_OFF));
    // Half-open sockets cannot be told from slow ones during a handshake.
    socket.allowHalfOpen = false;
    this.#server.emit('connection', socket);
  }

  /** Ends all that are unfinished. */
  end(): void {
    for (const [end, { socket }] of this.#unfinished) {
      this.#finish(end);
      socket.destroy();
    }
  }

  #onSecure(socket: TLSSocket): void {
    const end = endOf(socket);
    if (socket.getPeerX509Certificate() === undefined) return this.#fail(end, 'it shows no certificate');
    // The type says it is an error; it is the code of one.
    if (!socket.authorized) return this.#fail(end, whyOf({ code: String(socket.authorizationError) }));
    const unfinished = this.#finish(end);
    if (unfinished === undefined) {
      socket.destroy();
      return;
    }
    socket.on('error', () => {});
    // What is written or ended within this event overtakes the session, by which the dialler knows that it was let in.
    setImmediate(() => {
      socket.allowHalfOpen = true;
      if (socket.readableEnded) socket.destroy();
      else unfinished.onSecured(socket);
    });
  }

  /** Refuses, unless it is over already. */
  #fail(end: string | undefined, why: string): void {
    const unfinished = this.#finish(end);
    if (end === undefined || unfinished === undefined) return;
    unfinished.socket.destroy();
    this.#onRefusal(end, why);
  }

  #finish(end: string | undefined): Unfinished | undefined {
    if (end === undefined) return undefined;
    const unfinished = this.#unfinished.get(end);
    clearTimeout(unfinished?.timeout);
    this.#unfinished.delete(end);
    return unfinished;
  }
}

/** Where the other end of a connection is, which no two that are open share. Undefined: it is gone, or none of a network. */
function endOf({ remoteAddress, remotePort }: Socket): string | undefined {
  const host = remoteAddress === undefined ? undefined : canonicalHost(remoteAddress);
  return host === undefined || remotePort === undefined ? undefined : address(host, remotePort).text;
}

/** Undefined: the certificate names this address, or none at all. */
function addressError(certificate: X509Certificate, host: string): Error | undefined {
  if (!namesOther(certificate, host)) return undefined;
  return Object.assign(new Error(REASONS[OTHER_ADDRESS]), { code: OTHER_ADDRESS });
}

/** In words that fit everybody who fails in the same way. */
function whyOf({ code = '' }: Pick<NodeJS.ErrnoException, 'code'>): string {
  const reason = REASONS[code];
  if (reason !== undefined) return reason;
  if (code.startsWith('ERR_SSL') && code.includes('ALERT')) return 'it refused what this node offers';
  if (code.startsWith('ERR_SSL')) return 'it speaks no TLS 1.3';
  // Of the operating system and of Node: ECONNRESET, EPIPE.
  if (code.startsWith('E')) return BROKEN_OFF;
  return 'its certificate is not of a CA of this node';
}
