/** A peer list as it came from a seed. */
import type { PeerList } from './peer-list.ts';

/** One seed's answer. */
export interface ReceivedList {
  readonly list: PeerList;
  readonly aged: boolean;
  /** When it came, on the receiver's monotonic clock; makes ages of different answers comparable. */
  readonly receivedAtMs: number;
}
