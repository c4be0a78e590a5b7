/** Arbitrary addresses and messages, for the properties of the codec. */
import fc, { type Arbitrary } from 'fast-check';
import { type Address, address } from '../src/address.ts';
import { canonicalHost } from '../src/ip.ts';
import {
  type Answer,
  type Gossip,
  gossip,
  type Message,
  type PeerWord,
  type Request,
} from '../src/messages.ts';
import { ArrayPeerList } from './support/peer-lists.ts';

/** A literal IP in any of its forms. */
export function anyHostText(): Arbitrary<string> {
  const mapped = fc.ipV4().map((host) => `::ffff:${host}`);
  const upper = fc.ipV6().map((host) => host.toUpperCase());
  const manyZeros = fc
    .array(fc.constantFrom('0', '0000', '1', 'ab'), { minLength: 8, maxLength: 8 })
    .map((groups) => groups.join(':'));
  return fc.oneof(fc.ipV4(), fc.ipV6(), mapped, upper, manyZeros);
}

export function anyAddress(): Arbitrary<Address> {
  const host = anyHostText().map((text) => canonicalHost(text) as string);
  return fc.tuple(host, fc.integer({ min: 1, max: 65_535 })).map(([text, port]) => address(text, port));
}

/** A timestamp with this many digits before its point. */
export function anyTimestamp(digitsMin: number, digitsMax: number): Arbitrary<string> {
  const fraction = fc.oneof(
    fc.constant(''),
    digits(1, 9).map((text) => `.${text}`),
  );
  return fc.tuple(digits(digitsMin, digitsMax), fraction).map((parts) => parts.join(''));
}

/** `<timestamp>:<IP>:<Msg#>`, the IP not necessarily canonical. */
export function anyGossipText(timestamp = anyTimestamp(1, 12)): Arbitrary<string> {
  return fc.tuple(timestamp, anyHostText(), digits(1, 9)).map((parts) => parts.join(':'));
}

/** Base64url of at least one byte. */
export function anyPayload(): Arbitrary<string> {
  return fc
    .uint8Array({ minLength: 1, maxLength: 300 })
    .map((bytes) => Buffer.from(bytes).toString('base64url'));
}

export function anyGossip(): Arbitrary<Gossip> {
  const payload = fc.option(anyPayload(), { nil: undefined });
  return fc.tuple(anyGossipText(), payload).map(([text, content]) => gossip(text, content));
}

export function anyPeerWord(): Arbitrary<PeerWord> {
  return fc.oneof(
    anyGossip(),
    anyAddress().map((peer): PeerWord => ({ kind: 'hello', peer })),
    fc.constantFrom<PeerWord>({ kind: 'ping' }, { kind: 'pong' }, { kind: 'leave' }),
  );
}

/** A request as it can be written: no additions in plain words, no `entriesMax` without them. */
export function anyRequest(plain: boolean): Arbitrary<Request> {
  const additions = plain ? fc.constant(false) : fc.boolean();
  const entriesMax = fc.option(fc.nat(999_999_999), { nil: undefined });
  return fc.oneof(
    fc
      .tuple(anyAddress(), additions)
      .map(([peer, has]): Request => ({ kind: 'register', peer, additions: has, plain })),
    fc.tuple(entriesMax, additions).map(
      ([max, has]): Request => ({
        kind: 'peerListRequest',
        additions: has,
        entriesMax: has ? max : undefined,
        plain,
      }),
    ),
    fc.tuple(anyAddress(), anyTimestamp(6, 12), anyAddress()).map(
      ([accused, timestamp, reporter]): Request => ({
        kind: 'deathReport',
        accused,
        timestamp,
        reporterHost: reporter.host,
        plain,
      }),
    ),
    anyAddress().map((peer): Request => ({ kind: 'deregister', peer, plain })),
    anyAddress().map((peer): Request => ({ kind: 'dialBack', peer, plain })),
  );
}

/** An answer as it can be written: plain lists have IPv4 entries and no ages; an empty list counts as one with ages. */
export function anyAnswer(plain: boolean): Arbitrary<Answer> {
  const host = plain ? fc.ipV4().map((text) => address(text, 5000)) : anyAddress();
  const entry = (aged: boolean) =>
    fc.record({
      address: host,
      ageMs: aged ? fc.nat({ max: 1e12 }) : fc.constant(0),
      additions: aged ? fc.boolean() : fc.constant(false),
    });
  const list = (aged: boolean, minLength: number) =>
    fc
      .array(entry(aged), { minLength, maxLength: 20 })
      .map((entries): Answer => ({ kind: 'peerList', list: new ArrayPeerList(entries), aged, plain }));
  const emptyList: Answer = { kind: 'peerList', list: new ArrayPeerList([]), aged: true, plain };
  return fc.oneof(
    fc.constantFrom<Answer>(
      { kind: 'registered', plain },
      { kind: 'acknowledged', plain },
      { kind: 'reachability', reachable: true, plain },
      { kind: 'reachability', reachable: false, plain },
      { kind: 'rejected', why: 'unknown', plain },
      { kind: 'rejected', why: 'register', plain },
      emptyList,
    ),
    list(false, 1),
    plain ? fc.constant(emptyList) : list(true, 0),
  );
}

/** What a message means, lists as plain arrays, so that two can be compared. */
export function meaning(message: Message | undefined): unknown {
  if (message?.kind !== 'peerList') return message;
  const { list, aged, plain } = message;
  const entries = Array.from({ length: list.length }, (_, i) => [
    list.at(i),
    list.ageMs(i),
    list.additions(i),
  ]);
  return { kind: 'peerList', entries, aged, plain };
}

/** The text as it would be on the wire. */
export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function digits(min: number, max: number): Arbitrary<string> {
  return fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: min, maxLength: max });
}
