import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/long/**'],
    maxWorkers: '100%',
    // A slow machine that does something else as well needs so long: only what hangs shall fail.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
