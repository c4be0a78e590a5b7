/**
 * All nodes of a process ping through one helper process, so that one probe a host serves them all. It starts with the first node
 * that pings and ends with the last.
 */
import type { Address } from '../../src/address.ts';
import type { Pinger, PingHandler } from '../../src/ports.ts';
import { IcmpPinger } from './icmp-pinger.ts';

let shared: IcmpPinger | undefined;
let holdersCount = 0;

/** The part of one node. */
export class SharedPinger implements Pinger {
  /** Held since the first ping. */
  #pinger: IcmpPinger | undefined;
  #stopped = false;

  ping(target: Address, timeoutMs: number, handler: PingHandler, tag: number): void {
    if (this.#stopped) return;
    const onPing: PingHandler['onPing'] = (own, outcome, roundTripMs) => {
      if (!this.#stopped) handler.onPing(own, outcome, roundTripMs);
    };
    this.#held().ping(target, timeoutMs, { onPing }, tag);
  }

  /** Tries a ping on loopback; see `IcmpPinger`. */
  preflight(host: '127.0.0.1' | '::1'): Promise<string | undefined> {
    return this.#held().preflight(host);
  }

  /** This node pings no more; probes under way stay without an answer. */
  stop(): void {
    this.#stopped = true;
    if (this.#pinger === undefined) return;
    this.#pinger = undefined;
    holdersCount--;
    if (holdersCount > 0) return;
    shared?.stop();
    shared = undefined;
  }

  #held(): IcmpPinger {
    if (this.#pinger !== undefined) return this.#pinger;
    shared ??= new IcmpPinger();
    holdersCount++;
    this.#pinger = shared;
    return shared;
  }
}
