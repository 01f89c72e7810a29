import { defineConfig } from 'vitest/config';

/**
 * The tests that judge a mutant: those of the pure rooms. Tests that start programs or servers would take minutes a
 * mutant and see nothing that these do not.
 */
export default defineConfig({
  test: {
    include: ['test/{text,dockerfile,shell,lint,rules}/**/*.test.ts', 'test/rules.test.ts'],
    exclude: ['test/shell/real-shells.test.ts'],
    pool: 'forks',
  },
});
