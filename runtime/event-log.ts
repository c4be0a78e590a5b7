/**
 * The log of one node: one event a line, with its time and the node's name, on the console and in a file. The lines of one turn of
 * the event loop are written together.
 */
import { escapeText } from './escape.ts';
import type { LogFile } from './log-file.ts';
import type { LogRecords } from './log-records.ts';

/** Lines gathered beyond this are written at once. Source: ours. */
const GATHERED_MAX_CHARACTERS = 64 * 1024;

export class EventLog {
  readonly #name: string;
  readonly #print: ((lines: string) => void) | undefined;
  readonly #file: LogFile | undefined;
  readonly #records: LogRecords | undefined;
  #gathered = '';
  #gatheredRecords = '';
  #gatheredCount = 0;
  #lostCount = 0;
  #timeMs = 0;
  #timeText = '';

  /**
   * @param name Of the node, as in `peer 10.0.0.1:6000`.
   * @param print Writes lines to the console; undefined: there is none.
   * @param records What makes the lines of the console; undefined: they are those of the file.
   */
  constructor(
    name: string,
    print: ((lines: string) => void) | undefined,
    file: LogFile | undefined,
    records?: LogRecords,
  ) {
    this.#name = name;
    this.#print = print;
    this.#file = file;
    this.#records = records;
  }

  /** Nobody reads it, so that nothing need be put into words. */
  get silent(): boolean {
    return this.#print === undefined && this.#file === undefined;
  }

  /** Writes one event; whatever the words hold, it is one line. */
  write(words: string): void {
    if (this.silent) return;
    if (this.#gathered === '') setImmediate(() => this.flush());
    this.#gathered += this.#line(words);
    if (this.#records !== undefined) this.#gatheredRecords += this.#records.line(words);
    this.#gatheredCount++;
    if (this.#gathered.length > GATHERED_MAX_CHARACTERS) this.flush();
  }

  /** Writes what is gathered now, before the turn of the loop ends. */
  flush(): void {
    if (this.#gathered === '') return;
    const lines = this.#gathered;
    const records = this.#gatheredRecords;
    const count = this.#gatheredCount;
    this.#gathered = '';
    this.#gatheredRecords = '';
    this.#gatheredCount = 0;
    // First the file: what was seen on the console is also there.
    this.#append(lines, count);
    this.#print?.(this.#records === undefined ? lines : records);
  }

  close(): void {
    this.flush();
    this.#file?.close();
  }

  #append(lines: string, count: number): void {
    if (this.#file === undefined) return;
    const notice =
      this.#lostCount > 0 ? this.#line(`${this.#lostCount} events before this line were lost`) : '';
    if (this.#file.append(notice + lines)) this.#lostCount = 0;
    else this.#lostCount += count;
  }

  #line(words: string): string {
    return `${this.#time()} ${this.#name} ${escapeText(words)}\n`;
  }

  /** Many lines are written within a millisecond. */
  #time(): string {
    const now = Date.now();
    if (now !== this.#timeMs) {
      this.#timeMs = now;
      this.#timeText = new Date(now).toISOString();
    }
    return this.#timeText;
  }
}
