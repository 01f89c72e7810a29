import type { RunCommand } from '../../src/jobs/job.ts';
import type {
  Access,
  Answer,
  BranchState,
  CommandHost,
  Committed,
  NewCommit,
  ThreadState,
} from '../../src/jobs/ports.ts';
import { createHost, type Description } from './pull-request.ts';

export const command: RunCommand = {
  kind: 'run-command',
  installationId: 1,
  repository: { owner: 'acme', name: 'shop' },
  number: 7,
  command: { kind: 'fix' },
  asker: { login: 'mina-k', id: 9 },
  byAuthor: false,
  from: { kind: 'comment', id: 5 },
  delivery: 'd-1',
};

/** What is out of the ordinary about the branch and those who ask. */
export interface Circumstances {
  readonly access?: Access;
  readonly branch?: Partial<BranchState>;
  /** What becomes of commits, in order; those beyond are made. */
  readonly commits?: readonly Committed[];
  readonly thread?: ThreadState;
  /** Happens when the branch is read for the nth time. */
  readonly onRead?: (times: number) => Partial<BranchState>;
}

export interface FakeCommandHost extends CommandHost {
  readonly calls: string[];
  readonly commits: NewCommit[];
  readonly answers: Answer[];
}

/** The pull request of a description, with somebody who asks for something. */
export function createCommandHost(
  description: Description,
  { access = 'write', branch = {}, commits: outcomes = [], thread, onRead }: Circumstances = {},
): FakeCommandHost {
  const host = createHost(description);
  const { calls } = host;
  const commits: NewCommit[] = [];
  const answers: Answer[] = [];
  let reads = 0;
  return {
    ...host,
    commits,
    answers,
    acknowledge: () => {
      calls.push('acknowledge');
      return Promise.resolve();
    },
    accessOf: () => {
      calls.push('accessOf');
      return Promise.resolve(access);
    },
    readBranch: async (pull, wanted) => {
      const state = await host.readPullRequest(pull, wanted);
      calls.splice(calls.lastIndexOf('readPullRequest'), 1, 'readBranch');
      reads += 1;
      return {
        ...state,
        branch: 'change',
        headRepository: { kind: 'same' },
        tree: 't'.repeat(40),
        author: 'contributor',
        commits: [],
        answers: [],
        ...branch,
        ...onRead?.(reads),
      };
    },
    commit: (_, wanted) => {
      calls.push('commit');
      const outcome = outcomes[commits.length] ?? { kind: 'committed', sha: 'e'.repeat(40) };
      commits.push(wanted);
      return Promise.resolve(outcome);
    },
    answer: (_, answer) => {
      calls.push('answer');
      answers.push(answer);
      return Promise.resolve();
    },
    readThread: () => {
      calls.push('readThread');
      return Promise.resolve(thread);
    },
  };
}
