import { fullName, type Repository } from '../state.ts';
import { iso, nodeId } from '../world.ts';
import { userShape, type Json } from './account.ts';

/** The addresses that hang below a repository's own, as GitHub writes their templates. */
const TEMPLATES: Readonly<Record<string, string>> = {
  archive_url: '/{archive_format}{/ref}',
  assignees_url: '/assignees{/user}',
  blobs_url: '/git/blobs{/sha}',
  branches_url: '/branches{/branch}',
  collaborators_url: '/collaborators{/collaborator}',
  comments_url: '/comments{/number}',
  commits_url: '/commits{/sha}',
  compare_url: '/compare/{base}...{head}',
  contents_url: '/contents/{+path}',
  contributors_url: '/contributors',
  deployments_url: '/deployments',
  downloads_url: '/downloads',
  events_url: '/events',
  forks_url: '/forks',
  git_commits_url: '/git/commits{/sha}',
  git_refs_url: '/git/refs{/sha}',
  git_tags_url: '/git/tags{/sha}',
  hooks_url: '/hooks',
  issue_comment_url: '/issues/comments{/number}',
  issue_events_url: '/issues/events{/number}',
  issues_url: '/issues{/number}',
  keys_url: '/keys{/key_id}',
  labels_url: '/labels{/name}',
  languages_url: '/languages',
  merges_url: '/merges',
  milestones_url: '/milestones{/number}',
  notifications_url: '/notifications{?since,all,participating}',
  pulls_url: '/pulls{/number}',
  releases_url: '/releases{/id}',
  stargazers_url: '/stargazers',
  statuses_url: '/statuses/{sha}',
  subscribers_url: '/subscribers',
  subscription_url: '/subscription',
  tags_url: '/tags',
  teams_url: '/teams',
  trees_url: '/git/trees{/sha}',
};

/** The address of a repository in the API. */
export function repositoryUrl(url: string, repository: Repository): string {
  return `${url}/api/v3/repos/${fullName(repository)}`;
}

/** `minimal-repository` */
export function minimalRepositoryShape(url: string, repository: Repository): Json {
  const api = repositoryUrl(url, repository);
  const links = Object.entries(TEMPLATES).map(([name, template]) => [name, api + template] as const);
  return {
    id: repository.id,
    node_id: nodeId('R', repository.id),
    name: repository.name,
    full_name: fullName(repository),
    owner: userShape(url, repository.owner),
    private: repository.private,
    html_url: `${url}/${fullName(repository)}`,
    description: null,
    fork: repository.parent !== undefined,
    url: api,
    ...Object.fromEntries(links),
  };
}

/** `repository`, `full-repository` and `repository-webhooks` */
export function repositoryShape(url: string, repository: Repository): Json {
  const html = `${url}/${fullName(repository)}`;
  const host = new URL(url).host;
  const open = [...repository.pulls.values()].filter((pull) => pull.state === 'open').length;
  const at = iso(repository.createdAt);
  return {
    ...minimalRepositoryShape(url, repository),
    ...{ clone_url: `${html}.git`, git_url: `git://${host}/${fullName(repository)}.git`, svn_url: html },
    ...{ ssh_url: `git@${host}:${fullName(repository)}.git`, mirror_url: null, homepage: null },
    ...{ created_at: at, updated_at: at, pushed_at: at },
    ...{ default_branch: repository.defaultBranch, visibility: repository.private ? 'private' : 'public' },
    ...{ size: 1, language: 'Dockerfile', license: null, topics: [], is_template: false },
    ...{ forks: 0, forks_count: 0, network_count: 0, stargazers_count: 0, subscribers_count: 0 },
    ...{ watchers: 0, watchers_count: 0, open_issues: open, open_issues_count: open },
    ...{ has_issues: repository.hasIssues, has_projects: true, has_wiki: true, has_pages: false, has_downloads: true },
    ...{ has_discussions: false, archived: repository.archived, disabled: false, allow_forking: true },
    web_commit_signoff_required: false,
  };
}
