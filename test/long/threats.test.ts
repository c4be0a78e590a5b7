/** Attacks on membership and on the memory of messages, for days of simulated time and in hundreds of networks. */
import { expect, it } from 'vitest';
import { absencesIn } from '../support/absences.ts';
import { fillMemory } from '../support/fill-memory.ts';
import { rankGrab } from '../support/rank-grab.ts';
import { plain } from '../support/sim-world.ts';

const DAY_S = 86_400;
const NETWORKS = 100;
/** The simulated day alone takes 15 to 40 minutes, as busy as the machine is. */
const DAY_TIMEOUT_MS = 5_400_000;

it('a day of 5 % loss among 1,000 peers: no live peer is without its quorum for over 75 s', {
  timeout: DAY_TIMEOUT_MS,
}, () => {
  const scenario = plain({
    ...{ peers: 1_000, seeds: 3, profile: 'hardened', uniformLinks: 2 },
    ...{ loss: 0.05, latency: 'lognormal:60,0.5' },
  });
  const found = absencesIn(scenario, 'day', DAY_S);
  console.log(found);
  expect(found.checks).toBeGreaterThan(10_000);
  expect(found.longestS).toBeLessThan(75);
});

// Two uniform draws of a peer that joins as the n-th lead to 20 attackers with probability (20/n)^2; then nobody may dial it.
it('rank grabbing in 100 networks of 1,000 peers: not one peer in 1,000 is eclipsed, and 99.9 % of the deliveries arrive', () => {
  let [eclipsedCount, affected, delivered] = [0, 0, 0];
  for (let network = 0; network < NETWORKS; network++) {
    const found = rankGrab({ uniformLinks: 2, publishers: 20 }, `network ${network}`);
    eclipsedCount += found.eclipsed.length;
    if (found.eclipsed.length > 0) affected++;
    delivered += found.delivered / NETWORKS;
  }
  console.log({ eclipsedCount, affected, delivered });
  expect(eclipsedCount).toBeLessThan(NETWORKS);
  expect(delivered).toBeGreaterThanOrEqual(0.999);
});

it('a day of 1,000 messages a second: the memory stays flat, in messages and in bytes', () => {
  const { sizesMax, heapBytes } = fillMemory({ messagesPerS: 1_000, minutes: 24 * 60 });
  expect(new Set(sizesMax.slice(2))).toEqual(new Set([120_000]));
  const mean = (hour: number) => heapBytes.slice(60 * hour, 60 * (hour + 1)).reduce((a, b) => a + b / 60, 0);
  console.log({ heapMbInHour2: mean(1) / 1e6, heapMbInHour24: mean(23) / 1e6 });
  expect(mean(23)).toBeLessThan(mean(1) + 50e6);
});
