import MarkdownIt from 'markdown-it';
import { describe, expect, it } from 'vitest';
import { defaultCaps } from '../../src/review/caps.ts';
import { markerComment, markersIn } from '../../src/review/fingerprint.ts';
import { planReview, type ReviewInput } from '../../src/review/plan.ts';
import { nothingSaid } from '../../src/review/standing.ts';
import { patchOfAdded, standingAfter } from '../support/pull-request.ts';
import { reviewed } from '../support/reviewed.ts';

const input = (files: ReviewInput['files'], more: Partial<ReviewInput> = {}): ReviewInput => ({
  pull: 7,
  head: 'b'.repeat(40),
  files,
  notReviewed: [],
  ruleFailures: [],
  standing: nothingSaid,
  caps: defaultCaps,
  ...more,
});

const added = (after: string, path = 'Dockerfile') => reviewed({ path, after, patch: patchOfAdded(after, 0, 10_000) });
const runs = (count: number, word: string) =>
  `FROM a\n${Array.from({ length: count }, (_, n) => `RUN ${word} ${n}\n`).join('')}`;

describe('the review', () => {
  it('is none for a clean pull request', () => {
    const plan = planReview(input([added('FROM a\nRUN fine\n')]));
    expect(plan.review).toBeUndefined();
    expect(plan.check).toMatchObject({
      conclusion: 'success',
      title: 'Nothing to say about 1 Dockerfile',
      annotations: [],
    });
  });

  it('says each finding once, and nothing when it is repeated', () => {
    const files = [added('FROM a\nRUN bad\nCMD ugly \\\n  bad\n')];
    const first = planReview(input(files));
    expect(first.review?.comments).toMatchObject([
      { path: 'Dockerfile', startLine: 3, line: 4 },
      { path: 'Dockerfile', startLine: undefined, line: 2 },
    ]);
    expect(first.review?.body).toContain('Found 2 errors and 1 warning in what this pull request changes.');
    const second = planReview(input(files, { standing: standingAfter(first) }));
    expect(second.review).toBeUndefined();
    expect(second.check).toEqual(first.check);
  });

  it('carries a marker of its own, which changes with what it says', () => {
    const marker = (text: string, head: string) => planReview(input([added(text)], { head })).review?.marker;
    const one = planReview(input([added('FROM a\nRUN bad\n')])).review;
    expect(markersIn(one?.body ?? '')).toEqual(['summary', one?.marker]);
    expect(
      new Set([one?.marker, marker('FROM a\nRUN bad\n', 'other'), marker('FROM a\nRUN bad 2\n', 'b'.repeat(40))]).size,
    ).toBe(3);
  });

  it('says only what is new when a finding joins one that stands', () => {
    const first = planReview(input([added('FROM a\nRUN bad ugly\n')]));
    const fingerprint = markersIn(first.review?.comments[0]?.body ?? '')[0] ?? '';
    const standing = standingAfter(first);
    const threads = standing.threads.map((thread) => ({ ...thread, body: markerComment([fingerprint]) }));
    const { review } = planReview(input([added('FROM a\nRUN bad ugly\n')], { standing: { ...standing, threads } }));
    expect(review?.comments).toHaveLength(1);
    expect(review?.comments[0]?.body).toContain('ugly-word');
    expect(review?.comments[0]?.body).not.toContain('**Error:**');
  });

  it('says in its body what has no line in the diff, and once', () => {
    const files = [{ ...added('FROM a\nRUN bad\n', 'deploy/`x`/Dockerfile'), patch: undefined }];
    const first = planReview(input(files));
    expect(first.review?.comments).toEqual([]);
    expect(first.review?.body).toContain('**``deploy/`x`/Dockerfile``**, outside the diff:\n\nLine 2. **Error:**');
    expect(first.review?.body).toContain('Line 2 becomes:\n\n```dockerfile\nRUN good\n```');
    expect(planReview(input(files, { standing: standingAfter(first) })).review).toBeUndefined();
  });
});

