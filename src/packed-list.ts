/**
 * Peer lists that came as bytes, in columns: 6 bytes an entry beside the text of its address, 15 with ages. An address becomes an
 * object when somebody looks at it, so a list of millions is taken in without one. The columns are cut into pages, filled one after
 * another and never copied again, so nothing that is done at once grows with the list.
 */
import {
  ADDRESS_LENGTH_MAX,
  type Address,
  addressAt,
  compareAddresses,
  hashAt,
  writeAddress,
} from './address.ts';
import { grown } from './columns.ts';
import type { PeerList } from './peer-list.ts';

/** The age of an entry that has none. */
export const NO_AGE = -1;

/** Entries of a page: a power of two, and all their texts have less than 2^16 bytes. Source: ours. */
const PAGE_ENTRIES = 1_024;
const PAGE_BITS = 10;
const PAGE_MASK = PAGE_ENTRIES - 1;

/** How many times as many entries a page has room for when it is full. Source: ours. */
const ROWS_GROWTH = 4;

export class PackedList implements PeerList {
  readonly storage = undefined;
  readonly length: number;
  readonly #pages: readonly Page[];

  constructor(pages: readonly Page[], length: number) {
    this.#pages = pages;
    this.length = length;
  }

  at(i: number): Address {
    return this.#pages[i >> PAGE_BITS].at(i & PAGE_MASK);
  }

  ageMs(i: number): number {
    return this.#pages[i >> PAGE_BITS].ageMs(i & PAGE_MASK);
  }

  additions(i: number): boolean {
    return this.#pages[i >> PAGE_BITS].additions(i & PAGE_MASK);
  }

  hashAt(i: number): number {
    return this.#pages[i >> PAGE_BITS].hashAt(i & PAGE_MASK);
  }

  compareAt(i: number, other: PackedList, j: number): number {
    return this.#pages[i >> PAGE_BITS].compareAt(i & PAGE_MASK, other.#pages[j >> PAGE_BITS], j & PAGE_MASK);
  }

  indexOf(address: Address): number {
    for (let page = 0; page < this.#pages.length; page++) {
      const row = this.#pages[page].indexOf(address);
      if (row >= 0) return page * PAGE_ENTRIES + row;
    }
    return -1;
  }
}

/** The hash of the address of an entry. */
export function hashOfEntry(list: PeerList, i: number): number {
  return list instanceof PackedList ? list.hashAt(i) : list.at(i).hash;
}

/** As `compareAddresses` of the addresses of two entries. */
export function compareEntries(list: PeerList, i: number, other: PeerList, j: number): number {
  return list instanceof PackedList && other instanceof PackedList
    ? list.compareAt(i, other, j)
    : compareAddresses(list.at(i), other.at(j));
}

/** Entries of a list that follow one another. */
class Page {
  /** The texts of the addresses, one after another. */
  readonly #texts: Uint8Array;
  /** Where each ends. */
  readonly #ends: Uint16Array;
  readonly #hashes: Uint32Array;
  /** Undefined when none of them has an age. */
  readonly #ages: Ages | undefined;

  constructor(texts: Uint8Array, ends: Uint16Array, hashes: Uint32Array, ages: Ages | undefined) {
    this.#texts = texts;
    this.#ends = ends;
    this.#hashes = hashes;
    this.#ages = ages;
  }

