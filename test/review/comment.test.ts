import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/lint/finding.ts';
import { commentBody } from '../../src/review/comment.ts';
import { markersIn } from '../../src/review/fingerprint.ts';
import type { Suggestion } from '../../src/review/model.ts';

const finding = (rule: string, severity: Finding['severity'], message: string): Finding => ({
  rule,
  aliases: [],
  severity,
  message,
  span: { start: 0, end: 1 },
  fixes: [],
});

const worst = finding('shell-form', 'warning', 'Docker will execute `["/bin/sh", "-c", "x"]`.');
const suggestion: Suggestion = {
  first: 3,
  last: 3,
  lines: ['CMD ["x"]'],
  title: 'Write it in exec form',
  safety: 'safe',
  blocked: undefined,
};
const page = (rule: string) =>
  `[${rule}](https://github.com/dockerfile-review/dockerfile-review/blob/main/docs/rules/${rule}.md)`;

describe('commentBody', () => {
  it('says what, offers the fix, and names the rule', () => {
    expect(commentBody([worst], ['0123456789abcdef'], suggestion)).toBe(
      [
        '<!-- dockerfile-review:0123456789abcdef -->',
        '**Warning:** Docker will execute `["/bin/sh", "-c", "x"]`.',
        '',
        'Write it in exec form.',
        '',
        '```suggestion',
        'CMD ["x"]',
        '```',
        '',
        `<sub>${page('shell-form')} · safe to apply</sub>`,
      ].join('\n'),
    );
  });

  it('lists what else is wrong with the instruction, each rule linked once', () => {
    const body = commentBody(
      [finding('a', 'error', 'One'), finding('b', 'info', 'Two'), finding('a', 'info', 'Three')],
      [],
      undefined,
    );
    expect(body).toContain('**Error:** One\n\n- **Note:** Two\n- **Note:** Three\n');
    expect(body).toContain(`<sub>${page('a')} · ${page('b')}</sub>`);
  });

  it('asks for a look before an unsafe fix is applied', () => {
    const body = commentBody([worst], [], { ...suggestion, safety: 'unsafe' });
    expect(body).toContain('Probably what you mean; check before you apply it.');
    expect(body).toContain('needs a look</sub>');
  });

  it('shows the lines as text, and why there is no button', () => {
    const blocked = { ...suggestion, last: 4, lines: ['CMD ["x\u202e"]'], blocked: 'the file has CRLF line ends' };
    const body = commentBody([worst], [], blocked);
    expect(body).not.toContain('```suggestion');
    expect(body).toContain('There is no button for it: the file has CRLF line ends.');
    expect(body).toContain('Lines 3 to 4 become:\n\n```dockerfile\nCMD ["x\\u{202e}"]\n```');
  });

  it('says in words what to delete', () => {
    expect(commentBody([worst], [], { ...suggestion, lines: [], blocked: 'why' })).toContain('Delete line 3.');
  });

  it('leaves out a block that nobody would type', () => {
    const body = commentBody([worst], [], { ...suggestion, lines: Array<string>(100).fill('x'), blocked: 'why' });
    expect(body).not.toContain('```');
  });

  it('stays far below GitHub’s limit, whatever it quotes', () => {
    const many = Array.from({ length: 50 }, (_, n) => finding(`rule-${n}`, 'error', `\`${'`|'.repeat(50_000)}\``));
    const body = commentBody(
      many,
      many.map((_, n) => n.toString(16).padStart(16, '0')),
      {
        ...suggestion,
        lines: ['x'.repeat(20_000)],
      },
    );
    expect(body.length).toBeLessThan(60_000);
    expect(body).toContain('…and 42 more on this instruction');
    expect(markersIn(body)).toHaveLength(50);
  });
});
