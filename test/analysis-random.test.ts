/** Streams of analyses. */
import { describe, expect, it } from 'vitest';
import { randomStream } from '../analysis/random.ts';

const draws = (randomSeed: string, label: string) => {
  const next = randomStream(randomSeed, label);
  return Array.from({ length: 5 }, next);
};

describe('a random stream', () => {
  it('is the same for the same seed and label, and another one for any other', () => {
    expect(draws('a', 'x')).toEqual(draws('a', 'x'));
    expect(draws('a', 'x')).not.toEqual(draws('a', 'y'));
    expect(draws('b', 'x')).not.toEqual(draws('a', 'x'));
  });

  it('needs a seed', () => {
    expect(() => randomStream('', 'x')).toThrow('the random seed is empty');
  });
});
