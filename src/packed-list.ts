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
import type { PeerList } from './peer-list.ts';

/** The age of an entry that has none. */
export const NO_AGE = -1;

/** Entries of a page: a power of two, and all their texts have less than 2^16 bytes. Source: ours. */
const PAGE_ENTRIES = 1_024;
const PAGE_BITS = 10;
const PAGE_MASK = PAGE_ENTRIES - 1;

export class PackedList implements PeerList {
  readonly storage = undefined;
  readonly length: number;
  readonly #pages: readonly Page[];

  constructor(pages: readonly Page[], length: number) {
    this.#pages = pages;
    this.length = length;
  }

  at(i: number): Address {
    const page = this.#pages[i >> PAGE_BITS];
    const row = i & PAGE_MASK;
    return addressAt(page.texts, page.startOf(row), page.ends[row]);
  }

  ageMs(i: number): number {
    const { agesMs } = this.#pages[i >> PAGE_BITS];
    return agesMs.length === 0 ? 0 : agesMs[i & PAGE_MASK];
  }

  additions(i: number): boolean {
    return this.#pages[i >> PAGE_BITS].marks[i & PAGE_MASK] === 1;
  }

  hashAt(i: number): number {
    return this.#pages[i >> PAGE_BITS].hashes[i & PAGE_MASK];
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
  readonly texts: Uint8Array;
  /** Where each ends. */
  readonly ends: Uint16Array;
  readonly hashes: Uint32Array;
  /** Empty when no entry has an age. */
  readonly agesMs: Float64Array;
  /** 1 for an entry that has the additions; as many as ages. */
  readonly marks: Uint8Array;

  /** All columns share one buffer: to make one takes longer than to fill one of some entries. */
  constructor(rows: number, textBytes: number, agedRows: number) {
    const buffer = new ArrayBuffer(9 * agedRows + 6 * rows + textBytes);
    this.agesMs = new Float64Array(buffer, 0, agedRows);
    this.hashes = new Uint32Array(buffer, 8 * agedRows, rows);
    this.ends = new Uint16Array(buffer, 8 * agedRows + 4 * rows, rows);
    this.marks = new Uint8Array(buffer, 8 * agedRows + 6 * rows, agedRows);
    this.texts = new Uint8Array(buffer, 9 * agedRows + 6 * rows, textBytes);
  }

  /** A page of its own with the first entries, so many. */
  beginning(rows: number, hasAges: boolean): Page {
    const textBytes = this.startOf(rows);
    const agedRows = hasAges ? rows : 0;
    const page = new Page(rows, textBytes, agedRows);
    page.texts.set(this.texts.subarray(0, textBytes));
    page.ends.set(this.ends.subarray(0, rows));
    page.hashes.set(this.hashes.subarray(0, rows));
    page.agesMs.set(this.agesMs.subarray(0, agedRows));
    page.marks.set(this.marks.subarray(0, agedRows));
    return page;
  }

  startOf(row: number): number {
    return row === 0 ? 0 : this.ends[row - 1];
  }

  compareAt(row: number, other: Page, otherRow: number): number {
    const { texts } = this;
    const otherTexts = other.texts;
    let at = this.startOf(row);
    let otherAt = other.startOf(otherRow);
    const length = this.ends[row] - at;
    const otherLength = other.ends[otherRow] - otherAt;
    for (const end = at + Math.min(length, otherLength); at < end; at++, otherAt++) {
      const difference = texts[at] - otherTexts[otherAt];
      if (difference !== 0) return difference;
    }
    return length - otherLength;
  }

  indexOf({ hash, text }: Address): number {
    let row = this.hashes.indexOf(hash);
    while (row >= 0 && !this.#isAt(row, text)) row = this.hashes.indexOf(hash, row + 1);
    return row;
  }

  #isAt(row: number, text: string): boolean {
    const start = this.startOf(row);
    if (this.ends[row] - start !== text.length) return false;
    for (let i = 0; i < text.length; i++) if (this.texts[start + i] !== text.charCodeAt(i)) return false;
    return true;
  }
}

/** A page to be filled that nobody fills now: most lists come in one piece. */
let spare: Page | undefined;

/** Takes the entries of a list one by one. */
export class ListPacker {
  readonly #pages: Page[] = [];
  readonly #filling: Page;
  #rows = 0;
  #hasAges = false;

  constructor() {
    this.#filling = spare ?? new Page(PAGE_ENTRIES, PAGE_ENTRIES * ADDRESS_LENGTH_MAX, PAGE_ENTRIES);
    spare = undefined;
  }

  /** Adds the address in the bytes from `start` up to `end`; false when there is none. */
  add(bytes: Uint8Array, start: number, end: number, ageMs: number, additions: boolean): boolean {
    if (this.#rows === PAGE_ENTRIES) this.#endPage();
    const row = this.#rows;
    const { texts, ends, hashes, agesMs, marks } = this.#filling;
    const textStart = row === 0 ? 0 : ends[row - 1];
    const textEnd = writeAddress(bytes, start, end, texts, textStart);
    if (textEnd < 0) return false;
    ends[row] = textEnd;
    hashes[row] = hashAt(texts, textStart, textEnd);
    agesMs[row] = ageMs === NO_AGE ? 0 : ageMs;
    marks[row] = additions ? 1 : 0;
    if (ageMs !== NO_AGE) this.#hasAges = true;
    this.#rows++;
    return true;
  }

  /** The list of all that was added. Nothing may be done with the packer any more. */
  list(): PackedList {
    const length = this.#pages.length * PAGE_ENTRIES + this.#rows;
    if (this.#rows > 0) this.#endPage();
    spare = this.#filling;
    return new PackedList(this.#pages, length);
  }

  #endPage(): void {
    this.#pages.push(this.#filling.beginning(this.#rows, this.#hasAges));
    this.#rows = 0;
    this.#hasAges = false;
  }
}
