import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLocator } from '../../src/cli/repository.ts';
import { sampleSource } from '../../src/cli/demo/source.ts';
import { parse } from '../../src/dockerfile/parse.ts';
import { defaultConfig } from '../../src/lint/config.ts';
import { fixAll } from '../../src/lint/fix.ts';
import { lint } from '../../src/lint/lint.ts';
import { rules } from '../../src/rules/index.ts';
import type { PullRequest } from '../../src/sandbox/state.ts';
import type { PullRequestView } from '../../src/sandbox/view-model.ts';
import { startPair, type Pair } from './pair.ts';

const repository = { owner: 'acme', name: 'shop' };

/** One commit a suggestion, as by GitHub's button. The App hears of the last one only: one review instead of thirteen. */
async function applyAll({ sandbox, app, webhookSecret }: Pair, comments: readonly number[]): Promise<void> {
  sandbox.setWebhook('http://127.0.0.1:9/nobody-listens', webhookSecret);
  for (const id of comments.slice(0, -1)) await sandbox.applySuggestion(id);
  await sandbox.settled();
  sandbox.setWebhook(`${app.address}/api/github/webhooks`, webhookSecret);
  await sandbox.applySuggestion(comments.at(-1)!);
}

describe('the sample pull request', { timeout: 120_000 }, () => {
  let pair: Pair;
  let folder: string;
  let pull: PullRequest;
  let view: PullRequestView;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sample-'));
    pair = await startPair();
    ({ pull } = await pair.sandbox.openLocalPullRequest(await sampleSource(folder)));
    await pair.reviewed(pull.headSha);
    view = await pair.view(repository, pull);
  }, 120_000);

  afterAll(async () => {
    await pair[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  });

  const suggestions = () =>
    view.threads.filter((thread) => thread.comments.some((comment) => comment.suggestion !== null));
  const headText = async (path: string): Promise<string> => {
    const { git } = pair.sandbox.state.repositories.get('acme/shop')!;
    const entry = await git.entry(pull.headSha, path);
    return (await git.blob(entry!.oid)).toString('utf8');
  };

  it('gets one review with comments and suggestions, and one completed check run', () => {
    expect(view.timeline.filter((item) => item.kind === 'review')).toHaveLength(1);
    expect(view.threads.length).toBeGreaterThanOrEqual(8);
    expect(suggestions().length).toBeGreaterThanOrEqual(6);
    expect(view.checks.map(({ name, status, conclusion }) => ({ name, status, conclusion }))).toEqual([
      { name: 'dockerfile-review', status: 'completed', conclusion: 'failure' },
    ]);
    expect(view.checks[0]!.summary).toContain('docker run');
  });

  it('shows each of the first twelve rules', () => {
    const said = view.threads.map((thread) => thread.comments[0]!.body).join('\n');
    const first = [
      ...['malformed-json-array', 'shell-form', 'variable-in-exec-form', 'operator-in-exec-form'],
      ...['unsplit-exec-form', 'duplicate-instruction', 'ignored-cmd', 'shell-form-arguments', 'reset-cmd'],
      ...['lost-shell-state', 'build-step-at-start', 'heredoc-without-errexit'],
    ];
    expect(first.filter((rule) => !said.includes(`[${rule}]`))).toEqual([]);
  });

  it('looks at the file behind an ENTRYPOINT', () => {
    const said = view.threads.flatMap(({ path, comments }) => (path.includes('thumbnails') ? [comments[0]!.body] : []));
    expect(said).toHaveLength(1);
    expect(said[0]).toContain('`services/thumbnails/docker-entrypoint.sh` has mode 100644 in git');
  });

  it('says nothing about clean files, nor about files that it does not change', () => {
    const commented = new Set(view.threads.map((thread) => thread.path));
    expect(commented).not.toContain('services/search-indexer/Dockerfile');
    expect(commented).not.toContain('services/notifications/Dockerfile');
    expect(view.files.map((file) => file.path)).not.toContain('services/legacy-import/Dockerfile');
    expect(JSON.stringify(view.checks)).not.toContain('legacy-import');
  });

  it('puts an old mistake that it does not touch into an annotation', () => {
    expect(view.checks[0]!.annotations.map(({ path, startLine }) => `${path}:${startLine}`)).toEqual([
      'services/catalog-api/Dockerfile:4',
    ]);
  });

  it('costs four calls, all of them as GitHub describes them', () => {
    expect(pair.callsSince(0)).toEqual([
      'GET /repos/acme/shop/pulls/1/files',
      'POST /api/graphql',
      'POST /repos/acme/shop/pulls/1/reviews',
      'POST /repos/acme/shop/check-runs',
    ]);
    expect(pair.sandbox.violations).toEqual([]);
  });

  it('has suggestions that make what the fixer makes, and leave nothing to fix', async () => {
    const { facts } = createLocator()(join(folder, 'shop', 'Dockerfile'));
    const annotated = new Set(view.checks[0]!.annotations.map(({ path }) => path));
    const wanted = new Map<string, string>();
    for (const { path } of suggestions()) {
      if (!annotated.has(path))
        wanted.set(path, fixAll(path, await headText(path), rules, defaultConfig, facts, 'unsafe').text);
    }
    expect(wanted.size).toBeGreaterThanOrEqual(6);
    await applyAll(
      pair,
      suggestions().map((thread) => thread.comments[0]!.id),
    );
    for (const [path, text] of wanted) expect(await headText(path), path).toBe(text);
    for (const path of new Set(suggestions().map((thread) => thread.path))) {
      const { findings } = lint(parse(path, await headText(path)), rules, defaultConfig, facts);
      const fixable = findings.filter(({ fixes }) => fixes.some(({ safety }) => safety !== 'display'));
      expect(fixable.map(({ rule }) => `${path} ${rule}`)).toEqual(
        annotated.has(path) ? [`${path} lost-shell-state`] : [],
      );
    }
  });

  it('is green after that, with every thread resolved and not a word more', async () => {
    await pair.reviewed(pull.headSha);
    const after = await pair.view(repository, pull);
    expect(after.checks.map(({ conclusion }) => conclusion)).toEqual(['success']);
    expect(after.threads.filter((thread) => !thread.resolved)).toEqual([]);
    expect(after.threads).toHaveLength(view.threads.length);
    expect(pair.sandbox.violations).toEqual([]);
  });
});
