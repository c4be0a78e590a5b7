/** The rows of `hearsay validate --quick`: what the field knows holds here. */
import { describe, expect, it } from 'vitest';
import { FAMILIES } from '../cli/validation/families.ts';
import { failing, ids, QUICK } from './support/validation.ts';

describe('what the field knows', () => {
  const seen: string[] = [];

  it.each(FAMILIES)('$name', ({ name, rows }) => {
    const measured = rows(QUICK);
    expect(measured.length).toBeGreaterThan(0);
    expect(failing(measured)).toEqual([]);
    for (const { id, expected, measured: value, interval } of measured) {
      expect(id.split('/')[0]).toBe(name);
      expect([expected, value, ...interval].every(Number.isFinite)).toBe(true);
    }
    seen.push(...ids(measured));
  });

  it('has a row for each id', () => {
    expect(new Set(seen).size).toBe(seen.length);
  });
});
