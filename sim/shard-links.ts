/** The links of one shard with all others: rows and values go out and come in at each exchange, with a barrier between. */
import { RowsIn, RowsOut } from './shard-rows.ts';
import type { Mailbox, ShardOptions } from './shards.ts';

/** Takes what another shard wrote. */
export interface RowsReader {
  take(rows: RowsIn, from: number): void;
}

/** A part of a run that yields where all shards must have come before any goes on. */
export type Meeting<Result> = Generator<void, Result, void>;

export class ShardLinks {
  readonly mailbox: Mailbox;
  readonly #self: number;
  /** By shard; none for this one. */
  readonly #outs: (RowsOut | undefined)[];
  readonly #ins: (RowsIn | undefined)[];

  constructor({ self, count, mailbox }: ShardOptions) {
    this.#self = self;
    this.mailbox = mailbox;
    this.#outs = Array.from({ length: count }, (_, shard) => (shard === self ? undefined : new RowsOut()));
    this.#ins = new Array(count).fill(undefined);
    this.#outs.forEach((out, shard) => {
      for (const buffer of out?.buffers ?? []) mailbox.send(shard, buffer);
    });
  }

  /** Where rows for another shard are written. */
  to(shard: number): RowsOut {
    return this.#outs[shard] as RowsOut;
  }

  /** Rows for each of the other shards. */
  *others(): Generator<RowsOut> {
    for (const out of this.#outs) if (out !== undefined) yield out;
  }

  /**
   * All shards come together; then each has the rows that were written for it.
   * @param values at most 14
   * @returns the values of every shard
   */
  *exchange(values: readonly number[], reader: RowsReader): Meeting<readonly (readonly number[])[]> {
    for (const out of this.others()) out.finish(values);
    yield;
    return this.#outs.map((_, shard) =>
      shard === this.#self ? values : this.#read(shard, values.length, reader),
    );
  }

  #read(shard: number, valueCount: number, reader: RowsReader): number[] {
    const rows = this.#inOf(shard);
    rows.turn();
    reader.take(rows, shard);
    return Array.from({ length: valueCount }, (_, i) => rows.value(i));
  }

  #inOf(shard: number): RowsIn {
    let rows = this.#ins[shard];
    if (rows === undefined) {
      rows = new RowsIn(this.mailbox.receive(shard), this.mailbox.receive(shard));
      this.#ins[shard] = rows;
    }
    return rows;
  }
}
