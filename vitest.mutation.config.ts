import { defineConfig } from 'vitest/config';

/** The tests that judge a mutant, read once by one thread: see scripts/mutation/worker.ts. */
export default defineConfig({
  test: {
    include: ['scripts/mutation/every-test.ts'],
    runner: './scripts/mutation/worker.ts',
    setupFiles: ['test/support/same-inputs.ts'],
    isolate: false,
    pool: 'threads',
    maxWorkers: 1,
    // Stryker has timeouts of its own.
    testTimeout: 0,
  },
});
