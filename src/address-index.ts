/**
 * Which row holds an address: a hash table of rows, probed one after another. A million addresses as keys of a Map would each need a
 * text and an entry of it; here they need four to eight bytes.
 */
import { type Address, sameAddress } from './address.ts';

const FREE = -1;
/** A row that was taken out; whoever looks goes on. */
const GONE = -2;
const PLACES_MIN = 16;

export class AddressIndex {
  readonly #addressAt: (row: number) => Address;
  #rows = new Int32Array(PLACES_MIN).fill(FREE);
  #size = 0;
  /** Places that are not free. */
  #usedCount = 0;

  /** @param addressAt The address in a row; it must not change while the row is here. */
  constructor(addressAt: (row: number) => Address) {
    this.#addressAt = addressAt;
  }

  get size(): number {
    return this.#size;
  }

  /** The row of this address, or -1. */
  find(address: Address): number {
    const place = this.#placeOf(address);
    return place < 0 ? -1 : this.#rows[place];
  }

  /** From now on this row holds the address. */
  set(address: Address, row: number): void {
    const place = this.#placeOf(address);
    if (place >= 0) {
      this.#rows[place] = row;
      return;
    }
    if (2 * this.#usedCount >= this.#rows.length) this.#rehash();
    this.#put(address, row);
    this.#size++;
    this.#usedCount++;
  }

  /** No row holds the address any more. */
  delete(address: Address): void {
    const place = this.#placeOf(address);
    if (place < 0) return;
    this.#rows[place] = GONE;
    this.#size--;
  }

  #placeOf(address: Address): number {
    const rows = this.#rows;
    for (let place = this.#firstPlace(address); ; place = (place + 1) & (rows.length - 1)) {
      const row = rows[place];
      if (row === FREE) return -1;
      if (row !== GONE && sameAddress(this.#addressAt(row), address)) return place;
    }
  }

  #put(address: Address, row: number): void {
    let place = this.#firstPlace(address);
    while (this.#rows[place] !== FREE) place = (place + 1) & (this.#rows.length - 1);
    this.#rows[place] = row;
  }

  /** The high bits of a product with 2^32 divided by the golden ratio: addresses in sequence spread. */
  #firstPlace({ hash }: Address): number {
    return Math.imul(hash, 0x9e3779b1) >>> (Math.clz32(this.#rows.length) + 1);
  }

  /** Into twice as many places as are needed, at least. */
  #rehash(): void {
    const old = this.#rows;
    let length = PLACES_MIN;
    while (length < 4 * this.#size) length *= 2;
    this.#rows = new Int32Array(length).fill(FREE);
    for (const row of old) if (row >= 0) this.#put(this.#addressAt(row), row);
    this.#usedCount = this.#size;
  }
}