describe('caps', () => {
  const files = [added(runs(25, 'ugly'), 'a/Dockerfile'), added(runs(15, 'bad'), 'b/Dockerfile')];
  const first = planReview(input(files));

  it('let 30 comments through, the most severe first, and count the rest out loud', () => {
    const { review, check } = first;
    expect(review?.comments).toHaveLength(30);
    expect(review?.comments.filter(({ path }) => path === 'b/Dockerfile')).toHaveLength(15);
    expect(review?.body).toContain('…and 10 more instructions with findings');
    expect(check.summary).toContain('…and 10 more than fit into comments');
    expect(check.annotations).toHaveLength(10);
    expect(check.summary.match(/not commented/g)).toHaveLength(10);
  });

  it('count what stands: a push does not bring out the rest', () => {
    const standing = standingAfter(first);
    expect(planReview(input(files, { standing })).review).toBeUndefined();
    const fixed = [files[0]!, added(runs(5, 'bad'), 'b/Dockerfile')];
    expect(planReview(input(fixed, { standing })).review?.comments).toHaveLength(10);
  });

  it('order comments so that applied suggestions do not shift the next', () => {
    const lines = first.review?.comments.filter(({ path }) => path === 'b/Dockerfile').map(({ line }) => line) ?? [];
    expect(lines).toEqual([...lines].sort((a, b) => b - a));
  });

  it('keep annotations and summary within GitHub’s limits', () => {
    const text = runs(40, 'bad') + 'RUN doubt\n'.repeat(100);
    const many = ['a', 'b', 'c'].map((folder) => added(text, `${folder}/Dockerfile`));
    const { review, check } = planReview(input(many, { caps: { ...defaultCaps, annotations: 50 } }));
    expect(check.annotations).toHaveLength(50);
    expect(check.annotations.every(({ level }) => level === 'failure')).toBe(true);
    expect(check.summary.length).toBeLessThan(65_535);
    expect(check.summary).toMatch(/…and \d+ more findings\./);
    expect(check.summary).toMatch(/\d+ annotations did not fit/);
    for (const { body } of review?.comments ?? []) expect(body.length).toBeLessThan(65_536);
  });
});

