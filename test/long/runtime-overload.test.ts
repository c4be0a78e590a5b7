/** Twenty peers, pushed past what they can carry for as long as several pings take to fail. */
import { expect, it } from 'vitest';
import { overload } from '../support/overload.ts';

/** Each peer may remember a million messages, 80 MB; the links of all hold back 60 MB, and the rest is garbage. */
const MEMORY_MAX_BYTES = (20 * 80 + 400) * 1e6;

it('pushed for 15 s, twenty peers shed, keep every link, stay bounded, and deliver everything afterwards', async () => {
  const figures = await overload(20, 15);
  console.log(figures);
  expect(figures.shed).toBeGreaterThan(0);
  expect(figures).toMatchObject({ linksLost: 0, declaredDead: 0, lostAfterwards: 0 });
  expect(figures.residentMoreBytes).toBeLessThan(MEMORY_MAX_BYTES);
});
