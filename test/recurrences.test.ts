import { expect, it } from 'vitest';
import { Recurrences } from '../runtime/recurrences.ts';

it('tells a trouble at once, then once a minute with how often it happened, each kind by itself', () => {
  let nowMs = 5;
  const recurrences = new Recurrences(() => nowMs);
  expect(recurrences.toTell('a')).toBe(1);
  for (let i = 0; i < 41; i++) expect(recurrences.toTell('a')).toBe(0);
  expect(recurrences.toTell('b')).toBe(1);
  nowMs += 59_999;
  expect(recurrences.toTell('a')).toBe(0);
  nowMs++;
  expect(recurrences.toTell('a')).toBe(43);
  expect(recurrences.toTell('a')).toBe(0);
  expect(recurrences.toTell('b')).toBe(1);
});

it('remembers a bounded number of kinds, those told last', () => {
  const recurrences = new Recurrences(() => 0);
  for (let kind = 0; kind <= 1_024; kind++) recurrences.toTell(`${kind}`);
  expect(recurrences.toTell('1024')).toBe(0);
  expect(recurrences.toTell('1')).toBe(0);
  expect(recurrences.toTell('0')).toBe(1);
});
