import type { Repository } from './state.ts';

type Given = Pick<Repository, 'id' | 'owner' | 'name' | 'git' | 'private' | 'defaultBranch' | 'createdAt' | 'parent'>;

/** A repository in which nothing has happened yet. */
export function newRepository(given: Given & { readonly hasIssues?: boolean }): Repository {
  return {
    hasIssues: true,
    ...given,
    archived: false,
    permissions: new Map(),
    rules: { protectedBranches: new Set(), requiredChecks: new Set() },
    mergeGroups: [],
    verified: new Set(),
    pulls: new Map(),
    checkRuns: new Map(),
    suites: new Map(),
    nextNumber: 1,
  };
}
