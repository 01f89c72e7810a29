import { describe, expect, it } from 'vitest';
import { defaultCaps } from '../../src/review/caps.ts';
import { markersIn } from '../../src/review/fingerprint.ts';
import { planReview, type Plan, type ReviewInput } from '../../src/review/plan.ts';
import type { Standing, StandingThread } from '../../src/review/standing.ts';
import { patchOfAdded, standingAfter } from '../support/pull-request.ts';
import { reviewed } from '../support/reviewed.ts';

const added = (after: string, path = 'Dockerfile') => reviewed({ path, after, patch: patchOfAdded(after, 0, 10_000) });
const head = `${'abc1234'.repeat(5)}abcde`;

function plan(text: string | ReviewInput['files'], standing: Standing, more: Partial<ReviewInput> = {}): Plan {
  const files = typeof text === 'string' ? [added(text)] : text;
  const nothing = { notReviewed: [], ruleFailures: [] };
  return planReview({ pull: 7, head, files, standing, caps: defaultCaps, ...nothing, ...more });
}

const nothing: Standing = { threads: [], reviews: [] };
/** What stands after the first review of a text. */
const after = (text: string): Standing => standingAfter(plan(text, nothing));
const threads = (standing: Standing, change: (thread: StandingThread) => Partial<StandingThread>): Standing => ({
  ...standing,
  threads: standing.threads.map((thread) => ({ ...thread, ...change(thread) })),
});
const bad = 'FROM a\nRUN bad\n';
const fine = 'FROM a\nRUN fine\n';

describe('a finding that stays', () => {
  it.each([
    ['as it is', bad, {}],
    ['on another line', 'FROM a\n\n# why\nRUN bad\n', { line: undefined, isOutdated: true }],
    ['among others that are gone', 'FROM a\nRUN fine\nRUN bad\n', {}],
    ['on an instruction whose other finding is gone', bad, {}, 'FROM a\nRUN bad\nCMD ugly\n'],
  ])('%s keeps its thread', (_, text, state, before = bad) => {
    const standing = threads(after(before), () => state);
    const { review, settling } = plan(text, standing);
    expect(review).toBeUndefined();
    expect(settling?.threads.map(({ id }) => id) ?? []).not.toContain(
      standing.threads.find(({ body }) => body.includes('bad-word'))?.id,
    );
  });

  it('keeps the thread of two findings until both are gone', () => {
    const standing = threads(after('FROM a\nRUN bad ugly\n'), ({ body }) => {
      const [first = ''] = markersIn(plan(bad, nothing).review?.comments[0]?.body ?? '');
      return { body: body.replace(/review:[^,]*,/, `review:${first},`) };
    });
    expect(standing.threads).toHaveLength(1);
    expect(plan(bad, standing).settling?.threads ?? []).toEqual([]);
    expect(plan(fine, standing).settling?.threads).toHaveLength(1);
  });
});

describe('a finding that is gone', () => {
  it('has its thread settled, and the summary says that nothing is left', () => {
    const { review, settling } = plan(fine, after(bad));
    expect(review).toBeUndefined();
    expect(settling?.threads).toMatchObject([{ id: 'T0', commentId: 'C0', mayHide: true }]);
    expect(settling?.summary?.reviewId).toBe('R0');
    expect(settling?.summary?.body).toContain('Nothing is left of what was found in what this pull request changes.');
  });

  it('gets a sentence in front of its comment, for where threads may not be resolved', () => {
    const standing = after(bad);
    const body = plan(fine, standing).settling?.threads[0]?.body ?? '';
    const [print = ''] = markersIn(standing.threads[0]?.body ?? '');
    expect(markersIn(body)).toEqual(['settled', print]);
    expect(body.split('\n').slice(1, 4)).toEqual(['Fixed in abc1234.', '', expect.stringContaining('**Error:**')]);
    expect(plan('FROM a\nRUN bad 2\n', standing).settling?.threads[0]?.body).toContain(
      'Changed in abc1234; what is left of it is said anew.',
    );
  });

  it('is settled once: not again when it was resolved, by whomever, or edited', () => {
    const edited = plan(fine, after(bad)).settling?.threads[0]?.body ?? '';
    for (const state of [{ resolved: 'by us' }, { resolved: 'by a person' }, { body: edited }] as const) {
      const standing = threads(after(bad), () => state);
      expect(plan(fine, standing).settling?.threads).toEqual([]);
    }
  });

  it('is not hidden when somebody replied', () => {
    const standing = threads(after(bad), () => ({ hasReply: true }));
    expect(plan(fine, standing).settling?.threads).toMatchObject([{ mayHide: false }]);
  });

  it.each<[string, string | ReviewInput['files'], Partial<ReviewInput>]>([
    ['a rule failed on the file', fine, { ruleFailures: [{ rule: 'x', path: 'Dockerfile' }] }],
    ['files of the repository could not be read', fine, { factsAreMissing: true }],
    ['the file could not be read', [], { notReviewed: [{ path: 'Dockerfile', reason: 'binary', isGap: true }] }],
  ])('is left alone when %s: nobody knows whether it is', (_, text, more) => {
    expect(plan(text, after(bad), more).settling?.threads ?? []).toEqual([]);
  });

  it('is gone with its file, too', () => {
    expect(plan([added(fine, 'other/Dockerfile')], after(bad)).settling?.threads).toHaveLength(1);
  });
});

