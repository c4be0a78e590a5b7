/**
 * The metrics of one node, in a registry of its own: counters that its observer advances, gauges looked at when somebody asks, and
 * what prom-client tells of the process (event-loop lag, memory, descriptors). Base units, prefix `hearsay_`.
 */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { CountedFact, CountedFacts } from './counted-facts.ts';
import type { KeptCount, MeasuredState } from './measured-states.ts';

const PREFIX = 'hearsay_';

/** Told of a fact, whatever its parts. */
type Told = (a: unknown, b: unknown, c: unknown, d: unknown) => void;

export class NodeMetrics {
  readonly #registry = new Registry();

  constructor(kind: 'peer' | 'seed', version: string) {
    collectDefaultMetrics({ register: this.#registry, prefix: PREFIX });
    const labels = { kind, version };
    new Gauge({
      name: `${PREFIX}build_info`,
      help: 'Kind and version of this node; always 1.',
      labelNames: Object.keys(labels),
      registers: [this.#registry],
    }).set(labels, 1);
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  /** All of them in the text format of Prometheus. */
  text(): Promise<string> {
    return this.#registry.metrics();
  }

  /** An observer that counts these facts. */
  counting<Facts extends object>(facts: CountedFacts<Facts>): Partial<Facts> {
    const observer: Record<string, Told> = {};
    for (const [fact, row] of Object.entries(facts)) {
      observer[fact] = this.#counter(row as CountedFact<unknown[]>);
    }
    return observer as Partial<Facts>;
  }

  /** From now on these states of the node are told too. */
  measure<Node>(states: readonly MeasuredState<Node>[], node: Node): void {
    for (const { name, help, label, of } of states) {
      new Gauge({
        name: `${PREFIX}${name}`,
        help,
        labelNames: label === undefined ? [] : [label],
        registers: [this.#registry],
        collect() {
          const state = of(node);
          if (typeof state === 'number') return this.set(state);
          for (const [value, count] of Object.entries(state)) this.set({ [label as string]: value }, count);
        },
      });
    }
  }

  /** From now on these counts that the node keeps are told too. */
  count<Node>(counts: readonly KeptCount<Node>[], node: Node): void {
    for (const { name, help, of } of counts) {
      new Counter({
        name: `${PREFIX}${name}`,
        help,
        registers: [this.#registry],
        collect() {
          this.reset();
          this.inc(of(node));
        },
      });
    }
  }

  /** A histogram of seconds. */
  histogram(name: string, help: string, buckets: readonly number[]): Histogram {
    const registers = [this.#registry];
    return new Histogram({ name: `${PREFIX}${name}`, help, buckets: [...buckets], registers });
  }

  #counter({ name, help, label }: CountedFact<unknown[]>): Told {
    const labelNames = label === undefined ? [] : [label.name];
    const registers = [this.#registry];
    const counter = new Counter({ name: `${PREFIX}${name}`, help, labelNames, registers });
    if (label === undefined) return () => counter.inc();
    for (const value of label.values) counter.inc({ [label.name]: value }, 0);
    return (a, b, c, d) => counter.inc({ [label.name]: label.of(a, b, c, d) });
  }
}
