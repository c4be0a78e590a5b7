/** The hash table of addresses, held against a Map of their texts. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Address, address } from '../src/address.ts';
import { AddressIndex } from '../src/address-index.ts';
import { holds } from './support/property.ts';

describe('an index of addresses', () => {
  it('finds what a map of their texts finds', () => {
    const step = fc.record({ port: fc.integer({ min: 1, max: 40 }), removes: fc.boolean() });
    holds(
      fc.property(fc.array(step, { maxLength: 400 }), (steps) => {
        const rows: Address[] = [];
        const index = new AddressIndex((row) => rows[row]);
        const expected = new Map<string, number>();
        for (const { port, removes } of steps) {
          // A new object each time: equal addresses need not be the same one.
          const each = address('10.0.0.1', port);
          if (removes) {
            index.delete(each);
            expected.delete(each.text);
          } else {
            rows.push(each);
            index.set(each, rows.length - 1);
            expected.set(each.text, rows.length - 1);
          }
          expect(index.size).toBe(expected.size);
        }
        for (let port = 1; port <= 41; port++) {
          const each = address('10.0.0.1', port);
          expect(index.find(each)).toBe(expected.get(each.text) ?? -1);
        }
      }),
    );
  });

  it('tells addresses of equal hash apart', () => {
    const rows = ['a', 'b', 'c'].map((text) => ({ host: text, port: 1, text, hash: 7 }));
    const index = new AddressIndex((row) => rows[row]);
    rows.forEach((each, row) => {
      index.set(each, row);
    });
    index.delete(rows[0]);
    expect(rows.map((each) => index.find(each))).toEqual([-1, 1, 2]);
  });

  it('stays small when addresses come and go', () => {
    const rows: Address[] = [];
    const index = new AddressIndex((row) => rows[row]);
    for (let i = 0; i < 10_000; i++) {
      rows.push(address('10.0.0.1', 1 + i));
      index.set(rows[i], i);
      if (i >= 8) index.delete(rows[i - 8]);
    }
    expect(index.size).toBe(8);
    expect(rows.slice(-8).map((each) => index.find(each))).toEqual(rows.slice(-8).map((_, i) => 9_992 + i));
  });
});
