/**
 * ICMP echo over the virtual network: a request and a reply, each with a latency and a loss of its own, drawn by its sender. A
 * host that is up replies, whatever its process does.
 */
import type { Address } from '../src/address.ts';
import type { PingHandler } from '../src/ports.ts';
import { type Engine, microseconds } from './engine.ts';
import { PING_REPLY, PING_REQUEST, PING_TIMEOUT } from './event-kinds.ts';
import type { Hosts } from './hosts.ts';
import type { LatencySource } from './latency.ts';
import type { Loss } from './loss.ts';
import type { NodeNames } from './node-names.ts';
import type { ProcessState } from './process-state.ts';

/** One ping on its way. */
export class Probe {
  readonly process: ProcessState;
  readonly handler: PingHandler;
  readonly tag: number;
  readonly sentUs: number;
  answered = false;

  constructor(process: ProcessState, handler: PingHandler, tag: number, sentUs: number) {
    this.process = process;
    this.handler = handler;
    this.tag = tag;
    this.sentUs = sentUs;
  }
}

export class VirtualIcmp {
  readonly #engine: Engine;
  readonly #names: NodeNames;
  readonly #hosts: Hosts;
  readonly #latency: LatencySource;
  readonly #loss: Loss;

  constructor(engine: Engine, names: NodeNames, hosts: Hosts, latency: LatencySource, loss: Loss) {
    this.#engine = engine;
    this.#names = names;
    this.#hosts = hosts;
    this.#latency = latency;
    this.#loss = loss;
  }

  ping(process: ProcessState, target: Address, timeoutMs: number, handler: PingHandler, tag: number): void {
    const { node } = process;
    const probe = new Probe(process, handler, tag, this.#engine.nowUs);
    const { objects } = this.#engine;
    this.#engine.scheduleOwn(microseconds(timeoutMs), node, PING_TIMEOUT, 0, 0, objects.hold(probe));
    this.#send(node, this.#names.nodeAt(target), PING_REQUEST, probe);
  }

  onRequest(host: number, from: number, probe: Probe): void {
    if (this.#hosts.isUp(host)) this.#send(host, from, PING_REPLY, probe);
  }

  onReply(host: number, probe: Probe): void {
    if (!this.#hosts.isUp(host) || probe.answered || !probe.process.alive) return;
    probe.answered = true;
    const { node } = probe.process;
    this.#engine.note(node, PING_REPLY, this.#engine.queue.source, 0);
    probe.handler.onPing(probe.tag, 'alive', (this.#engine.nowUs - probe.sentUs) / 1000);
  }

  onTimeout(probe: Probe): void {
    if (probe.answered || !probe.process.alive) return;
    probe.answered = true;
    const { node } = probe.process;
    this.#engine.note(node, PING_TIMEOUT, node, 0);
    probe.handler.onPing(probe.tag, 'lost', 0);
  }

  #send(from: number, to: number, kind: number, probe: Probe): void {
    if (to < 0 || !this.#hosts.reachesByIcmp(from, to) || this.#loss.strikes(from)) return;
    const { queue, nowUs, objects } = this.#engine;
    const arrivalUs = nowUs + this.#latency.drawUs(from, to);
    queue.push(arrivalUs, to, from, kind, 0, objects.hold(probe), 0, 0, 0, 0);
  }
}
