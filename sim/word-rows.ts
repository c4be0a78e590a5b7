/**
 * Words of the protocol as rows of numbers, to cross between threads. In a simulated network every address is that of a node,
 * and every list a view of a seed's storage, which is shared, not copied.
 */
import { address } from '../src/address.ts';
import { LEAVE, type Message, PING, PONG } from '../src/messages.ts';
import type { StorageView } from '../src/storage-view.ts';
import { ROW_TIMES, ROW_WORDS } from './event-rows.ts';
import type { NodeNames } from './node-names.ts';

/** Columns of rows, laid out as those of events. */
export interface RowColumns {
  readonly words: Int32Array;
  readonly times: Float64Array;
}

/** Where a list that came as a row is to be found. */
export type ListSource = (length: number, madeAtMs: number) => StorageView;

/** All but gossip, which crosses as its number. */
type Word = Exclude<Message, { kind: 'gossip' }>;

/** Words by number. */
const KINDS: readonly Word['kind'][] = [
  'register',
  'registered',
  'peerListRequest',
  'peerList',
  'deathReport',
  'deregister',
  'acknowledged',
  'badRequest',
  'rejected',
  'hello',
  'ping',
  'pong',
  'leave',
  'dialBack',
  'reachability',
];

/** Places in a row of words; the first two hold a time of the word's own. */
const KIND = 2;
const FLAGS = 3;
/** The node that the word speaks of, or a count. */
const SUBJECT = 4;
const REPORTER = 5;

const PLAIN = 1;
/** The additions, or ages. */
const ADDITIONS = 2;
const WHY_REGISTER = 4;
const ALL_ENTRIES = -1;

export function writeWord({ words, times }: RowColumns, row: number, word: Word, names: NodeNames): void {
  const at = ROW_WORDS * row;
  words[at + KIND] = KINDS.indexOf(word.kind);
  words[at + FLAGS] = flagsOf(word);
  words[at + SUBJECT] = subjectOf(word, names);
  if (word.kind === 'peerList') times[ROW_TIMES * row] = (word.list as StorageView).madeAtMs;
  if (word.kind === 'deathReport') {
    times[ROW_TIMES * row] = Number(word.timestamp);
    words[at + REPORTER] = names.nodeAt(address(word.reporterHost, 1));
  }
}

export function readWord(
  { words, times }: RowColumns,
  row: number,
  names: NodeNames,
  lists: ListSource,
): Word {
  const at = ROW_WORDS * row;
  const time = times[ROW_TIMES * row];
  const subject = words[at + SUBJECT];
  const flags = words[at + FLAGS];
  const plain = (flags & PLAIN) !== 0;
  const additions = (flags & ADDITIONS) !== 0;
  const why = (flags & WHY_REGISTER) !== 0 ? 'register' : 'unknown';
  const kind = KINDS[words[at + KIND]];
  switch (kind) {
    case 'register':
      return { kind, peer: names.addressOf(subject), additions, plain };
    case 'deregister':
    case 'dialBack':
      return { kind, peer: names.addressOf(subject), plain };
    case 'reachability':
      return { kind, reachable: subject === 1, plain };
    case 'hello':
      return { kind, peer: names.addressOf(subject) };
    case 'peerListRequest':
      return { kind, additions, entriesMax: subject === ALL_ENTRIES ? undefined : subject, plain };
    case 'peerList':
      return { kind, list: lists(subject, time), aged: additions, plain };
    case 'deathReport': {
      const reporterHost = names.addressOf(words[at + REPORTER]).host;
      return { kind, accused: names.addressOf(subject), timestamp: time.toFixed(3), reporterHost, plain };
    }
    case 'registered':
    case 'acknowledged':
      return { kind, plain };
    case 'badRequest':
    case 'rejected':
      return { kind, why, plain };
    case 'ping':
      return PING;
    case 'pong':
      return PONG;
    case 'leave':
      return LEAVE;
  }
}

function subjectOf(word: Word, names: NodeNames): number {
  switch (word.kind) {
    case 'register':
    case 'deregister':
    case 'dialBack':
    case 'hello':
      return names.nodeAt(word.peer);
    case 'peerListRequest':
      return word.entriesMax ?? ALL_ENTRIES;
    case 'peerList':
      return word.list.length;
    case 'deathReport':
      return names.nodeAt(word.accused);
    case 'reachability':
      return word.reachable ? 1 : 0;
    default:
      return 0;
  }
}

function flagsOf(word: Word): number {
  const plain = 'plain' in word && word.plain ? PLAIN : 0;
  const additions = ('additions' in word && word.additions) || ('aged' in word && word.aged) ? ADDITIONS : 0;
  const why = 'why' in word && word.why === 'register' ? WHY_REGISTER : 0;
  return plain | additions | why;
}
