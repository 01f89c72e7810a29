import type { DiffEntry } from '../diff.ts';
import { pullFileShape } from '../shapes/file.ts';
import { baseOf, pullFacts, pullShape, pullSimpleShape } from '../shapes/pull.ts';
import { paginate, pullOf, type Handlers } from './handler.ts';

const READ = [{ pull_requests: 'read' }] as const;

/** GitHub lists no more files of a pull request (contract section 2). */
const MAX_FILES = 3000;

export const pullHandlers: Handlers = {
  'pulls/list': {
    for: 'repository',
    needs: READ,
    async run(call) {
      const wanted = call.query.get('state') ?? 'open';
      const head = call.query.get('head');
      const base = call.query.get('base');
      const pulls = [...call.repository.pulls.values()].filter(
        (pull) =>
          (wanted === 'all' || pull.state === wanted) &&
          (head === null || head === `${pull.head?.owner.login ?? ''}:${pull.headRef}`) &&
          (base === null || base === pull.baseRef),
      );
      const { page, link } = paginate(call, pulls.toReversed());
      const body = await Promise.all(
        page.map(async (pull) =>
          pullSimpleShape(call.world.url, call.repository, pull, await pullFacts(call.repository, pull)),
        ),
      );
      return { status: 200, body, headers: link ?? {} };
    },
  },
  'pulls/get': {
    for: 'repository',
    needs: READ,
    async run(call) {
      const pull = pullOf(call);
      const facts = await pullFacts(call.repository, pull);
      return { status: 200, body: pullShape(call.world.url, call.repository, pull, facts) };
    },
  },
  'pulls/list-files': {
    for: 'repository',
    needs: READ,
    async run(call) {
      const pull = pullOf(call);
      const entries = await call.repository.git.diff(await baseOf(call.repository, pull), pull.headSha);
      const { page, link } = paginate(call, entries.slice(0, MAX_FILES));
      const shape = (entry: DiffEntry): object => {
        const file = pullFileShape(call.world.url, call.repository, pull.headSha, entry);
        return pull.withoutBlobIds ? { ...file, sha: null } : file;
      };
      return { status: 200, body: page.map(shape), headers: link ?? {} };
    },
  },
};
