/** The long form of the tests: days of simulated time, a hundred thousand cases. `npm run test:long` */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/long/**/*.test.ts'],
    // Real nodes are pushed to their limits, which are those of the machine.
    fileParallelism: false,
    testTimeout: 1_800_000,
    hookTimeout: 60_000,
  },
});
