import type { DiffLineView, PullRequestView, ThreadView } from '../../../src/sandbox/view-model.ts';

const at = '2026-01-15T10:00:00Z';
const author = { login: 'mina', kind: 'user' } as const;
export const bot = { login: 'dockerfile-review[bot]', kind: 'bot' } as const;

export function addedLines(...texts: readonly string[]): DiffLineView[] {
  return texts.map((text, index) => ({ type: 'added', old: null, new: index + 1, text, noNewline: false }));
}

export const dockerfile = addedLines(
  '# syntax=docker/dockerfile:1',
  'FROM node:24-bookworm-slim',
  'ENV NODE_ENV=production \\',
  '    PORT=8080',
  'WORKDIR /app',
  'COPY . .',
  'EXPOSE 8080',
  "CMD ['node', 'src/server.js']",
);

export const suggestionBody = [
  '**malformed-json-array** (error)',
  '',
  '`CMD` is not valid JSON, so Docker runs it as shell form: `["/bin/sh", "-c", "[\'node\', \'src/server.js\']"]`. The container will not start. Write the array with double quotes.',
  '',
  '```suggestion',
  'CMD ["node", "src/server.js"]',
  '```',
  '<sub>Safe fix. Docs: [malformed-json-array](https://example.com/rules/malformed-json-array)</sub>',
  '<!-- dockerfile-review fingerprint=abc -->',
].join('\n');

export function thread(change: Partial<ThreadView> = {}): ThreadView {
  const suggestion = {
    start: 8,
    line: 8,
    before: ["CMD ['node', 'src/server.js']"],
    after: ['CMD ["node", "src/server.js"]'],
    blocked: null,
  };
  return {
    id: 'thread-1',
    path: 'services/checkout-api/Dockerfile',
    subject: 'line',
    side: 'RIGHT',
    startLine: null,
    line: 8,
    originalStartLine: null,
    originalLine: 8,
    outdated: false,
    resolved: false,
    resolvedBy: null,
    excerpt: dockerfile,
    comments: [{ id: 11, author: bot, at, body: suggestionBody, suggestion }],
    ...change,
  };
}

/** A pull request with one commented Dockerfile, one review and one check run. */
export function pullRequestView(change: Partial<PullRequestView> = {}): PullRequestView {
  return {
    repository: { owner: 'acme', name: 'shop' },
    number: 1,
    title: 'Containerise the new checkout services',
    body: 'One image a service.\n\n- [checkout-api](services/checkout-api)\n- `cart-worker`',
    state: 'open',
    draft: false,
    author,
    createdAt: at,
    base: { branch: 'main', sha: 'b'.repeat(40) },
    head: { branch: 'checkout-services', sha: 'a'.repeat(40) },
    additions: 8,
    deletions: 0,
    timeline: [
      { kind: 'commit', at, sha: 'a'.repeat(40), author, title: 'Add Dockerfiles' },
      {
        kind: 'review',
        at,
        id: 5,
        author: bot,
        state: 'COMMENTED',
        body: '1 finding.',
        sha: 'a'.repeat(40),
        threads: ['thread-1'],
      },
      {
        kind: 'check-run',
        at,
        id: 7,
        name: 'dockerfile-review',
        sha: 'a'.repeat(40),
        conclusion: 'failure',
        title: '1 error',
      },
    ],
    files: [
      {
        path: 'services/checkout-api/Dockerfile',
        previousPath: null,
        status: 'added',
        additions: 8,
        deletions: 0,
        hunks: [{ header: '@@ -0,0 +1,8 @@', lines: dockerfile }],
      },
    ],
    threads: [thread()],
    checks: [
      {
        id: 7,
        name: 'dockerfile-review',
        sha: 'a'.repeat(40),
        app: 'dockerfile-review',
        status: 'completed',
        conclusion: 'failure',
        title: '1 error',
        summary: '| stage | before | after |\n| --- | --- | --- |\n| final | – | `["node"]` |',
        text: null,
        detailsUrl: 'http://127.0.0.1/',
        startedAt: at,
        completedAt: at,
        annotations: [
          {
            path: 'services/checkout-api/Dockerfile',
            startLine: 8,
            endLine: 8,
            startColumn: null,
            endColumn: null,
            level: 'failure',
            title: 'malformed-json-array',
            message: 'Not JSON.',
            rawDetails: null,
          },
        ],
        actions: [],
      },
    ],
    ...change,
  };
}
