/**
 * The fixed words of the wire. They are those of the reference implementation, so that its nodes and ours share one network; ours are
 * `DEREGISTER`, `DIAL_BACK` and its answers, and all between peers but gossip.
 */

export const REGISTER = 'REGISTER';
export const GET_PEER_LIST = 'GET_PEER_LIST';
export const DEAD_NODE = 'DEAD NODE';
export const DEREGISTER = 'DEREGISTER';
export const DIAL_BACK = 'DIAL_BACK';

export const REGISTERED = 'Registered';
export const ACK = 'ACK';
export const REACHABLE = 'Reachable';
export const UNREACHABLE = 'Unreachable';
export const UNKNOWN_COMMAND = 'Unknown command';
export const INVALID_REGISTER = 'Invalid REGISTER format';

export const HELLO = 'HELLO';
export const PING_WORD = 'PING';
export const PONG_WORD = 'PONG';
export const LEAVE_WORD = 'LEAVE';

/** Says that a node understands what is new here; the reference implementation ignores it. */
export const ADDITIONS = 'hearsay/1';
