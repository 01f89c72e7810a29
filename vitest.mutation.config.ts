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
 * The tests that judge a mutant: those of the pure rooms with fixed inputs. Tests that start programs or servers would
 * take minutes a mutant, and a random input would kill a mutant on one day and not on the next.
 */
export default defineConfig({
  test: {
    include: ['test/{text,dockerfile,shell,lint,rules}/**/*.test.ts'],
    exclude: ['test/shell/real-shells.test.ts'],
    isolate: false,
    sequence: { sequencer: NearestFirst },
    // Instrumented code is several times slower.
    testTimeout: 120_000,
  },
});
