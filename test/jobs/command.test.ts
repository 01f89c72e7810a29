import { describe, expect, it } from 'vitest';
import { parseCommand } from '../../src/jobs/command.ts';
import { askOf, keyOf, type RunCommand } from '../../src/jobs/job.ts';
import fc from '../support/properties.ts';

describe('parseCommand', () => {
  it.each([
    ['/dockerfile-review fix', { kind: 'fix' }],
    ['/dockerfile-review fix shell-form', { kind: 'fix', rule: 'shell-form' }],
    ['/Dockerfile-Review  FIX\tDL3025 ', { kind: 'fix', rule: 'DL3025' }],
    ['/dockerfile-review recheck', { kind: 'recheck' }],
    ['/dockerfile-review recheck, please', undefined],
    ['/dockerfile-review help\r\nwhat can you do?', { kind: 'help' }],
    ['/dockerfile-review', { kind: 'help' }],
    [
      '/dockerfile-review ignore shell-form systemd starts it',
      { kind: 'ignore', rule: 'shell-form', reason: 'systemd starts it' },
    ],
    ['/dockerfile-review ignore shell-form', { kind: 'ignore', rule: 'shell-form', reason: '' }],
    ['/dockerfile-review ignore', { kind: 'ignore', rule: '', reason: '' }],
    ['/dockerfile-review rebase', undefined],
    ['/dockerfile-reviewer fix', undefined],
    ['please /dockerfile-review fix', undefined],
    ['> /dockerfile-review fix', undefined],
    ['Thanks!\n/dockerfile-review fix', undefined],
    ['', undefined],
  ])('reads %j', (body, command) => {
    expect(parseCommand(body)).toEqual(command);
  });

  it('takes any text, and gives back one short line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2_000 }), (rest) => {
        const command = parseCommand(`/dockerfile-review ignore some-rule ${rest}`);
        const { reason = '' } = command?.kind === 'ignore' ? command : {};
        expect(reason).not.toMatch(/[\r\n]/);
        expect(reason.length).toBeLessThanOrEqual(300);
        expect(reason.isWellFormed() || !rest.isWellFormed()).toBe(true);
      }),
    );
  });
});

describe('the key of a command', () => {
  const job: RunCommand = {
    kind: 'run-command',
    installationId: 1,
    repository: { owner: 'acme', name: 'shop', id: 3 },
    number: 7,
    command: { kind: 'fix' },
    asker: { login: 'mina-k', id: 9 },
    byAuthor: false,
    from: { kind: 'comment', id: 5 },
    delivery: 'd-1',
  };

  it('is one for each comment, so that no answer is lost', () => {
    expect(keyOf(job)).toBe('run-command:3#7:comment-5');
    expect(keyOf({ ...job, from: { kind: 'reply', id: 5, thread: 4 } })).toBe('run-command:3#7:reply-5');
  });

  it('is one for all presses of a button of the same commit', () => {
    expect(askOf({ ...job, from: { kind: 'button', headSha: 'ab12' } })).toBe('fix-ab12');
  });
});
