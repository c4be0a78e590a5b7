/** What a thread needs to run one shard of a network together with the others; rows of others are handed to whom they concern. */
import type { Cargo } from './cargo.ts';
import { Crossing, STORAGE } from './crossing.ts';
import type { EventQueue } from './event-queue.ts';
import { DESTINATION, KIND_AND_HOP, REF, ROW_TIMES, ROW_WORDS, SOURCE } from './event-rows.ts';
import type { Hosts } from './hosts.ts';
import type { LivenessStatistics } from './liveness-statistics.ts';
import type { MessageMemory } from './message-memory.ts';
import type { NodeNames } from './node-names.ts';
import {
  COPIES,
  DELIVERED,
  ENDED,
  LANDED,
  PUBLISHED,
  ROW_CHARS,
  ShardFacts,
  VERDICT,
} from './shard-facts.ts';
import { type Meeting, ShardLinks } from './shard-links.ts';
import type { RowsIn } from './shard-rows.ts';
import { type ShardOptions, Shards } from './shards.ts';
import type { Spread } from './spread.ts';

/** Whom the rows of other threads concern. */
export interface ShardWorld {
  readonly names: NodeNames;
  readonly queue: EventQueue;
  readonly cargo: Cargo;
  readonly hosts: Hosts;
  readonly memory: MessageMemory;
  readonly spread: Spread;
  readonly liveness: LivenessStatistics;
}

export class Shard {
  readonly shards: Shards;
  readonly links: ShardLinks;
  readonly facts: ShardFacts;
  #crossing!: Crossing;
  #world!: ShardWorld;

  constructor(options: ShardOptions, names: NodeNames) {
    this.shards = new Shards(options, names);
    this.links = new ShardLinks(options);
    this.facts = new ShardFacts(this.shards, this.links);
  }

  /** Takes its place in a world that was made around it. */
  enter(world: ShardWorld): Crossing {
    this.#world = world;
    this.#crossing = new Crossing(this.shards, this.links, world.names, world.cargo, world.queue);
    return this.#crossing;
  }

  /** Meets the others; then all that was sent is where it belongs. Returns the values of every shard. */
  exchange(values: readonly number[]): Meeting<readonly (readonly number[])[]> {
    return this.links.exchange(values, this);
  }

  /** Meets the others. Returns a lower bound of the time of the next event anywhere. */
  *nextUs(): Meeting<number> {
    const crossing = this.#crossing;
    const soonestUs = Math.min(this.#world.queue.nextUs, crossing.soonestUs);
    crossing.soonestUs = Number.POSITIVE_INFINITY;
    const all = yield* this.exchange([soonestUs]);
    return Math.min(...all.map(([us]) => us));
  }

  /** The end of the window of time that all handle together. */
  windowEndUs(timeUs: number): number {
    return this.#world.queue.windowEndUs(timeUs);
  }

  take(rows: RowsIn, from: number): void {
    const { end } = rows;
    for (let row = rows.first; row < end; ) row = this.#takeRow(rows, row, from);
  }

  /** Returns the row after it. */
  #takeRow(rows: RowsIn, row: number, from: number): number {
    const { words } = rows;
    const { hosts, memory, spread, liveness } = this.#world;
    const at = ROW_WORDS * row;
    const kindAndHop = words[at + KIND_AND_HOP];
    const [node, slot] = [words[at + DESTINATION], words[at + SOURCE]];
    const timeUs = rows.times[ROW_TIMES * row];
    switch (kindAndHop & 0xff) {
      case PUBLISHED:
        return this.#takeMessage(rows, row);
      case DELIVERED:
        spread.log(slot, node, timeUs, kindAndHop >> 8);
        break;
      case COPIES:
        memory.takeReport(slot, words[at + REF]);
        break;
      case LANDED:
        memory.forgetMessage(slot);
        break;
      case VERDICT:
        liveness.takeVerdict(node, timeUs);
        break;
      case ENDED:
        hosts.ended(node, timeUs);
        break;
      case STORAGE:
        this.#crossing.receiveStorage(rows, row, from);
        break;
      default:
        return this.#crossing.receive(rows, row, from);
    }
    return row + 1;
  }

  #takeMessage({ words }: RowsIn, row: number): number {
    const slot = words[ROW_WORDS * row + SOURCE];
    const length = words[ROW_WORDS * row + REF];
    const start = ROW_WORDS * (row + 1);
    this.#world.memory.adopt(slot, String.fromCharCode(...words.subarray(start, start + length)));
    return row + 1 + Math.ceil(length / ROW_CHARS);
  }
}
