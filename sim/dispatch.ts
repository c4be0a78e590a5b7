/** Takes the next event of a network and hands it to whom it concerns. */
import {
  ACK,
  DIAL_TIMEOUT,
  EXIT,
  FIN,
  GOSSIP_START,
  MESSAGE,
  PING_REPLY,
  PING_REQUEST,
  PING_TIMEOUT,
  RETRANSMIT,
  RST,
  SILENCE,
  START,
  SYN,
  SYN_ACK,
  SYN_RETRY,
  TIMER,
} from './event-kinds.ts';
import type { Network } from './network.ts';
import type { NodeTimer } from './node-ports.ts';

/** Handles the next event that is due before this time. False: there is none. */
export function dispatch(network: Network, stopUs = Number.POSITIVE_INFINITY): boolean {
  const { engine, memory } = network;
  const { queue } = engine;
  if (!queue.take(stopUs)) return false;
  engine.node = queue.destination;
  engine.nowUs = queue.timeUs;
  engine.hop = queue.kind === MESSAGE ? queue.hop : 0;
  handle(network);
  memory.eventHandled();
  return true;
}

function handle(network: Network): void {
  const { tcp, icmp, engine } = network;
  const { queue: event, objects } = engine;
  const { kind, destination, source, hop, ref, toSlot, toGeneration } = event;
  switch (kind) {
    case MESSAGE:
      return tcp.onMessage(event);
    case TIMER:
      return (objects.release(ref) as Pick<NodeTimer, 'due'>).due(destination, toGeneration);
    case SYN:
      return tcp.onSyn(event);
    case SYN_ACK:
      return tcp.onSynAck(event);
    case ACK:
      return tcp.onAck(event);
    case FIN:
      return tcp.onFin(source, toSlot, toGeneration);
    case RST:
      return tcp.onRst(source, toSlot, toGeneration);
    case SILENCE:
      return tcp.onSilence(destination, toSlot, toGeneration);
    case DIAL_TIMEOUT:
      return tcp.onDialTimeout(destination);
    case SYN_RETRY:
      return tcp.onSynRetry(toSlot, toGeneration, hop, ref);
    case RETRANSMIT:
      return tcp.onRetransmit(destination, toSlot, toGeneration, ref);
    case PING_REQUEST:
      return icmp.onRequest(event);
    case PING_REPLY:
      return icmp.onReply(destination, source, toSlot);
    case PING_TIMEOUT:
      return icmp.onTimeout(destination, toSlot);
    case START:
      return network.start(destination);
    case GOSSIP_START:
      return network.startGossip(destination);
    case EXIT:
      if (network.processes.numberAt(destination) === toGeneration) network.exit(destination);
  }
}
