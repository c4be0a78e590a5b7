/** What the trace hash takes of a message: a number of 32 bits, the same wherever the message is met. */
import type { Message } from '../src/messages.ts';
import type { MessageMemory } from './message-memory.ts';
import type { NodeNames } from './node-names.ts';

export function messageIdentity(message: Message, names: NodeNames, memory: MessageMemory): number {
  switch (message.kind) {
    case 'gossip':
      return memory.identityOf(message.slot);
    case 'register':
      return identity(1, names.nodeAt(message.peer));
    case 'registered':
      return identity(2, 0);
    case 'peerListRequest':
      return identity(3, message.entriesMax ?? -1);
    case 'peerList':
      return identity(4, message.list.length);
    case 'deathReport':
      return identity(5, names.nodeAt(message.accused));
    case 'deregister':
      return identity(6, names.nodeAt(message.peer));
    case 'acknowledged':
      return identity(7, 0);
    case 'badRequest':
    case 'rejected':
      return identity(8, message.why === 'register' ? 1 : 0);
    case 'hello':
      return identity(9, names.nodeAt(message.peer));
    case 'ping':
      return identity(10, 0);
    case 'pong':
      return identity(11, 0);
    case 'leave':
      return identity(12, 0);
    case 'dialBack':
      return identity(13, names.nodeAt(message.peer));
    case 'reachability':
      return identity(14, message.reachable ? 1 : 0);
  }
}

function identity(kind: number, detail: number): number {
  return (kind << 24) ^ detail;
}
