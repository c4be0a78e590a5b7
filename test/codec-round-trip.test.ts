import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { address } from '../src/address.ts';
import { decodeLine, decodePlainAnswer, decodePlainRequest, splitPlainGossip } from '../src/codec/decode.ts';
import { encode } from '../src/codec/encode.ts';
import type { Dialect } from '../src/ports.ts';
import { anyAnswer, anyPeerWord, anyRequest, bytesOf, meaning } from './codec-arbitraries.ts';

const DIALECTS: readonly Dialect[] = ['requests', 'answers', 'gossip'];

describe('every message', () => {
  it.each([
    ['requests', anyRequest(false)],
    ['answers', anyAnswer(false)],
    ['gossip', anyPeerWord()],
  ] as const)('of %s comes back from its line', (dialect, messages) => {
    fc.assert(
      fc.property<[Parameters<typeof encode>[0]]>(messages, (message) => {
        const line = encode(message);
        expect(line.endsWith('\n')).toBe(true);
        expect(meaning(decodeLine(dialect, bytesOf(line.slice(0, -1))))).toEqual(meaning(message));
      }),
      { numRuns: 1_000 },
    );
  });

  it('comes back from the words of the reference implementation', () => {
    fc.assert(
      fc.property(anyRequest(true), anyAnswer(true), (request, answer) => {
        expect(decodePlainRequest(bytesOf(encode(request)))).toEqual(request);
        expect(meaning(decodePlainAnswer(bytesOf(encode(answer))))).toEqual(meaning(answer));
      }),
      { numRuns: 1_000 },
    );
  });

  it('is one line of printable ASCII', () => {
    fc.assert(
      fc.property(fc.oneof(anyRequest(false), anyAnswer(false), anyPeerWord()), (message) => {
        expect(encode(message)).toMatch(/^[\x20-\x7e]*\n$/);
      }),
    );
  });

  it('can be written, but for a bad request, which only a bug would send', () => {
    expect(() => encode({ kind: 'badRequest', why: 'unknown', plain: false })).toThrow('badRequest');
  });

  it('in the words of the reference implementation has no additions', () => {
    const additions = { additions: true, plain: true } as const;
    expect(encode({ kind: 'peerListRequest', entriesMax: 5, ...additions })).toBe('GET_PEER_LIST');
    const peer = address('10.0.0.1', 6000);
    expect(encode({ kind: 'register', peer, ...additions })).toBe('REGISTER:10.0.0.1:6000');
  });
});

/** Bytes near the grammar: pieces of real lines and noise, in any order. */
function hostileBytes() {
  const words =
    'REGISTER: GET_PEER_LIST DEAD|NODE: DEREGISTER: HELLO: PING Registered ACK :hearsay/1 10.0.0.1 ::1 :5000'
      .split(' ')
      .map((word) => word.replace('|', ' '));
  const piece = fc.oneof(
    fc.constantFrom(...words, '1767225600.5', ':', ',', ';', '.', ' ', '[', ']', '\r', '\0', '9'.repeat(20)),
    fc.string({ unit: 'binary', maxLength: 8 }),
  );
  const nearly = fc.array(piece, { maxLength: 12 }).map((pieces) => bytesOf(pieces.join('')));
  return fc.oneof(nearly, fc.uint8Array({ maxLength: 64 }));
}

// "Parsing never throws."
it('arbitrary bytes never make a decoder throw, and only a request is answered when it is broken', () => {
  fc.assert(
    fc.property(hostileBytes(), (bytes) => {
      for (const dialect of DIALECTS) {
        const message = decodeLine(dialect, bytes);
        if (dialect === 'requests') expect(message).toBeDefined();
        else expect(message?.kind).not.toBe('badRequest');
      }
      const request = decodePlainRequest(bytes);
      expect(request?.kind === 'badRequest' || request === undefined || request.plain).toBe(true);
      expect(decodePlainAnswer(bytes).plain).toBe(true);
      const texts = splitPlainGossip(bytes)?.map((each) => each.text);
      if (texts !== undefined) expect(bytesOf(texts.join(''))).toEqual(Uint8Array.from(bytes));
    }),
    { numRuns: 20_000 },
  );
});

it('what was understood is understood the same when written again', () => {
  fc.assert(
    fc.property(hostileBytes(), fc.constantFrom(...DIALECTS), (bytes, dialect) => {
      const message = decodeLine(dialect, bytes);
      if (message === undefined || message.kind === 'badRequest') return;
      const again = decodeLine(dialect, bytesOf(encode(message).slice(0, -1)));
      expect(meaning(again)).toEqual(meaning(message));
    }),
    { numRuns: 5_000 },
  );
});
