/**
 * Says once that ICMP looks blocked: no host ever answered a ping, and one that counts as dead for that still takes a TCP
 * connection. The verdict stands; what an operator should do is another matter.
 */
import type { Address } from '../src/address.ts';
import { ConnectProbe, type ProbeOwner } from '../src/connect-probe.ts';
import type { Pinger, PingHandler, Transport } from '../src/ports.ts';

export class IcmpSuspicion implements ProbeOwner {
  readonly #transport: Transport;
  readonly #timeoutMs: number;
  readonly #tell: (words: string) => void;
  /** A host answered, or it was asked over TCP already. */
  #settled = false;
  #suspect = '';

  constructor(transport: Transport, timeoutMs: number, tell: (words: string) => void) {
    this.#transport = transport;
    this.#timeoutMs = timeoutMs;
    this.#tell = tell;
  }

  /** The same pinger, whose answers are seen here. */
  watch(pinger: Pinger): Pinger {
    return {
      ping: (target, timeoutMs, handler, tag) =>
        pinger.ping(target, timeoutMs, this.#settled ? handler : this.#witness(handler), tag),
    };
  }

  /** This neighbour was declared dead. */
  onDead(neighbour: Address): void {
    if (this.#settled || neighbour.port === 0) return;
    this.#settled = true;
    this.#suspect = neighbour.text;
    new ConnectProbe(this.#transport, neighbour, this.#timeoutMs, this);
  }

  onProbe(_tag: number, listening: boolean): void {
    if (listening) {
      this.#tell(
        `warning: ICMP looks blocked: no host ever answered a ping, though ${this.#suspect} takes TCP connections; ` +
          'let ICMP echo pass, or start with --liveness tcp',
      );
    } else {
      this.#settled = false;
    }
  }

  #witness(handler: PingHandler): PingHandler {
    return {
      onPing: (tag, outcome, roundTripMs) => {
        if (outcome === 'alive') this.#settled = true;
        handler.onPing(tag, outcome, roundTripMs);
      },
    };
  }
}
