import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeInBrowser } from '../../support/browser.ts';
import { call, openScene, PATH, receive, REPO, type Receiver, type Scene } from '../client.ts';

describeInBrowser('a person at the page', (newPage) => {
  let scene: Scene;
  let receiver: Receiver;
  beforeAll(async () => {
    [scene, receiver] = await Promise.all([openScene(), receive()]);
    const { sandbox, token, head } = scene;
    const comments = [{ path: 'Dockerfile', line: 2, side: 'RIGHT', body: 'Use WORKDIR.' }];
    await call(sandbox, token, 'POST', `${PATH}/pulls/1/reviews`, { event: 'COMMENT', body: 'Hm.', comments });
    const actions = [{ label: 'Apply safe fixes', description: 'Commit the fixes', identifier: 'fix' }];
    const run = { name: 'dockerfile-review', head_sha: head, conclusion: 'failure', actions };
    await call(sandbox, token, 'POST', `${PATH}/check-runs`, run);
    sandbox.setWebhook(receiver.url, 'secret');
  });
  afterAll(async () => {
    expect(scene.sandbox.violations).toEqual([]);
    await scene.sandbox.close();
    await receiver.close();
  });

  it('comments, replies, and sees what the App makes of it; a draft outlives that', async () => {
    const { sandbox, token } = scene;
    const { page, troubles } = await newPage();
    await page.goto(`${sandbox.url}/acme/services/pull/1`);
    const conversation = page.getByRole('textbox', { name: 'Comment' });
    await conversation.fill('/dockerfile-review fix');
    await page.getByRole('button', { name: 'Comment', exact: true }).click();
    await page.locator('article.card', { hasText: '/dockerfile-review fix' }).waitFor();
    expect(await conversation.inputValue()).toBe('');
    const asked = receiver.received.find(({ headers }) => headers['x-github-event'] === 'issue_comment')?.body;
    expect(asked).toMatchObject({
      comment: { body: '/dockerfile-review fix' },
      sender: { login: 'ada', type: 'User' },
    });

    await conversation.fill('half a thou');
    await call(sandbox, token, 'POST', `${PATH}/issues/comments/${String(asked.comment.id)}/reactions`, {
      content: 'eyes',
    });
    await page.getByRole('list', { name: 'Reactions' }).getByTitle('eyes').waitFor();
    expect(await conversation.inputValue()).toBe('half a thou');

    await page.getByRole('textbox', { name: 'Reply' }).fill('Why?');
    await page.getByRole('button', { name: 'Reply' }).click();
    await page.locator('article.comment', { hasText: 'Why?' }).waitFor();
    await sandbox.settled();
    expect(receiver.received.at(-1)?.body).toMatchObject({
      comment: { body: 'Why?', in_reply_to_id: expect.any(Number) },
    });
    expect(troubles).toEqual([]);
  });

  it('presses the button of a check run and asks for it again', async () => {
    const { page, troubles } = await newPage();
    await page.goto(`${scene.sandbox.url}/acme/services/pull/1/checks`);
    await page.getByRole('button', { name: 'Apply safe fixes' }).click();
    await scene.sandbox.events.waitFor('check_run.requested_action', { timeoutMs: 30_000 });
    await page.getByRole('button', { name: 'Re-run' }).click();
    await scene.sandbox.events.waitFor('check_run.rerequested', { timeoutMs: 30_000 });
    await scene.sandbox.settled();
    expect(receiver.received.slice(-2).map(({ body }) => body as object)).toMatchObject([
      { action: 'requested_action', requested_action: { identifier: 'fix' }, repository: { name: REPO.name } },
      { action: 'rerequested' },
    ]);
    expect(troubles).toEqual([]);
  });
});
