/** Limits of what one line may carry, in bytes without its newline. A longer one closes the connection. */
import type { Dialect } from '../ports.ts';

/** A request, or any word between peers but gossip. Source: specification of the wire. */
export const CONTROL_LINE_BYTES_MAX = 1_024;

/** A gossip message with its payload. Source: specification of the wire. */
export const GOSSIP_LINE_BYTES_MAX = 64 * 1_024;

/** A payload, decoded: with base64url (4 characters for 3 bytes) and the text it fits a gossip line. Source: specification of the wire. */
export const PAYLOAD_BYTES_MAX = 47 * 1_024;

/** A peer list that was asked for. Source: specification of the wire. */
export const LIST_BYTES_MAX = 32 * 1_024 * 1_024;

/** The longest line that a link end of this dialect reads. */
export function lineBytesMax(dialect: Dialect): number {
  switch (dialect) {
    case 'requests':
      return CONTROL_LINE_BYTES_MAX;
    case 'answers':
      return LIST_BYTES_MAX;
    case 'gossip':
      return GOSSIP_LINE_BYTES_MAX;
  }
}
