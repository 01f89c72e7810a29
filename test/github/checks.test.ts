import nock from 'nock';
import { describe, expect, test } from 'vitest';
import { createHost } from '../../src/github/host.ts';
import { annotationTitleLength, summaryLength } from '../../src/github/limits.ts';
import type { PlannedAnnotation, PlannedCheck } from '../../src/review/plan.ts';
import { api, bench, head, pull, silentLog, trace, withoutNetwork, type Bench } from './support.ts';

withoutNetwork();

const runs = '/repos/acme/shop/check-runs';
const route = '/repos/{owner}/{repo}/check-runs';
const ofHead = `/repos/acme/shop/commits/${head}/check-runs`;
const page = 'https://github.com/acme/shop/runs/9';

function annotations(count: number): PlannedAnnotation[] {
  return Array.from({ length: count }, (_, i) => ({
    path: 'Dockerfile',
    startLine: i + 1,
    endLine: i + 2,
    level: 'warning' as const,
    title: 'shell-form',
    message: `finding ${i}`,
  }));
}

function planned(more: Partial<PlannedCheck> = {}): PlannedCheck {
  return {
    conclusion: 'neutral',
    title: '2 findings',
    summary: 'A table.',
    annotations: [],
    externalId: '{"pull":7}',
    ...more,
  };
}

async function complete(b: Bench, check: PlannedCheck, isRepeated = false): Promise<string> {
  return createHost(b.client, silentLog, b.clock, undefined, isRepeated).completeCheck(pull, head, {
    review: undefined,
    check,
  });
}

type Body = { output: { annotations: { start_line: number; title: string; message: string }[]; summary: string } };

function onPost(status: number, answer: object = {}): Body[] {
  const bodies: Body[] = [];
  nock(api)
    .post(runs, (body: Body) => bodies.push(body) > 0)
    .reply(status, answer);
  return bodies;
}

function onPatch(status: number, answer: object = {}): Body[] {
  const bodies: Body[] = [];
  nock(api)
    .patch(`${runs}/9`, (body: Body) => bodies.push(body) > 0)
    .reply(status, answer);
  return bodies;
}

function standing(...check_runs: object[]): void {
  nock(api)
    .get(ofHead)
    .query({ check_name: 'dockerfile-review', filter: 'latest', per_page: '100' })
    .reply(200, { total_count: check_runs.length, check_runs });
}

const ours = {
  id: 9,
  html_url: page,
  external_id: '{"pull":7}',
  conclusion: 'neutral',
  output: { title: '2 findings', annotations_count: 0 },
};

describe('a check run', () => {
  test('is one POST, completed, and its page is returned', async () => {
    const sent = onPost(201, { id: 9, html_url: page });
    const b = bench();
    expect(await complete(b, planned({ annotations: annotations(1) }))).toBe(page);
    expect(sent).toEqual([
      {
        name: 'dockerfile-review',
        head_sha: head,
        status: 'completed',
        conclusion: 'neutral',
        external_id: '{"pull":7}',
        actions: [],
        output: {
          title: '2 findings',
          summary: 'A table.',
          annotations: [
            {
              path: 'Dockerfile',
              start_line: 1,
              end_line: 2,
              annotation_level: 'warning',
              title: 'shell-form',
              message: 'finding 0',
            },
          ],
        },
      },
    ]);
    expect(b.calls).toHaveLength(1);
  });

  test('takes fifty annotations a call, in order, none twice', async () => {
    const first = onPost(201, { id: 9, html_url: page });
    const second = onPatch(200);
    const third = onPatch(200);
    await complete(bench(), planned({ annotations: annotations(120) }));
    const sent = [...first, ...second, ...third].map(({ output }) => output.annotations.map((a) => a.start_line));
    expect(sent.map(({ length }) => length)).toEqual([50, 50, 20]);
    expect(sent.flat()).toEqual(Array.from({ length: 120 }, (_, i) => i + 1));
  });

  test('is shortened to what GitHub takes', async () => {
    const sent = onPost(201, { id: 9, html_url: page });
    const long = annotations(1).map((a) => ({ ...a, title: 't'.repeat(300), message: 'ü'.repeat(70_000) }));
    await complete(bench(), planned({ summary: 's'.repeat(70_000), annotations: long }));
    const {
      summary,
      annotations: [annotation],
    } = sent[0]!.output;
    expect(summary).toHaveLength(summaryLength);
    expect(annotation?.title).toHaveLength(annotationTitleLength);
    expect(Buffer.byteLength(annotation?.message ?? '')).toBeLessThanOrEqual(64 * 1024);
  });
});

describe('after an unknown outcome', () => {
  test('the run is looked for and found: no second one', async () => {
    onPost(502);
    standing({ ...ours, id: 8, external_id: '{"pull":6}' }, ours);
    const b = bench();
    expect(await complete(b, planned())).toBe(page);
    expect(trace(b)).toEqual([`502 POST ${route}`, '200 GET /repos/{owner}/{repo}/commits/{ref}/check-runs']);
  });

  test('an older run with other words is not taken for it', async () => {
    onPost(502);
    standing({ ...ours, output: { title: '3 findings', annotations_count: 0 } });
    const sent = onPost(201, { id: 9, html_url: page });
    await complete(bench(), planned());
    expect(sent).toHaveLength(1);
  });

  test('annotations that have arrived are not appended again', async () => {
    onPost(201, { id: 9, html_url: page });
    onPatch(502);
    nock(api)
      .get(`${runs}/9`)
      .reply(200, { output: { annotations_count: 60 } });
    const b = bench();
    await complete(b, planned({ annotations: annotations(60) }));
    expect(b.calls.filter(({ route: name }) => name.startsWith('PATCH'))).toHaveLength(1);
  });

  test('annotations that have not arrived are appended once more', async () => {
    onPost(201, { id: 9, html_url: page });
    onPatch(502);
    nock(api)
      .get(`${runs}/9`)
      .reply(200, { output: { annotations_count: 50 } });
    const again = onPatch(200);
    await complete(bench(), planned({ annotations: annotations(60) }));
    expect(again[0]?.output.annotations).toHaveLength(10);
  });
});

describe('a repeated job', () => {
  test('finds the run of its earlier try, and makes no second one', async () => {
    standing(ours);
    const b = bench();
    expect(await complete(b, planned(), true)).toBe(page);
    expect(trace(b)).toEqual(['200 GET /repos/{owner}/{repo}/commits/{ref}/check-runs']);
  });

  test('goes on with the annotations where the earlier try ended', async () => {
    standing({ ...ours, output: { title: '2 findings', annotations_count: 100 } });
    const sent = onPatch(200);
    await complete(bench(), planned({ annotations: annotations(120) }), true);
    expect(sent.map(({ output }) => output.annotations[0]?.start_line)).toEqual([101]);
  });

  test('makes the run when there is none', async () => {
    standing();
    const sent = onPost(201, { id: 9, html_url: page });
    await complete(bench(), planned(), true);
    expect(sent).toHaveLength(1);
  });
});

test('a missing permission is an error with GitHub’s name for it', async () => {
  nock(api)
    .post(runs)
    .reply(
      403,
      { message: 'Resource not accessible by integration' },
      { 'x-accepted-github-permissions': 'checks=write' },
    );
  await expect(complete(bench(), planned())).rejects.toThrow('needs checks=write');
});

test('its buttons go out with it', async () => {
  const actions = [{ label: 'Re-check', description: 'Again', identifier: 'recheck' }];
  const sent = onPost(201, { id: 9, html_url: page });
  await complete(bench(), planned({ actions }));
  expect(sent).toMatchObject([{ actions }]);
});
