/** The random stream of a real node: seedrandom's alea, seeded with a text or with entropy of the system. */
import { randomBytes } from 'node:crypto';
import seedrandom from 'seedrandom';
import type { Random } from '../src/ports.ts';

/** Hexadecimal digits of a seed that nobody gave, in bytes. */
const ENTROPY_BYTES = 16;

/**
 * The stream of one node.
 * @param randomSeed Text that, together with the name, decides every draw; undefined: a fresh one from the system.
 * @param name Keeps the streams of nodes that share one random seed apart.
 */
export function nodeRandom(randomSeed: string | undefined, name: string): Random {
  // An empty or missing seed would silently make alea constant.
  if (randomSeed === '') throw new RangeError('the random seed is empty; expected some text');
  const next = seedrandom.alea(`${randomSeed ?? randomBytes(ENTROPY_BYTES).toString('hex')}/${name}`);
  return { next };
}
