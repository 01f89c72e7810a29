import { defineConfig } from 'vitest/config';
import LongestFirst from './vitest.sequencer.ts';

const ci = process.env['CI'] !== undefined;

/** They touch nothing outside: no clock, no network, no module that keeps something. So they share their processes. */
const pure = ['text', 'dockerfile', 'shell', 'lint', 'rules', 'review', 'policy'].map(
  (room) => `test/${room}/**/*.test.ts`,
);

export default defineConfig({
  test: {
    testTimeout: 20_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // One fewer unless told, which on two cores is one.
    maxWorkers: '100%',
    sequence: { sequencer: LongestFirst },
    reporters: ci ? ['default', 'json'] : ['default'],
    outputFile: { json: 'reports/vitest.json' },
    projects: [
      { extends: true, test: { name: 'pure', include: pure, isolate: false } },
      { extends: true, test: { name: 'world', include: ['test/**/*.test.ts'], exclude: pure } },
    ],
  },
});
