import MarkdownIt from 'markdown-it';
import { describe, expect, it } from 'vitest';
import { cell, code, fence, hidesSomething, message, plain, shorten, visible } from '../../src/review/markdown.ts';
import fc from '../support/properties.ts';

// HTML on: what could become HTML on GitHub becomes a token here, and the test sees it.
const judge = new MarkdownIt({ html: true, linkify: true });
judge.linkify.set({ fuzzyLink: false });

const pieces = [
  '@name',
  '@org/team',
  '#12',
  'owner/repo#12',
  'GH-12',
  'gh-7',
  'https://github.com/o/r/issues/12',
  'www.example.com',
  'me@example.com',
  'mailto:me@example.com',
  'deadbeefcafe',
  '<b>',
  '<script>',
  '</details>',
  '<!--',
  '-->',
  '&lt;',
  '&#64;name',
  '&commat;',
  '![x](y)',
  '[x](javascript:y)',
  '[x]: y',
  '<https://x.y>',
  '# x',
  '## ',
  '- x',
  '1. x',
  '> x',
  '---',
  '===',
  '`',
  '``',
  '```',
  '````suggestion',
  '~~~',
  '~~x~~',
  '*x*',
  '__x__',
  '|',
  '\\',
  '\\|',
  '\\`',
  '$x$',
  '\n',
  '\r\n',
  '\n\n',
  '\t',
  '    ',
  '\u202e',
  '\u2066',
  '\u200b',
  '\u2028',
  '\0',
  '\u001b[31m',
  '\ud800',
  '\u{e0041}',
  'é',
  '日本',
  ' ',
  'CMD',
  '[ ] ',
  ':smile:',
];
const hostile = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...pieces) },
      { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
    ),
    { maxLength: 12 },
  )
  .map((all) => all.join(''));

interface Shown {
  readonly blocks: readonly string[];
  readonly inline: readonly { readonly type: string; readonly content: string }[];
}

function render(markdown: string): Shown {
  const tokens = judge.parse(markdown, {});
  const inline = tokens.flatMap((token) => token.children ?? []);
  return { blocks: tokens.map((token) => token.type), inline: inline.map(({ type, content }) => ({ type, content })) };
}

const paragraph = ['paragraph_open', 'inline', 'paragraph_close'];
const withoutGaps = (text: string) => text.replaceAll('\u200b', '');
const textOf = (shown: Shown) => withoutGaps(shown.inline.map((token) => token.content).join(''));

/** What GitHub looks for in text that stands outside of code, after Markdown is done. */
const references = /@\w|#\d|\bgh-\d|https?:\/\/|\bwww\.|\b[0-9a-f]{7,40}\b/i;

function expectHarmless(shown: Shown): void {
  for (const { type, content } of shown.inline) {
    expect(['text', 'text_special', 'code_inline']).toContain(type);
    expect(hidesSomething(withoutGaps(content))).toBe(false);
  }
  const runs = shown.inline.map(({ type, content }) => (type === 'code_inline' ? '\u0001' : content)).join('');
  expect(runs).not.toMatch(references);
}

describe('plain', () => {
  it.each(pieces)('shows %j as it is written', (piece) => {
    const shown = render(`x ${plain(piece)}`);
    expect(shown.blocks).toEqual(paragraph);
    expect(textOf(shown).trim()).toBe(`x ${visible(piece).trim()}`.trim());
  });

  it('is one paragraph of harmless text, also at the start of a line', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const expected = visible(text).trim();
        const shown = render(plain(text));
        expect(shown.blocks).toEqual(expected === '' ? [] : paragraph);
        expect(textOf(shown)).toBe(expected);
        expectHarmless(shown);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('code', () => {
  it('is one code span with the very text', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const shown = render(`a ${code(text)} b`);
        const spans = shown.inline.filter((token) => token.type === 'code_inline');
        expect(shown.blocks).toEqual(paragraph);
        if (visible(text).trim() === '') expect(spans).toEqual([]);
        else expect(spans.map((token) => token.content)).toEqual([visible(text)]);
        expectHarmless(shown);
      }),
      { numRuns: 2000 },
    );
  });

  it('names what cannot be a span', () => {
    expect([code(''), code('  ')]).toEqual(['(empty)', '(blank)']);
  });

  it('shows line breaks and bidirectional controls', () => {
    expect(code('a\nb\u202ec')).toBe('`a\\nb\\u{202e}c`');
  });
});

describe('message', () => {
  it('keeps code and text apart', () => {
    const shown = render(message('Docker runs `["sh", "-c", "a | b"]` here, not ``x`y``.'));
    expect(shown.inline.filter((token) => token.type === 'code_inline').map((token) => token.content)).toEqual([
      '["sh", "-c", "a | b"]',
      'x`y',
    ]);
    expect(textOf(shown)).toBe('Docker runs ["sh", "-c", "a | b"] here, not x`y.');
  });

  it('takes a lone backtick for itself', () => {
    expect(textOf(render(message('a ` b')))).toBe('a ` b');
  });

  it('is harmless wherever the text of a Dockerfile puts its backticks', () => {
    fc.assert(
      fc.property(hostile, hostile, (first, second) => {
        const shown = render(message(`Docker runs \`${first}\` and ${second}, then \`${second}\`.`));
        expect(shown.blocks).toEqual(paragraph);
        expectHarmless(shown);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('fence', () => {
  it('holds any lines, and what follows is outside', () => {
    fc.assert(
      fc.property(fc.array(hostile.map((text) => text.replace(/[\n\r\0]/g, ''))), (lines) => {
        const tokens = judge.parse(`${fence('suggestion', lines)}\n\nafter`, {});
        expect(tokens.map((token) => token.type)).toEqual(['fence', ...paragraph]);
        expect(tokens[0]?.info).toBe('suggestion');
        expect(tokens[0]?.content).toBe(lines.map((line) => `${line}\n`).join(''));
      }),
    );
  });

  it('is longer than any fence inside', () => {
    expect(fence('suggestion', ['RUN <<EOF', '```', '````x', 'EOF'])).toBe(
      '`````suggestion\nRUN <<EOF\n```\n````x\nEOF\n`````',
    );
  });

  it('deletes with no line at all', () => {
    expect(fence('suggestion', [])).toBe('```suggestion\n```');
  });
});

describe('cell', () => {
  it('stays one cell', () => {
    fc.assert(
      fc.property(hostile, hostile, (a, b) => {
        const tokens = judge.parse(`| x | y |\n|---|---|\n| ${cell(code(a))} | ${cell(plain(b))} |`, {});
        const cells = tokens.filter((_, index) => tokens[index - 1]?.type === 'td_open');
        expect(cells).toHaveLength(2);
        const [first, second] = cells.map((token) => (token.children ?? []).map((child) => child.content).join(''));
        if (visible(a).trim() !== '') expect(first).toBe(visible(a));
        expect(withoutGaps(second!)).toBe(visible(b).trim());
      }),
      { numRuns: 2000 },
    );
  });
});

describe('shorten', () => {
  it('shows the cut and keeps characters whole', () => {
    expect(shorten('abcdef', 4)).toBe('abc…');
    expect(shorten('ab😀cd', 4)).toBe('ab…');
    expect(shorten('abcd', 4)).toBe('abcd');
  });
});
