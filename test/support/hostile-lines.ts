/** The corpus of hostile lines, and what must come of each: test/data/README.md. */
import { readFileSync } from 'node:fs';
import { encode } from '../../src/codec/encode.ts';
import type { Message } from '../../src/messages.ts';
import type { Dialect } from '../../src/ports.ts';

export interface HostileLine {
  readonly dialect: Dialect;
  readonly group: string;
  /** Without its newline. */
  readonly bytes: Uint8Array;
  /** As `outcomeOf` says it, or `texts <n>`: no line, but so many bare texts that merged. */
  readonly outcome: string;
  /** For the names of tests. */
  readonly title: string;
}

type Entry = readonly [outcome: string, beginning: string, repeated?: string, times?: number];
type Corpus = Readonly<Record<Dialect, Readonly<Record<string, readonly Entry[]>>>>;

export const HOSTILE_LINES: readonly HostileLine[] = read();

/** `malformed`, `unknown` or `register` (rejected as such), or the line that says the same in our words. */
export function outcomeOf(message: Message | undefined): string {
  if (message === undefined) return 'malformed';
  return message.kind === 'badRequest' ? message.why : `= ${encode(message).slice(0, -1)}`;
}

function read(): HostileLine[] {
  const path = new URL('../data/hostile-lines.json', import.meta.url);
  const corpus = JSON.parse(readFileSync(path, 'utf8')) as Corpus;
  return (Object.keys(corpus) as Dialect[]).flatMap((dialect) =>
    Object.entries(corpus[dialect]).flatMap(([group, entries]) =>
      entries.map((entry) => hostileLine(dialect, group, entry)),
    ),
  );
}

function hostileLine(dialect: Dialect, group: string, entry: Entry): HostileLine {
  const line = textOf(entry);
  return {
    dialect,
    group,
    bytes: Buffer.from(line, 'latin1'),
    outcome: entry[0] === '=' ? `= ${line}` : entry[0],
    title: `${dialect}: ${group}: ${JSON.stringify(entry.slice(1).join(' x '))}`,
  };
}

/** The text of which each character is a byte: `["G", 3]` is three times G, after what may come before. */
function textOf([, ...pieces]: Entry): string {
  const times = pieces.at(-1);
  if (typeof times !== 'number') return pieces.join('');
  const repeated = pieces.at(-2) as string;
  return `${pieces.slice(0, -2).join('')}${repeated.repeat(times)}`;
}
