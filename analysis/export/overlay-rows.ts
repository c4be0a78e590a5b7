/** An overlay as rows of nodes and edges, in one order, for the files of other programs. */
import { degreesOf, inDegreesOf } from '../degrees.ts';

export interface ExportedOverlay {
  /** Numbers of the peers, ascending. */
  readonly peers: Uint32Array;
  /** What they are called, by number; `peer/3` when undefined. */
  readonly labels?: readonly string[];
  /** Two of these numbers a link: the peer that dialled, then the other. */
  readonly links: Uint32Array;
  /** What tells how the overlay came to be: names and texts, in order. */
  readonly origin: readonly (readonly [name: string, text: string])[];
  /** How one message came to the peers, if one was followed. */
  readonly message: FollowedMessage | undefined;
}

/** By number of the peer; -1 where the message never came, or came from nobody. */
export interface FollowedMessage {
  /** Microseconds from publish to the first sight, 0 at the publisher. */
  readonly timeUs: ArrayLike<number>;
  /** The peer that it came from. */
  readonly parents: ArrayLike<number>;
  /** Links that it had crossed. */
  readonly hops: ArrayLike<number>;
}

export interface NodeRow {
  readonly id: number;
  readonly label: string;
  /** Links that others dialled to it. */
  readonly inDegree: number;
  /** Links that it dialled. */
  readonly outDegree: number;
  readonly degree: number;
  /** Since publish; undefined, like those below, when no message was followed, or it never came. */
  readonly infectedMs: number | undefined;
  readonly infectedBy: number | undefined;
  readonly hop: number | undefined;
}

export interface EdgeRow {
  readonly id: string;
  /** The peer that dialled. */
  readonly source: number;
  readonly target: number;
  /** When the followed message came to a peer for the first time over this link. */
  readonly deliveredMs: number | undefined;
}

/** The peers, ascending. */
export function* nodeRows({ peers, labels, links, message }: ExportedOverlay): Generator<NodeRow> {
  const numbers = (peers.at(-1) ?? -1) + 1;
  const [degrees, inDegrees] = [degreesOf(numbers, links), inDegreesOf(numbers, links)];
  for (const id of peers) {
    const [degree, inDegree] = [degrees[id], inDegrees[id]];
    yield {
      id,
      label: labels?.[id] ?? `peer/${id}`,
      inDegree,
      outDegree: degree - inDegree,
      degree,
      infectedMs: infectedMs(id, message),
      infectedBy: known(message?.parents[id]),
      hop: known(message?.hops[id]),
    };
  }
}

/** The links, in their order. */
export function* edgeRows({ links, message }: ExportedOverlay): Generator<EdgeRow> {
  for (let i = 0; i < links.length; i += 2) {
    const [source, target] = [links[i], links[i + 1]];
    const receiver = receiverOf(source, target, message);
    yield {
      id: `e${i / 2}`,
      source,
      target,
      deliveredMs: receiver === undefined ? undefined : infectedMs(receiver, message),
    };
  }
}

function infectedMs(peer: number, message: FollowedMessage | undefined): number | undefined {
  const timeUs = known(message?.timeUs[peer]);
  return timeUs === undefined ? undefined : timeUs / 1000;
}

function known(value: number | undefined): number | undefined {
  return value === -1 ? undefined : value;
}

/** Which of two peers had the message from the other first. */
function receiverOf(a: number, b: number, message: FollowedMessage | undefined): number | undefined {
  if (message?.parents[b] === a) return b;
  return message?.parents[a] === b ? a : undefined;
}

/** A node or edge attribute of a file: its name, the type that GraphML and GEXF call it, and where it is in a row. */
export interface Attribute<Row> {
  readonly name: string;
  readonly type: 'long' | 'double';
  readonly read: (row: Row) => number | undefined;
}

/** The attributes of nodes, in order; those of a message only when one was followed. */
export function nodeAttributes({ message }: ExportedOverlay): readonly Attribute<NodeRow>[] {
  const followed: Attribute<NodeRow>[] = [
    { name: 'infectedMs', type: 'double', read: (row) => row.infectedMs },
    { name: 'infectedBy', type: 'long', read: (row) => row.infectedBy },
    { name: 'hop', type: 'long', read: (row) => row.hop },
  ];
  return [
    { name: 'inDegree', type: 'long', read: (row) => row.inDegree },
    { name: 'outDegree', type: 'long', read: (row) => row.outDegree },
    { name: 'degree', type: 'long', read: (row) => row.degree },
    ...(message === undefined ? [] : followed),
  ];
}

/** The attributes of edges. */
export function edgeAttributes({ message }: ExportedOverlay): readonly Attribute<EdgeRow>[] {
  if (message === undefined) return [];
  return [{ name: 'deliveredMs', type: 'double', read: (row) => row.deliveredMs }];
}
