import { expect, test } from 'vitest';
import { createMetrics } from '../../src/server/metrics.ts';

test('everything that happens is on the page, by few labels', async () => {
  const metrics = createMetrics(() => Promise.resolve({ waiting: 3, active: 1, failed: 0, dead: 0 }));
  for (const status of [200, 202, 400, 413, 503]) metrics.webhook(status);
  metrics.job('done', 1.5);
  metrics.job('later', 0.2);
  metrics.review(4, 'neutral');
  metrics.githubCall({ route: 'POST /graphql', status: 200, milliseconds: 120 });
  metrics.githubCall({ route: 'POST /graphql', status: undefined, milliseconds: 30_000 });
  const page = (await metrics.text()).split('\n');
  for (const line of [
    'dockerfile_review_webhooks_total{outcome="accepted"} 2',
    'dockerfile_review_webhooks_total{outcome="refused"} 2',
    'dockerfile_review_webhooks_total{outcome="failed"} 1',
    'dockerfile_review_jobs{state="waiting"} 3',
    'dockerfile_review_jobs{state="active"} 1',
    'dockerfile_review_job_seconds_count{outcome="done"} 1',
    'dockerfile_review_reviews_total{conclusion="neutral"} 1',
    'dockerfile_review_comments_total 4',
    'dockerfile_review_github_call_seconds_count{route="POST /graphql",status="200"} 1',
    'dockerfile_review_github_call_seconds_count{route="POST /graphql",status="none"} 1',
  ]) {
    expect(page).toContain(line);
  }
  expect(page.some((line) => line.startsWith('process_resident_memory_bytes '))).toBe(true);
});

test('a queue that cannot be counted is an error of the page', async () => {
  const metrics = createMetrics(() => Promise.reject(new Error('no database')));
  await expect(metrics.text()).rejects.toThrow('no database');
});
