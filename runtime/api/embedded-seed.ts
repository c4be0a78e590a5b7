/** A seed that a program embeds: the node and its listeners. */
import { type RunningSeed, startSeed } from '../node.ts';
import { Events } from './events.ts';
import { seedFacts } from './facts.ts';
import { Lifetime } from './lifetime.ts';
import { seedNodeOptions } from './options.ts';
import type { Seed, SeedEvents, SeedOptions } from './types.ts';

type Listener<Name extends keyof SeedEvents> = (detail: SeedEvents[Name]) => void;

export class EmbeddedSeed implements Seed {
  readonly #events = new Events<SeedEvents>(['registered', 'removed', 'warning']);
  readonly #lifetime: Lifetime<RunningSeed>;

  constructor(options: SeedOptions) {
    const nodeOptions = {
      ...seedNodeOptions(options),
      complain: (sentence: string) => this.#events.tell('warning', sentence),
      observers: [seedFacts(this.#events)],
    };
    this.#lifetime = new Lifetime(
      () => startSeed(nodeOptions),
      options.signal,
      () => {},
    );
  }

  get address(): string {
    return this.#lifetime.address;
  }

  get peers(): string[] {
    const { seed } = this.#lifetime.running ?? {};
    if (seed === undefined) return [];
    const list = seed.registry.list(seed.world.clock.now());
    return Array.from({ length: list.length }, (_, i) => list.at(i).text);
  }

  start(): Promise<void> {
    return this.#lifetime.start();
  }

  stop(): Promise<void> {
    return this.#lifetime.stop();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  on<Name extends keyof SeedEvents>(event: Name, listener: Listener<Name>): this {
    this.#events.on(event, listener);
    return this;
  }

  once<Name extends keyof SeedEvents>(event: Name, listener: Listener<Name>): this {
    this.#events.once(event, listener);
    return this;
  }

  off<Name extends keyof SeedEvents>(event: Name, listener: Listener<Name>): this {
    this.#events.off(event, listener);
    return this;
  }
}
