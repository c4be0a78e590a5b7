/** The long form of the tests: days of simulated time, a hundred thousand cases. `npm run test:long` */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/long/**/*.test.ts'],
    maxWorkers: '100%',
    testTimeout: 1_800_000,
    hookTimeout: 60_000,
  },
});
