/** Takes the next event of a network and hands it to whom it concerns. */
import type { Message } from '../src/messages.ts';
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
import type { ProcessTimer } from './node-process.ts';
import type { Probe } from './virtual-icmp.ts';

/** There must be a next event: see `EventQueue.nextUs`. */
export function dispatch(network: Network): void {
  const { engine, memory } = network;
  const { queue } = engine;
  queue.take();
  engine.nowUs = queue.timeUs;
  engine.hop = queue.kind === MESSAGE ? queue.hop : 0;
  handle(network);
  memory.eventHandled();
}

function handle(network: Network): void {
  const { tcp, icmp } = network;
  const { kind, destination, source, toEnd, fromEnd, hop, ref } = network.engine.queue;
  switch (kind) {
    case MESSAGE:
      return tcp.onMessage(destination, source, toEnd, fromEnd, ref as Message);
    case TIMER:
      return (ref as ProcessTimer).due(toEnd);
    case SYN:
      return tcp.onSyn(destination, source, fromEnd, hop);
    case SYN_ACK:
      return tcp.onSynAck(destination, source, toEnd, fromEnd);
    case ACK:
      return tcp.onAck(destination, source, toEnd, fromEnd);
    case FIN:
      return tcp.onFin(source, toEnd);
    case RST:
      return tcp.onRst(source, toEnd);
    case SILENCE:
      return tcp.onSilence(destination, toEnd);
    case DIAL_TIMEOUT:
      return tcp.onDialTimeout(destination, toEnd);
    case SYN_RETRY:
      return tcp.onSynRetry(toEnd, hop, fromEnd);
    case RETRANSMIT:
      return tcp.onRetransmit(destination, toEnd, ref as Message | undefined);
    case PING_REQUEST:
      return icmp.onRequest(destination, source, ref as Probe);
    case PING_REPLY:
      return icmp.onReply(destination, ref as Probe);
    case PING_TIMEOUT:
      return icmp.onTimeout(ref as Probe);
    case START:
      return network.start(destination);
    case GOSSIP_START:
      return network.startGossip(destination);
    case EXIT:
      if (network.hosts.processes[destination] === ref) network.exit(destination);
  }
}
