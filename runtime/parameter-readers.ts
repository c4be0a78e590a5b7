/** What the values of parameters look like as text: how they are read, shown, and asked for. */
import type { GossipStart, LivenessMode, RankOrder } from '../src/settings.ts';

export type ValueType = 'number' | 'string' | 'boolean';

/** Longest duration: a year. */
const SECONDS_MAX = 31_536_000;

export interface Reader<Value> {
  readonly expected: string;
  readonly words?: readonly string[];
  readonly type?: ValueType;
  /** Undefined: not what is expected. */
  readonly read: (text: string) => Value | undefined;
  /** The text of a value; without it, what `String` makes. */
  show?(value: Value): string;
}

export function real(min: number, max: number): Reader<number> {
  const read = (text: string): number | undefined => {
    const value = /^\d{1,12}(\.\d{1,12})?$/.test(text) ? Number(text) : Number.NaN;
    return value >= min && value <= max ? value : undefined;
  };
  return { expected: `a number from ${min} to ${max}`, type: 'number', read };
}

export function whole(min: number, max: number): Reader<number> {
  const read = (text: string): number | undefined =>
    /^\d+$/.test(text) ? real(min, max).read(text) : undefined;
  return { expected: `a whole number from ${min} to ${max}`, type: 'number', read };
}

/** Seconds in text, milliseconds as value. */
export function seconds(min: number): Reader<number> {
  const { read } = real(min, SECONDS_MAX);
  return {
    expected: `seconds from ${min} to ${SECONDS_MAX}, for example 5 or 0.5`,
    type: 'number',
    read: (text) => {
      const value = read(text);
      return value === undefined ? undefined : value * 1000;
    },
    show: (value) => String(value / 1000),
  };
}

export function oneOf<Word extends string>(...words: Word[]): Reader<Word> {
  const expected = `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
  return { expected, words, read: (text) => words.find((word) => word === text) };
}

function orWord<Word extends string, Value>(word: Word, reader: Reader<Value>): Reader<Word | Value> {
  return {
    expected: `${word} or ${reader.expected}`,
    words: [word],
    ...(reader.type === undefined ? {} : { type: reader.type }),
    read: (text) => (text === word ? word : reader.read(text)),
    show: (value) => (value === word ? word : (reader.show ?? String)(value as Value)),
  };
}

export function linkCounts(): Reader<number | 'auto'> {
  return orWord('auto', whole(1, 1000));
}

export function rankOrders(): Reader<RankOrder> {
  return oneOf<RankOrder>('oldest', 'newest', 'shuffled');
}

export function modes(): Reader<LivenessMode> {
  return oneOf<LivenessMode>('icmp', 'tcp', 'icmp+tcp');
}

export function starts(): Reader<GossipStart> {
  return orWord('connected', seconds(0));
}

export function someText(): Reader<string> {
  return { expected: 'some text', type: 'string', read: (text) => (text === '' ? undefined : text) };
}

export function truth(): Reader<boolean> {
  const words = oneOf('true', 'false');
  return {
    expected: words.expected,
    type: 'boolean',
    read: (text) => (words.read(text) === undefined ? undefined : text === 'true'),
  };
}
