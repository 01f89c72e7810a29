import { allows } from './auth.ts';
import type { Repository, Token } from './state.ts';

const WORKFLOWS = '.github/workflows/';

/** Why a token may not move a branch to this commit, in GitHub's words (contract section 5); undefined when it may. */
export async function pushRefusal(
  repository: Repository,
  token: Token,
  branch: string,
  before: string | undefined,
  after: string,
): Promise<string | undefined> {
  if (token.installation === undefined) return undefined;
  if (repository.rules.protectedBranches.has(branch)) {
    return 'Repository rule violations found\n\nChanges must be made through a pull request.\n\n';
  }
  if (allows(token.permissions, { workflows: 'write' })) return undefined;
  const from = before ?? (await repository.git.resolveCommit(`refs/heads/${repository.defaultBranch}`));
  const changed = from === undefined ? [] : await repository.git.diffDirect(from, after);
  const workflow = changed.find(({ path }) => path.startsWith(WORKFLOWS));
  if (workflow === undefined) return undefined;
  return `refusing to allow a GitHub App to create or update workflow \`${workflow.path}\` without \`workflows\` permission`;
}
