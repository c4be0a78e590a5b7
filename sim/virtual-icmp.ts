/**
 * ICMP echo over the virtual network: a request and a reply, each with a latency and a loss of its own, drawn by its sender. A
 * host that is up replies, whatever its process does. A probe is a row that is used again once it was answered or is too late;
 * its generation tells the two apart.
 */
import type { Address } from '../src/address.ts';
import { grown } from '../src/columns.ts';
import type { PingHandler } from '../src/ports.ts';
import { type Engine, microseconds } from './engine.ts';
import { PING_REPLY, PING_REQUEST, PING_TIMEOUT } from './event-kinds.ts';
import type { Hosts } from './hosts.ts';
import type { LatencySource } from './latency.ts';
import type { Loss } from './loss.ts';
import type { NodeNames } from './node-names.ts';
import type { ProcessState } from './process-state.ts';

const PROBES_MIN = 64;

export class VirtualIcmp {
  readonly #engine: Engine;
  readonly #names: NodeNames;
  readonly #hosts: Hosts;
  readonly #latency: LatencySource;
  readonly #loss: Loss;
  // Columns by probe.
  #sentUs = new Float64Array(PROBES_MIN);
  #tags = new Int32Array(PROBES_MIN);
  #generations = new Int32Array(PROBES_MIN);
  readonly #processes: (ProcessState | undefined)[] = [];
  readonly #handlers: (PingHandler | undefined)[] = [];
  readonly #free: number[] = [];

  constructor(engine: Engine, names: NodeNames, hosts: Hosts, latency: LatencySource, loss: Loss) {
    this.#engine = engine;
    this.#names = names;
    this.#hosts = hosts;
    this.#latency = latency;
    this.#loss = loss;
  }

  ping(process: ProcessState, target: Address, timeoutMs: number, handler: PingHandler, tag: number): void {
    const probe = this.#free.pop() ?? this.#freshProbe();
    this.#sentUs[probe] = this.#engine.nowUs;
    this.#tags[probe] = tag;
    this.#processes[probe] = process;
    this.#handlers[probe] = handler;
    const generation = this.#generations[probe];
    const { node } = process;
    this.#engine.scheduleOwn(microseconds(timeoutMs), node, PING_TIMEOUT, probe, generation);
    this.#send(node, this.#names.nodeAt(target), PING_REQUEST, probe, generation);
  }

  onRequest(host: number, from: number, probe: number, generation: number): void {
    if (this.#hosts.isUp(host)) this.#send(host, from, PING_REPLY, probe, generation);
  }

  onReply(host: number, from: number, probe: number, generation: number): void {
    if (!this.#hosts.isUp(host) || this.#generations[probe] !== generation) return;
    const afterMs = (this.#engine.nowUs - this.#sentUs[probe]) / 1000;
    this.#answer(probe, PING_REPLY, from, 'alive', afterMs);
  }

  onTimeout(node: number, probe: number, generation: number): void {
    if (this.#generations[probe] === generation) this.#answer(probe, PING_TIMEOUT, node, 'lost', 0);
  }

  #answer(probe: number, kind: number, source: number, outcome: 'alive' | 'lost', roundTripMs: number): void {
    const process = this.#processes[probe] as ProcessState;
    const handler = this.#handlers[probe] as PingHandler;
    this.#processes[probe] = undefined;
    this.#handlers[probe] = undefined;
    this.#generations[probe]++;
    this.#free.push(probe);
    if (!process.alive) return;
    this.#engine.note(process.node, kind, source, 0);
    handler.onPing(this.#tags[probe], outcome, roundTripMs);
  }

  #freshProbe(): number {
    const probe = this.#processes.length;
    if (probe === this.#tags.length) {
      this.#sentUs = grown(this.#sentUs, new Float64Array(2 * probe));
      this.#tags = grown(this.#tags, new Int32Array(2 * probe));
      this.#generations = grown(this.#generations, new Int32Array(2 * probe));
    }
    return probe;
  }

  #send(from: number, to: number, kind: number, probe: number, generation: number): void {
    if (to < 0 || !this.#hosts.reachesByIcmp(from, to) || this.#loss.strikes(from)) return;
    const engine = this.#engine;
    const arrivalUs = engine.nowUs + this.#latency.drawUs(from, to);
    engine.send(arrivalUs, to, from, kind, 0, 0, probe, generation, 0, 0);
  }
}