describe('a finding that comes back', () => {
  it.each([
    ['we resolved', { resolved: 'by us' }],
    ['we edited', { body: plan(fine, after(bad)).settling?.threads[0]?.body ?? '' }],
  ] as const)('after %s its thread is said again, in a comment of its own', (_, state) => {
    const { review } = plan(
      bad,
      threads(after(bad), () => state),
    );
    expect(review?.comments).toHaveLength(1);
  });

  it('after a person resolved its thread is not said again, and does not count among the open ones', () => {
    const standing = threads(after(`FROM a\n${'RUN bad\n'.repeat(30)}`), () => ({ resolved: 'by a person' }));
    const { review, check } = plan(`FROM a\n${'RUN bad\n'.repeat(35)}`, standing);
    expect(review?.comments).toHaveLength(5);
    expect(check.conclusion).toBe('failure');
  });
});

describe('the summary', () => {
  const far = (text: string) => [{ ...added(text, 'far/Dockerfile'), patch: undefined }];

  it('stands in the first review; a later one has one line', () => {
    const first = plan(bad, nothing);
    expect(markersIn(first.review?.body ?? '')[0]).toBe('summary');
    const { review, settling } = plan(`${bad}CMD ugly\n`, standingAfter(first));
    expect(review?.body.split('\n').slice(1)).toEqual(['Found 1 warning more in what this pull request changes.']);
    expect(settling?.summary?.body).toContain('Found 1 error and 1 warning in what this pull request changes.');
  });

  it('is edited only when its words change, and keeps the mark of its review', () => {
    const first = plan(bad, nothing);
    expect(plan(bad, standingAfter(first), { head: 'f'.repeat(40) }).settling).toBeUndefined();
    const moved = plan(`FROM a\n\nRUN bad\n`, standingAfter(first));
    expect(moved.settling).toBeUndefined();
    const now = plan(fine, standingAfter(first)).settling?.summary?.body ?? '';
    expect(markersIn(now)).toContain(first.review?.marker);
  });

  it('takes what has no line in the diff without a review of its own', () => {
    const { review, settling } = plan([added(bad), ...far(bad)], after(bad));
    expect(review).toBeUndefined();
    expect(settling?.summary?.body).toContain('**`far/Dockerfile`**, outside the diff:');
  });

  it('is what GitHub may give back with other line ends', () => {
    const standing = after(bad);
    const reviews = standing.reviews.map(({ id, body }) => ({ id, body: `${body.replaceAll('\n', '\r\n')}\r\n` }));
    expect(plan(bad, { ...standing, reviews }).settling).toBeUndefined();
  });

  it('links what it leaves out', () => {
    const page = 'https://github.com/acme/shop/pull/7';
    const body = plan(`FROM a\n${'RUN bad\n'.repeat(31)}`, nothing, { page }).review?.body;
    expect(body).toContain(`…and 1 more instruction with findings; [the check run](${page}/checks) lists them.`);
  });
});

describe('a place that GitHub refused', () => {
  const refused = new Set(markersIn(plan(bad, nothing).review?.comments[0]?.body ?? ''));

  it('is said in the body, with lines to write by hand', () => {
    const { review } = plan(`${bad}CMD ugly\n`, nothing, { refused });
    expect(review?.comments).toHaveLength(1);
    expect(review?.body).toContain('**`Dockerfile`**, outside the diff:\n\nLine 2. **Error:**');
    expect(review?.body).toContain('GitHub takes no comment on these lines');
    expect(review?.body).not.toContain('```suggestion');
  });

  it('is not tried again with the next push', () => {
    const standing = standingAfter(plan(`${bad}CMD ugly\n`, nothing, { refused }));
    expect(plan(`${bad}CMD ugly\n`, standing)).toMatchObject({ review: undefined, settling: undefined });
  });
});

describe('silence', () => {
  const silence = 'This pull request is a draft.';

  it('is a check run with everything in it, and nothing else', () => {
    const { review, settling, check } = plan(`${bad}CMD ugly\n`, nothing, { silence });
    expect([review, settling]).toEqual([undefined, undefined]);
    expect(check.annotations).toMatchObject([{ level: 'failure' }, { level: 'warning' }]);
    expect(check.summary).toContain(silence);
    expect(check.summary).not.toContain('more than fit');
  });

  it('settles nothing either', () => {
    expect(plan(fine, after(bad), { silence }).settling).toBeUndefined();
  });
});

describe('the buttons', () => {
  const identifiers = (text: string, more: Partial<ReviewInput> = {}) =>
    plan(text, nothing, more).check.actions?.map(({ identifier }) => identifier);

  it('are one to apply safe fixes, where there are any and we may commit, and one to check again', () => {
    expect(identifiers(bad, { mayCommit: true })).toEqual(['fix', 'recheck']);
    expect(identifiers(bad)).toEqual(['recheck']);
    expect(identifiers(fine, { mayCommit: true })).toEqual(['recheck']);
    expect(identifiers('FROM a\nRUN ugly\n', { mayCommit: true })).toEqual(['recheck']);
  });

  it('are as short as GitHub wants them', () => {
    for (const { label, description, identifier } of plan(bad, nothing, { mayCommit: true }).check.actions ?? []) {
      expect(label.length).toBeLessThanOrEqual(20);
      expect(description.length).toBeLessThanOrEqual(40);
      expect(identifier.length).toBeLessThanOrEqual(20);
    }
  });
});

it('the check run names the policy and where it comes from', () => {
  expect(plan(bad, nothing, { policy: '`.hadolint.yaml` at abc1234' }).check.summary).toContain(
    'Policy: `.hadolint.yaml` at abc1234.',
  );
});
