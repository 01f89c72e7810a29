import { describe, expect, it } from 'vitest';
import { renderMarkdown } from '../../../src/sandbox/web/markdown.ts';
import fc from '../../support/properties.ts';

/** The tags that a browser would make of the text: everything from `<` and a letter or slash to the next `>`. */
function tagsOf(html: string): readonly string[] {
  return [...html.matchAll(/<\/?([a-z][a-z0-9-]*)[^>]*>/gi)].map((match) => match[0]);
}

describe('renderMarkdown', () => {
  it.each([
    ['<script>alert(1)</script>', '&lt;script&gt;alert(1)&lt;/script&gt;'],
    ['a <img src=x onerror=alert(1)> b', '<p>a &lt;img src=x onerror=alert(1)&gt; b</p>'],
    ['<details onclick="alert(1)">x</details>', '&lt;details onclick=&quot;alert(1)&quot;&gt;x</details>'],
    ['<sub style="position:fixed">x</sub>', '<p>&lt;sub style=&quot;position:fixed&quot;&gt;x</sub></p>'],
    ['a <sub>small</sub><br>b', '<p>a <sub>small</sub><br>b</p>'],
    ['text <!-- marker --> after', '<p>text  after</p>'],
    ['<!-- open to the end\n\n<script>', ''],
    ['<!-- a --><svg onload=alert(1)>', '&lt;svg onload=alert(1)&gt;'],
    [
      '<details open>\n<summary>What runs</summary>\n\n`argv`\n\n</details>',
      '<details open>\n<summary>What runs</summary>\n<p><code>argv</code></p>\n</details>',
    ],
    ['a &lt;b&gt; &amp; c', '<p>a &lt;b&gt; &amp; c</p>'],
  ])('%s', (markdown, html) => {
    expect(renderMarkdown(markdown).trim()).toBe(html);
  });

  it.each(['javascript:alert(1)', 'JaVaScRiPt:alert(1)', 'data:text/html,x', 'vbscript:x', 'file:///etc/passwd'])(
    'makes no link to %s',
    (url) => {
      expect(renderMarkdown(`[x](${url}) <${url}>`)).not.toContain('<a ');
    },
  );

  it('links to the web, and loads no image', () => {
    expect(renderMarkdown('[x](https://example.com)')).toContain(
      '<a href="https://example.com" rel="nofollow noopener noreferrer">',
    );
    expect(renderMarkdown('![x](https://example.com/a.png)')).not.toContain('<img');
  });

  it('leaves a slot for the first suggestion only; a longer fence may hold a shorter one', () => {
    const html = renderMarkdown('````suggestion\nRUN <<EOF\n```\nEOF\n````\n\n```suggestion\nsecond\n```');
    expect(html.match(/suggestion-slot/g)).toHaveLength(1);
    expect(html).toContain('second');
    expect(html).not.toContain('EOF');
  });

  it('starts anew with each text', () => {
    expect(renderMarkdown('```suggestion\na\n```')).toContain('suggestion-slot');
    expect(renderMarkdown('```suggestion\nb\n```')).toContain('suggestion-slot');
  });

  it('lets no tag through but the known ones, whatever the text', () => {
    const piece = fc.constantFrom(
      '<',
      '>',
      '"',
      "'",
      '`',
      '\n',
      '\n\n',
      ' ',
      '&',
      '=',
      '/',
      '!--',
      '-->',
      '<!--',
      '<![CDATA[',
      ']]>',
      '<?',
      '?>',
      '<!x',
      'script',
      'img src=x onerror=alert(1)',
      'sub',
      'details',
      'a href="javascript:1"',
      '<sub',
      '</details>',
      '```',
      '[a](',
      ')',
      '![',
      '|',
      '- ',
    );
    const known =
      /^<\/?(?:b|blockquote|br|code|dd|del|details(?: open)?|dl|dt|em|hr|i|ins|kbd|li|ol(?: start="\d+")?|p|pre|s|samp|strong|sub|summary|sup|ul|var|h[1-6]|table|thead|tbody|tr|t[hd](?: style="text-align:\w+")?|a(?: href="(?!javascript)[^"<>]*" rel="nofollow noopener noreferrer")?|code class="[^"<>]*")\s*\/?>$/i;
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 25 }), (pieces) => {
        for (const tag of tagsOf(renderMarkdown(pieces.join('')))) expect(tag).toMatch(known);
      }),
      { numRuns: 2000 },
    );
  });
});