describe('the check run', () => {
  const conclusion = (text: string, more: Partial<ReviewInput> = {}) =>
    planReview(input([added(text)], more)).check.conclusion;
  const gap = { path: 'big/Dockerfile', reason: 'it is larger than 500 kB', isGap: true };
  const link = { path: 'link/Dockerfile', reason: 'it is a symbolic link', isGap: false };

  it('fails on an error of the pull request, and on nothing less', () => {
    expect(conclusion('FROM a\nRUN bad\n')).toBe('failure');
    expect(conclusion('FROM a\nRUN ugly doubt\n')).toBe('success');
    const before = 'FROM a\nRUN bad\n';
    const file = reviewed({ before, after: `${before}\n\n\n\nUSER x\n` });
    expect(planReview(input([file])).check).toMatchObject({
      conclusion: 'success',
      title: 'Nothing to say about 1 Dockerfile',
    });
  });

  it('is neutral when nobody looked at a Dockerfile, or a rule failed', () => {
    expect(conclusion('FROM a\n', { notReviewed: [gap] })).toBe('neutral');
    expect(conclusion('FROM a\n', { ruleFailures: [{ rule: 'x', path: 'y' }] })).toBe('neutral');
    expect(conclusion('FROM a\nRUN bad\n', { notReviewed: [gap] })).toBe('failure');
    expect(conclusion('FROM a\n', { notReviewed: [link] })).toBe('success');
  });

  it('names what was not reviewed, and why', () => {
    const { title, summary } = planReview(
      input([], { notReviewed: [gap, link], ruleFailures: [{ rule: 'shell-form', path: 'a/Dockerfile' }] }),
    ).check;
    expect(title).toBe('1 file not reviewed');
    expect(summary).toContain('- `big/Dockerfile`: it is larger than 500 kB');
    expect(summary).toContain('- `link/Dockerfile`: it is a symbolic link');
    expect(summary).toMatch(/- the rule \[shell-form\]\(.*\) failed on `a\/Dockerfile`/);
  });

  it('lists every finding, what runs, and what Docker refuses', () => {
    const before = 'FROM a\nRUN bad old\nRUN 1\nRUN 2\nRUN 3\nRUN 4\n';
    const { summary, title } = planReview(
      input([reviewed({ before, after: `${before}RUN ugly\nCMD ["x"]\nNONSENSE y\nNONSENSE z\n` })]),
    ).check;
    expect(title).toBe('1 error and 1 warning in 1 Dockerfile');
    expect(summary).toMatch(
      /^Read 1 Dockerfile; found 1 error and 1 warning in what this pull request changes. 1 finding was there before./,
    );
    expect(summary).toMatch(/- line 2: \*\*Error:\*\* .*, there before\)/);
    expect(summary).toMatch(/- line 7: \*\*Warning:\*\* /);
    expect(summary).toContain('### What `docker run` will execute');
    expect(summary).toMatch(/### Problems that Docker reports\n\n\*\*`Dockerfile`\*\*\n\n- line 10: /);
  });

  it('marks what was there before with a notice, and knows its pull request', () => {
    const before = 'FROM a\nRUN bad\nRUN 1\nRUN 2\nRUN 3\nRUN 4\n';
    const { annotations, externalId } = planReview(input([reviewed({ before, after: `${before}RUN doubt\n` })])).check;
    expect(annotations).toMatchObject([
      { path: 'Dockerfile', startLine: 7, endLine: 7, level: 'notice', title: 'doubt-word' },
      { path: 'Dockerfile', startLine: 2, endLine: 2, level: 'notice', title: 'bad-word (there before)' },
    ]);
    expect(JSON.parse(externalId)).toEqual({ pull: 7, head: 'b'.repeat(40) });
  });

  it('is Markdown of tables, lists and code, whatever the Dockerfile holds', () => {
    const hostile =
      'FROM a\nCMD ["bad", "</details><!--", "| x |", "```", "@team #1 https://x.y/1", "[a](b)"]\nRUN bad \u202e\n';
    const file = added(hostile, 'a|b/`@team`/<b>/Dockerfile');
    const first = planReview(input([file]));
    const inBody = planReview(input([{ ...file, patch: undefined }])).review?.body ?? '';
    const done = planReview(input([added('FROM a\n', file.path)], { standing: standingAfter(first) })).settling;
    const texts = [
      ...[first.check.summary, first.review?.body ?? '', inBody],
      ...[...(first.review?.comments ?? []), ...(done?.threads ?? [])].map(({ body }) => body),
    ];
    expect(texts).toHaveLength(7);
    const judge = new MarkdownIt({ html: true, linkify: false });
    for (const text of texts.map((one) => one.replace(/<\/?sub>/g, ''))) {
      const tokens = judge.parse(text.replace(/^<!-- dockerfile-review:[^>]*-->\n/, ''), {});
      const inline = tokens.flatMap(({ children }) => children ?? []);
      const fold = /^(?:<details><summary>[^<>]*<\/summary>|<\/details>)\n$/; // around a diagram
      expect(
        [...tokens, ...inline].filter(({ type, content }) => !fold.test(content) && /html|image|blockquote/.test(type)),
      ).toEqual([]);
      const links = inline.filter(({ type }) => type === 'link_open').map((token) => String(token.attrGet('href')));
      for (const href of links) expect(href).toMatch(/\/docs\/rules\/(?:bad|ugly)-word\.md$/);
      expect(
        inline
          .filter(({ type }) => type === 'text')
          .map(({ content }) => content)
          .join(''),
      ).not.toMatch(/@team|#1|\u202e/);
    }
  });
});
