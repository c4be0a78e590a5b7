/** A process of the virtual network that a test drives from outside: its node acts whenever the test calls a port. */
import type { Network } from '../../sim/network.ts';
import type { Address } from '../../src/address.ts';
import type { Gossip, Message } from '../../src/messages.ts';
import type {
  Acceptor,
  Link,
  LinkHandler,
  PingHandler,
  Timer,
  TimerHandler,
  World,
} from '../../src/ports.ts';

type Ports = World<unknown>;

export class SimProcess implements Ports {
  readonly node: number;
  readonly nodeCount: number;
  readonly self: Address;
  readonly observer = undefined;
  readonly #network: Network;
  readonly #number: number;
  readonly #ports: Network['peerPorts'];

  /** The process that runs on this node. */
  constructor(network: Network, node: number) {
    this.node = node;
    this.nodeCount = network.names.nodeCount;
    this.self = network.names.addressOf(node);
    this.#network = network;
    this.#number = network.processes.numberAt(node);
    this.#ports = network.peerPorts;
  }

  /** A fresh process on this node, which is up. */
  static boot(network: Network, node: number): SimProcess {
    network.boot(node);
    return new SimProcess(network, node);
  }

  get alive(): boolean {
    return this.#network.processes.numberAt(this.node) === this.#number;
  }

  get clock(): this {
    return this;
  }

  get transport(): this {
    return this;
  }

  get pinger(): this {
    return this;
  }

  get random(): this {
    return this;
  }

  get memory(): this {
    return this;
  }

  now(): number {
    return this.#act((ports) => ports.now());
  }

  wallTime(): number {
    return this.#act((ports) => ports.wallTime());
  }

  timer(handler: TimerHandler): Timer {
    const timer = this.#ports.timer(handler);
    return {
      arm: (delayMs) => this.#act(() => timer.arm(delayMs)),
      disarm: () => this.#act(() => timer.disarm()),
    };
  }

  listen(acceptor: Acceptor): void {
    this.#act((ports) => ports.listen(acceptor));
  }

  unlisten(): void {
    this.#act((ports) => ports.unlisten());
  }

  dial(to: Address, owner: LinkHandler, timeoutMs: number): Link {
    return this.#act((ports) => ports.dial(to, owner, timeoutMs));
  }

  send(link: Link, message: Message): boolean {
    return this.#act((ports) => ports.send(link, message));
  }

  close(link: Link): void {
    this.#act((ports) => ports.close(link));
  }

  remote(link: Link): Address {
    return this.#ports.remote(link);
  }

  ping(target: Address, timeoutMs: number, handler: PingHandler, tag: number): void {
    this.#act((ports) => ports.ping(target, timeoutMs, handler, tag));
  }

  next(): number {
    return this.#act((ports) => ports.next());
  }

  firstTime(gossip: Gossip): boolean {
    return this.#act((ports) => ports.firstTime(gossip));
  }

  /** A test may call from the handler of another node, which goes on afterwards. */
  #act<Result>(task: (ports: Network['peerPorts']) => Result): Result {
    const { engine } = this.#network;
    const { node } = engine;
    engine.node = this.node;
    try {
      return task(this.#ports);
    } finally {
      engine.node = node;
    }
  }
}
