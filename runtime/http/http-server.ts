/**
 * A small HTTP server for whoever watches a node: a few pages, GET and HEAD. No connection is kept, so none is in the way when the
 * node stops. At its limits it refuses or closes connections; the node goes on.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Address, address } from '../../src/address.ts';
import { isLoopback } from '../../src/ip.ts';
import { bindError } from '../tcp-transport.ts';

/** Connections at a time; more are closed at once. Source: ours. */
const CONNECTIONS_MAX = 64;

/** How long a request may take to arrive. Source: ours. */
const REQUEST_MAX_MS = 5_000;

/** How often it is looked whether one took too long. Source: ours. */
const REQUEST_CHECK_MS = 1_000;

/** A connection on which nothing moves for so long is closed. Source: ours. */
const IDLE_MAX_MS = 30_000;

/** Bytes of the headers of a request. Source: ours. */
const HEADERS_MAX_BYTES = 8 * 1024;

/**
 * Who is meant by a request to loopback. A name that leads here is the trick by which a page in a browser on this machine reads what is
 * not for it.
 */
const LOCAL_HOST = /^((localhost|[\d.]+|\[[\da-f:.]+\])(:\d+)?)?$/i;

export interface Answer {
  readonly status: number;
  readonly type: string;
  /** Text, or pieces that are made as the reader takes them. */
  readonly body: string | Iterable<string>;
}

/** Answers for one path. */
export type Page = () => Answer | Promise<Answer>;

export function plain(status: number, sentence: string): Answer {
  return { status, type: 'text/plain; charset=utf-8', body: `${sentence}\n` };
}

export function json(body: string | Iterable<string>): Answer {
  return { status: 200, type: 'application/json; charset=utf-8', body };
}

export class HttpServer {
  /** Where it listens. */
  readonly self: Address;
  readonly #server: Server;
  /** By path. */
  readonly #pages: ReadonlyMap<string, Page>;

  private constructor(server: Server, pages: Readonly<Record<string, Page>>, host: string) {
    this.#server = server;
    this.#pages = new Map(Object.entries(pages));
    const bound = server.address();
    this.self = address(host, typeof bound === 'object' && bound !== null ? bound.port : 0);
    server.on('request', (request, response) => void this.#answer(request, response));
    server.on('error', () => {});
  }

  /**
   * Listens from now on.
   * @param pages By path, such as `/metrics`.
   * @throws StartError when the port cannot be had.
   */
  static listenOn({ host, port }: Address, pages: Readonly<Record<string, Page>>): Promise<HttpServer> {
    const server = createServer({
      maxHeaderSize: HEADERS_MAX_BYTES,
      requestTimeout: REQUEST_MAX_MS,
      headersTimeout: REQUEST_MAX_MS,
      connectionsCheckingInterval: REQUEST_CHECK_MS,
    });
    server.maxConnections = CONNECTIONS_MAX;
    server.timeout = IDLE_MAX_MS;
    return new Promise((resolve, reject) => {
      server.once('error', (error: NodeJS.ErrnoException) => reject(bindError(error, host, port, '--http')));
      server.listen({ host, port }, () => {
        server.removeAllListeners('error');
        resolve(new HttpServer(server, pages, host));
      });
    });
  }

  /** Closes everything, whatever is under way. */
  async end(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { status, type, body } = await this.#answerTo(request);
    response.writeHead(status, {
      'content-type': type,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      connection: 'close',
      ...(status === 405 ? { allow: 'GET, HEAD' } : {}),
      ...(typeof body === 'string' ? { 'content-length': Buffer.byteLength(body) } : {}),
    });
    if (request.method === 'HEAD') response.end();
    else if (typeof body === 'string') response.end(body);
    // A reader that goes away ends it.
    else await pipeline(Readable.from(body), response).catch(() => {});
  }

  async #answerTo({ method, url = '', headers }: IncomingMessage): Promise<Answer> {
    if (isLoopback(this.self.host) && !LOCAL_HOST.test(headers.host ?? '')) {
      return plain(421, 'This node answers on loopback, to an address or localhost only.');
    }
    const path = url.replace(/[?#].*$/s, '');
    const page = this.#pages.get(path);
    if (page === undefined) {
      return plain(404, `There is no such page; there are ${[...this.#pages.keys()].join(', ')}.`);
    }
    if (method !== 'GET' && method !== 'HEAD') return plain(405, 'Only GET and HEAD are answered.');
    try {
      return await page();
    } catch (error) {
      return plain(500, `This page failed: ${(error as Error).message}.`);
    }
  }
}
