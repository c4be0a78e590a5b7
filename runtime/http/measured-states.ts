/** What of the state of a node is measured, as metrics of Prometheus: a row each, looked at when somebody asks. */
import { quorumOf } from '../../src/settings.ts';
import type { RunningNode, RunningPeer, RunningSeed } from '../node.ts';
import type { NodeTls } from '../tls/node-tls.ts';
import { degreeOf, monitoredCount } from './open-links.ts';

export interface MeasuredState<Node> {
  /** Without the prefix. */
  readonly name: string;
  readonly help: string;
  /** The name of the label by whose values the state is told. */
  readonly label?: string;
  /** The value, or one for each value of the label. */
  readonly of: (node: Node) => number | Readonly<Record<string, number>>;
}

/** A number that a node keeps and that only grows: a counter. */
export interface KeptCount<Node> {
  /** Without the prefix. */
  readonly name: string;
  readonly help: string;
  readonly of: (node: Node) => number;
}

const QUEUE: MeasuredState<RunningNode> = {
  name: 'queue_bytes',
  help: 'Bytes that wait to be sent, on all connections.',
  of: ({ transport }) => transport.pendingBytes,
};

export const MEASURED_OF_PEER: readonly MeasuredState<RunningPeer>[] = [
  QUEUE,
  {
    name: 'neighbours',
    help: 'Neighbours that are watched, also those without a link.',
    of: ({ peer }) => monitoredCount(peer),
  },
  {
    name: 'degree',
    help: 'Open links. Those accepted are the in-degree.',
    label: 'direction',
    of: ({ peer }) => degreeOf(peer),
  },
  { name: 'registrations', help: 'Seeds that hold this peer.', of: ({ peer }) => peer.heldCount },
  {
    name: 'registrations_quorum',
    help: 'Seeds that must hold this peer.',
    of: ({ peer }) => quorumOf(peer.settings.seeds.length),
  },
  { name: 'seen_messages', help: 'Messages remembered.', of: ({ memory }) => memory.size },
];

export const MEASURED_OF_SEED: readonly MeasuredState<RunningSeed>[] = [
  QUEUE,
  { name: 'registered_peers', help: 'Peers registered.', of: ({ seed }) => seed.registry.size },
  { name: 'checks_running', help: 'Checks of peers under way.', of: ({ seed }) => seed.checkCount },
];

// Of a node whose links are secured.

export const MEASURED_OF_TLS: readonly MeasuredState<NodeTls>[] = [
  {
    name: 'tls_certificate_expiry_timestamp_seconds',
    help: 'When the certificate of this node expires, seconds since the epoch.',
    of: ({ expires }) => expires.getTime() / 1000,
  },
];

export const KEPT_BY_TLS: readonly KeptCount<NodeTls>[] = [
  {
    name: 'tls_refusals_total',
    help: 'Connections without a handshake that both ends agreed on.',
    of: ({ refusalCount }) => refusalCount,
  },
];
