import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Longer than the others by far: begun last, one of them would keep a single core busy at the end. */
const long = ['proofs/fixes', 'e2e/fault-matrix', 'proofs/', 'main.test', 'e2e/', 'queue/queue', 'review/apply-oracle'];

/** The long ones first; the others in vitest's own order. */
export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const at = long.findIndex((part) => moduleId.includes(`/test/${part}`));
      return at < 0 ? long.length : at;
    };
    const sorted = await super.sort(files);
    return sorted
      .map((file, index) => ({ file, index }))
      .sort((a, b) => rank(a.file) - rank(b.file) || a.index - b.index)
      .map(({ file }) => file);
  }
}
