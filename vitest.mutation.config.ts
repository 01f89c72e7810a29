import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Nearest to the mutated code first: the first failing test ends a mutant's run, and most fail there. */
const rooms = ['/test/text/', '/test/dockerfile/', '/test/shell/', '/test/lint/', '/test/rules/'];

class NearestFirst extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => rooms.findIndex((room) => moduleId.includes(room));
    const sorted = files.toSorted((a, b) => rank(a) - rank(b) || a.moduleId.localeCompare(b.moduleId));
    return Promise.resolve(sorted);
  }
}

/**
 * The tests that judge a mutant: those of the pure rooms, properties with the same inputs each time. Tests that start
 * programs or servers, and those that read texts of ten thousand lines, would take minutes a mutant.
 */
export default defineConfig({
  test: {
    include: ['test/{text,dockerfile,shell,lint,rules}/**/*.test.ts'],
    exclude: ['test/shell/real-shells.test.ts', 'test/dockerfile/laws.test.ts'],
    isolate: false,
    setupFiles: ['test/support/same-inputs.ts'],
    sequence: { sequencer: NearestFirst },
    // Instrumented code is several times slower.
    testTimeout: 120_000,
  },
});