  at(row: number): Address {
    return addressAt(this.#texts, this.#startOf(row), this.#ends[row]);
  }

  ageMs(row: number): number {
    return this.#ages?.ms[row] ?? 0;
  }

  additions(row: number): boolean {
    return this.#ages?.additions[row] === 1;
  }

  hashAt(row: number): number {
    return this.#hashes[row];
  }

  compareAt(row: number, other: Page, otherRow: number): number {
    let at = this.#startOf(row);
    let otherAt = other.#startOf(otherRow);
    const length = this.#ends[row] - at;
    const otherLength = other.#ends[otherRow] - otherAt;
    for (const end = at + Math.min(length, otherLength); at < end; at++, otherAt++) {
      const difference = this.#texts[at] - other.#texts[otherAt];
      if (difference !== 0) return difference;
    }
    return length - otherLength;
  }

  indexOf({ hash, text }: Address): number {
    let row = this.#hashes.indexOf(hash);
    while (row >= 0 && !this.#isAt(row, text)) row = this.#hashes.indexOf(hash, row + 1);
    return row;
  }

  #startOf(row: number): number {
    return row === 0 ? 0 : this.#ends[row - 1];
  }

  #isAt(row: number, text: string): boolean {
    const start = this.#startOf(row);
    if (this.#ends[row] - start !== text.length) return false;
    for (let i = 0; i < text.length; i++) if (this.#texts[start + i] !== text.charCodeAt(i)) return false;
    return true;
  }
}

interface Ages {
  readonly ms: Float64Array;
  /** 1 for an entry that has the additions. */
  readonly additions: Uint8Array;
}

/** Takes the entries of a list one by one. */
export class ListPacker {
  readonly #pages: Page[] = [];
  // The page that is filled.
  #rows = 0;
  #textsEnd = 0;
  #hasAges = false;
  #texts: Uint8Array;
  #ends: Uint16Array;
  #hashes: Uint32Array;
  #agesMs: Float64Array;
  #additions: Uint8Array;

  /** @param entries About how many to expect, at least. */
  constructor(entries: number) {
    const rows = Math.max(1, Math.min(entries, PAGE_ENTRIES));
    this.#texts = new Uint8Array(rows * ADDRESS_LENGTH_MAX);
    this.#ends = new Uint16Array(rows);
    this.#hashes = new Uint32Array(rows);
    this.#agesMs = new Float64Array(rows);
    this.#additions = new Uint8Array(rows);
  }

  get length(): number {
    return this.#pages.length * PAGE_ENTRIES + this.#rows;
  }

  /** Adds the address in the bytes from `start` up to `end`; false when there is none. */
  add(bytes: Uint8Array, start: number, end: number, ageMs: number, additions: boolean): boolean {
    if (this.#rows === PAGE_ENTRIES) this.#endPage();
    if (this.#rows === this.#ends.length) this.#grow();
    const textEnd = writeAddress(bytes, start, end, this.#texts, this.#textsEnd);
    if (textEnd < 0) return false;
    this.#ends[this.#rows] = textEnd;
    this.#hashes[this.#rows] = hashAt(this.#texts, this.#textsEnd, textEnd);
    this.#agesMs[this.#rows] = ageMs === NO_AGE ? 0 : ageMs;
    this.#additions[this.#rows] = additions ? 1 : 0;
    this.#hasAges ||= ageMs !== NO_AGE;
    this.#textsEnd = textEnd;
    this.#rows++;
    return true;
  }

  /** The list of all that was added. Nothing may be added any more. */
  list(): PackedList {
    const { length } = this;
    if (this.#rows > 0) this.#endPage();
    return new PackedList(this.#pages, length);
  }

  #endPage(): void {
    const rows = this.#rows;
    const ages = { ms: this.#agesMs.slice(0, rows), additions: this.#additions.slice(0, rows) };
    this.#pages.push(
      new Page(
        this.#texts.slice(0, this.#textsEnd),
        this.#ends.slice(0, rows),
        this.#hashes.slice(0, rows),
        this.#hasAges ? ages : undefined,
      ),
    );
    this.#rows = 0;
    this.#textsEnd = 0;
    this.#hasAges = false;
  }

  #grow(): void {
    const rows = Math.min(ROWS_GROWTH * this.#rows, PAGE_ENTRIES);
    this.#texts = grown(this.#texts, new Uint8Array(rows * ADDRESS_LENGTH_MAX));
    this.#ends = grown(this.#ends, new Uint16Array(rows));
    this.#hashes = grown(this.#hashes, new Uint32Array(rows));
    this.#agesMs = grown(this.#agesMs, new Float64Array(rows));
    this.#additions = grown(this.#additions, new Uint8Array(rows));
  }
}
