/** Kinds of events. The first group reaches handlers and enters the trace hash under these numbers; the rest is the network's own. */

/** A node's process starts. */
export const START = 1;
/** The simulator asks a publisher for its first message. */
export const GOSSIP_START = 2;
/** A process ends after a graceful leave. */
export const EXIT = 3;
/** `ref`: the timer, or what stands for it after it was disarmed. */
export const TIMER = 4;
/** A dialled link is open: the answer to SYN came. */
export const SYN_ACK = 5;
/** An accepted link is open: the dialler knows. */
export const ACK = 6;
/** `ref`: the message. */
export const MESSAGE = 7;
/** The other end closed, after all it sent. */
export const FIN = 8;
/** Nobody listens there, or the other end forgot the link. */
export const RST = 9;
/** A dial may have taken too long. */
export const DIAL_TIMEOUT = 10;
/** An accepted link has been open for `UNDECIDED_MAX_MS`. */
export const SILENCE = 11;
/** `toSlot`: the probe, here as in the other kinds of pings. */
export const PING_REPLY = 12;
export const PING_TIMEOUT = 13;
/** A scripted fault struck this node. */
export const FAULT = 14;

/** A dial arrives; `hop` is the dialler's port. */
export const SYN = 20;
/** A dial is tried again; `hop` counts the attempts. */
export const SYN_RETRY = 21;
/** An end that could not send tries again; `ref`: a message that came back from a host that is down. */
export const RETRANSMIT = 22;
export const PING_REQUEST = 23;

/** What people call the kinds that reach handlers. */
export const KIND_NAMES: Readonly<Record<number, string>> = {
  [START]: 'starts',
  [GOSSIP_START]: 'begins to publish',
  [EXIT]: 'ends',
  [TIMER]: 'a timer is due',
  [SYN_ACK]: 'a dial was answered',
  [ACK]: 'a link was accepted',
  [MESSAGE]: 'a message came',
  [FIN]: 'a link was closed',
  [RST]: 'a link was refused or reset',
  [DIAL_TIMEOUT]: 'a dial took too long',
  [RETRANSMIT]: 'a link was given up',
  [SILENCE]: 'an accepted link is silent',
  [PING_REPLY]: 'a ping was answered',
  [PING_TIMEOUT]: 'a ping was lost',
  [FAULT]: 'is struck by a fault',
};
