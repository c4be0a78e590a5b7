/**
 * Properties with a fixed random seed, so that a run of the tests is repeatable: `FC_SEED=7` (any whole number) tries other
 * cases. A failure prints the seed and the command that replays it.
 */
import fc, { type IAsyncProperty, type IProperty, type RunDetails } from 'fast-check';
import { expect } from 'vitest';

const SEED_DEFAULT = 20_260_101;

/** Fails, with a command to replay it, unless the property holds in `numRuns` cases. */
export function holds<Case>(property: IProperty<Case>, numRuns = 300): void {
  fc.assert(property, { seed: randomSeed(), numRuns, reporter: report });
}

/** The same for a property whose cases take their time. */
export async function holdsInTime<Case>(property: IAsyncProperty<Case>, numRuns: number): Promise<void> {
  await fc.assert(property, { seed: randomSeed(), numRuns, reporter: report });
}

function randomSeed(): number {
  const seed = Number(process.env.FC_SEED ?? SEED_DEFAULT);
  if (!Number.isInteger(seed)) throw new RangeError(`FC_SEED is "${process.env.FC_SEED}", no whole number`);
  return seed;
}

function report<Case>(details: RunDetails<Case>): void {
  if (!details.failed) return;
  const { testPath = '' } = expect.getState();
  const file = testPath.slice(testPath.lastIndexOf('/test/') + 1);
  const config = file.startsWith('test/long/') ? '--config vitest.long.config.ts ' : '';
  const replay = `FC_SEED=${details.seed} npx vitest run ${config}${file}`;
  const message = `${fc.defaultReportMessage(details)}\n\nReplay with: ${replay}`;
  throw new Error(message, { cause: details.errorInstance });
}
