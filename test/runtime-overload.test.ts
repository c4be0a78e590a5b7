/** Peers that are given more than they can carry shed messages, and lose neither links nor their bounds. */
import { expect, it } from 'vitest';
import { overload } from './support/overload.ts';

/** Eight peers' links hold back 256 KiB at each end, and half as much again is on its way in the process; the rest is garbage. */
const MEMORY_MAX_BYTES = 400 * 1024 * 1024;

it('pushed for 3 s, eight peers shed, keep every link, stay small, and deliver everything afterwards', async () => {
  const figures = await overload(8, 3);
  expect(figures.shed).toBeGreaterThan(0);
  expect(figures.deliveries).toBeGreaterThan(0);
  expect(figures).toMatchObject({ linksLost: 0, declaredDead: 0, lostAfterwards: 0 });
  expect(figures.residentMoreBytes).toBeLessThan(MEMORY_MAX_BYTES);
});
