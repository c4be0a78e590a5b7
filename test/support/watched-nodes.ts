/** Nodes of ours in this process that answer HTTP, each on a host of its own of loopback, and what their pages say. */
import { createServer } from 'node:net';
import { fetchPage, type Page } from '../../cli/http-page.ts';
import { metricValues } from '../../cli/metrics-text.ts';
import { startWatchedPeer, startWatchedSeed } from '../../runtime/http/watched-node.ts';
import type { NodeParameters } from '../../runtime/protocol-numbers.ts';
import type { PemTexts } from '../../runtime/tls/credentials.ts';
import { type Address, address, parseAddress } from '../../src/address.ts';
import { OurNode } from './runtime-our-node.ts';

const PAGE_TIMEOUT_MS = 60_000;

const STARTS = { peer: startWatchedPeer, seed: startWatchedSeed } as const;

export interface WatchedOptions {
  readonly seeds?: readonly Address[];
  readonly numbers?: NodeParameters;
  /** Listens and answers HTTP here. */
  readonly host?: string;
  readonly port?: number;
  /** 0: any free one. */
  readonly httpPort?: number;
  readonly tls?: () => PemTexts;
}

export class WatchedNode {
  readonly ours: OurNode;
  /** Where it answers HTTP, as its log says. */
  readonly http: Address;

  private constructor(ours: OurNode) {
    this.ours = ours;
    const said = ours.lines.map((line) => /answers HTTP at http:\/\/(\S+)$/.exec(line)?.[1]);
    this.http = parseAddress(said.find((text) => text !== undefined) ?? '') as Address;
  }

  static async start(kind: 'peer' | 'seed', options: WatchedOptions = {}): Promise<WatchedNode> {
    const { seeds = [], numbers, host = '127.0.0.1', port = 0, httpPort = 0, tls } = options;
    const http = { address: address(host, httpPort), version: '1.2.3' };
    const ours = await OurNode.start((own) => STARTS[kind]({ ...own, host, port, tls }, http), seeds, {
      backoffMinMs: 50,
      backoffMaxMs: 100,
      aloneMs: 200,
      ...numbers,
    });
    await ours.says('answers HTTP at');
    return new WatchedNode(ours);
  }

  get self(): Address {
    return this.ours.self;
  }

  page(path: string): Promise<Page> {
    return fetchPage(this.http, path, PAGE_TIMEOUT_MS);
  }

  // biome-ignore lint/suspicious/noExplicitAny: tests check what is in it.
  async topology(): Promise<any> {
    return JSON.parse((await this.page('/topology')).text);
  }

  async metrics(): Promise<ReadonlyMap<string, number>> {
    return metricValues((await this.page('/metrics')).text);
  }

  /** Asks until the page is as wanted. */
  async until(path: string, wanted: (page: Page) => boolean): Promise<Page> {
    for (let tries = 0; ; tries++) {
      const page = await this.page(path);
      if (wanted(page)) return page;
      if (tries === 400) throw new Error(`${path} still says ${page.status} ${page.text.slice(0, 2000)}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  stop(): Promise<void> {
    return this.ours.node.stop();
  }
}

/** A port on which nobody listens. */
export async function freePort(host = '127.0.0.1'): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
