/** Peers that start in the same moment, thousands of times. */
import { expect, it } from 'vitest';
import { reached, startedTogether } from '../support/embedded-peers.ts';

const RUNS = 5_000;

it.each([
  1, 2, 3, 5,
])('form one network when all have joined, in all but 1 of 1,000 starts with %i seeds', (seeds) => {
  let partedCount = 0;
  for (let run = 0; run < RUNS; run++) {
    const world = startedTogether(run, seeds);
    const whole = () => reached(world, 'peer/0').size === world.peerNames.length;
    if (whole()) continue;
    partedCount++;
    world.runFor(100);
    expect(whole(), `run ${run}, 100 s later`).toBe(true);
  }
  console.log(`${seeds} seeds: ${partedCount} of ${RUNS} starts were in parts when all had joined`);
  expect(partedCount).toBeLessThanOrEqual(RUNS / 1_000);
});
