/** What a node says of itself on its page `/topology`, believed only as far as its form goes. */
import { type Address, parseAddress } from '../../src/address.ts';
import { fetchPage, objectIn, PageError } from '../http-page.ts';

/** How long a page may take. Source: ours. */
const PAGE_TIMEOUT_MS = 5_000;

/** Where nodes answer HTTP. */
export type HttpPort = (node: Address) => number;

export interface ToldLinks {
  /** Links whose other end says where it listens. */
  readonly links: readonly { readonly other: Address; readonly dialled: boolean }[];
  /** How many there are besides. */
  readonly unnamedCount: number;
}

/** @throws PageError when this peer does not answer there */
export async function linksOf(peer: Address, httpPort: HttpPort): Promise<ToldLinks> {
  const entries = await entriesOf(peer, httpPort, 'peer', 'links');
  const links = entries.flatMap(({ address, named, direction }) => {
    const other = named === true ? addressIn(address) : undefined;
    return other === undefined ? [] : [{ other, dialled: direction === 'dialled' }];
  });
  return { links, unnamedCount: entries.length - links.length };
}

/** The registry of a seed. @throws PageError when it does not answer there */
export async function registeredAt(seed: Address, httpPort: HttpPort): Promise<Address[]> {
  const entries = await entriesOf(seed, httpPort, 'seed', 'registered');
  return entries.flatMap(({ address }) => addressIn(address) ?? []);
}

async function entriesOf(
  node: Address,
  httpPort: HttpPort,
  kind: 'peer' | 'seed',
  list: 'links' | 'registered',
): Promise<Readonly<Record<string, unknown>>[]> {
  const port = httpPort(node);
  if (port > 65_535) throw new PageError(`there is no port ${port}`);
  const told = objectIn(await fetchPage({ host: node.host, port }, '/topology', PAGE_TIMEOUT_MS));
  // A seed may be known by another address than its own, such as that of a service.
  const isAnother = told.kind !== kind || (kind === 'peer' && told.address !== node.text);
  if (isAnother) throw new PageError('another node answers there');
  const entries: unknown = told[list];
  if (!Array.isArray(entries)) throw new PageError('it is no node of hearsay');
  return entries.filter((entry) => typeof entry === 'object' && entry !== null);
}

function addressIn(text: unknown): Address | undefined {
  return typeof text === 'string' ? parseAddress(text) : undefined;
}
