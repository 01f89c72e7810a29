import { describe, expect, it } from 'vitest';
import { formatReview } from '../../../src/cli/demo/report.ts';
import { terminalLines, type Paint } from '../../../src/cli/terminal-markdown.ts';
import { pullRequestView, thread } from '../../sandbox/web/fixture.ts';

const noColour: Paint = (_style, text) => text;
const tagged: Paint = (style, text) => `<${style}>${text}</${style}>`;
const plain = (markdown: string, width = 80): string[] => terminalLines(markdown, { width, paint: noColour });

describe('terminalLines', () => {
  it.each([
    ['**Error:** `CMD` is \\*broken\\*', ['Error: CMD is *broken*']],
    ['<!-- marker -->\ntext', ['text']],
    ['a <sub>[shell-form](https://example.com)</sub>', ['a shell-form']],
    ['@&#8203;name &lt;b&gt; &amp;', ['@name <b> &']],
    ['# Head', ['Head']],
    ['`` a `b` c ``', ['a `b` c']],
    ['`` `x` ``', ['`x`']],
    ['**`a/b`** c', ['a/b c']],
    ['a\n\n\n\nb', ['a', '', 'b']],
    ['before\n\n```suggestion\nCMD ["a"]\n```\n\nafter', ['before', '', 'after']],
    ['````dockerfile\nRUN x\n```\n````', ['    RUN x', '    ```']],
  ])('%j', (markdown, lines) => {
    expect(plain(markdown)).toEqual(lines);
  });

  it('paints bold and code', () => {
    expect(terminalLines('**a** `b`', { width: 80, paint: tagged })).toEqual(['<bold>a</bold> <cyan>b</cyan>']);
  });

  it('wraps at words and keeps the indent of lists', () => {
    expect(plain('- one two three', 9)).toEqual(['- one two', '  three']);
  });

  it('keeps code that is longer than a line together in its colour', () => {
    const tag: Paint = (style, text) => `<${style}:${text}>`;
    expect(terminalLines('a `b c` d', { width: 4, paint: tag })).toEqual(
      ['a <cyan:b >', '<cyan:c> d'].map((line) => line.replace('b >', 'b>')),
    );
  });

  it('puts the suggestion where its block stands', () => {
    const markdown = 'before\n\n```suggestion\nCMD ["a"]\n```\n\nafter';
    expect(terminalLines(markdown, { width: 80, paint: noColour, suggestion: ['+ x'] })).toEqual([
      'before',
      '',
      '+ x',
      '',
      'after',
    ]);
  });

  it('shows a table as one line a cell', () => {
    const table = '| Stage | Before | After |\n| --- | --- | --- |\n| `build` | new file | `["sh", "-c", "a \\| b"]` |';
    expect(plain(table)).toEqual(['  build', '    Before  new file', '    After   ["sh", "-c", "a | b"]']);
  });

  it('lets no escape sequence through', () => {
    expect(plain('\u001b[31mred `\u001b]0;title\u0007`').join('')).not.toMatch(/[\u0000-\u001f]/);
  });
});

describe('formatReview', () => {
  const options = { width: 100, paint: noColour };

  it('prints place, message, suggestion and check run', () => {
    const text = formatReview(pullRequestView(), options);
    expect(text).toContain('acme/shop #1: Containerise the new checkout services\n');
    expect(text).toContain('\nservices/checkout-api/Dockerfile:8\n  malformed-json-array (error)\n');
    expect(text).toContain('    - CMD [\'node\', \'src/server.js\']\n    + CMD ["node", "src/server.js"]\n  Safe fix.');
    expect(text).toContain(
      'Check run dockerfile-review failure: 1 error\n    final\n      before  –\n      after   ["node"]\n',
    );
    expect(text).not.toContain('fingerprint');
  });

  it('repeats no finding of the check run that a comment has told', () => {
    const told = '**Error:** Told `x`.';
    const untold = '**Warning:** Only here.';
    const summary = [
      ...['One line.', '', '### Findings', '', '**`a/Dockerfile`**', '', `- line 3: ${told} ([rule](u))`, ''],
      ...['**`b/Dockerfile`**', '', `- lines 1 to 2: ${untold} ([rule](u), there before)`],
    ].join('\n');
    const [comment] = thread().comments;
    const [check] = pullRequestView().checks;
    const threads = [thread({ comments: [{ ...comment!, suggestion: null, body: `${told}\n` }] })];
    const text = formatReview(pullRequestView({ threads, checks: [{ ...check!, summary }] }), options);
    expect(text.match(/Told x/g)).toHaveLength(1);
    expect(text).not.toContain('a/Dockerfile');
    expect(text).toContain(
      '  Findings\n\n  b/Dockerfile\n\n  - lines 1 to 2: Warning: Only here. (rule, there before)\n',
    );
  });

  it('has no section over nothing', () => {
    const [check] = pullRequestView().checks;
    const body = '**Error:** Told.';
    const [comment] = thread().comments;
    const summary = `All.\n\n### Findings\n\n**\`a\`**\n\n- line 1: ${body} ([rule](u))\n\n### Not reviewed\n\n- b`;
    const threads = [thread({ comments: [{ ...comment!, suggestion: null, body }] })];
    const text = formatReview(pullRequestView({ threads, checks: [{ ...check!, summary }] }), options);
    expect(text).toContain('  All.\n\n  Not reviewed\n');
  });

  it('leaves out what is resolved', () => {
    const text = formatReview(pullRequestView({ threads: [thread({ resolved: true })] }), options);
    expect(text).not.toContain('malformed-json-array (error)');
  });

  it('makes control characters of a hostile Dockerfile visible', () => {
    const suggestion = { start: 1, line: 1, before: ['CMD \u001b[2J'], after: ['CMD []'], blocked: null };
    const [comment] = thread().comments;
    const view = pullRequestView({
      title: 'a\u001b[2J',
      threads: [thread({ comments: [{ ...comment!, suggestion }] })],
    });
    expect(formatReview(view, options)).not.toContain('\u001b');
  });
});
