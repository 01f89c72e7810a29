import { visible } from '../../review/markdown.ts';

export type Paint = (style: 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan', text: string) => string;

/**
 * The Markdown that reviews use, as lines for a terminal of `width` columns: comments and tags dropped, bold painted,
 * a table's row as one `heading  cell` line for each cell. The suggestion is left out: the caller shows it as a diff.
 * Text from a Dockerfile may hold escape sequences that would rule the terminal; they are made visible.
 */
export function terminalLines(markdown: string, width: number, paint: Paint): string[] {
  const lines = dropComments(markdown).split(/\r?\n/);
  const out: string[] = [];
  let table: readonly string[] | undefined;
  let fence: { readonly close: string; readonly shown: boolean } | undefined;
  for (const line of lines) {
    const mark = /^(`{3,})(.*)$/.exec(line);
    if (fence !== undefined) {
      if (line.startsWith(fence.close)) fence = undefined;
      else if (fence.shown) out.push(`    ${visible(line)}`);
    } else if (mark !== null) {
      fence = { close: mark[1] ?? '', shown: !(mark[2] ?? '').startsWith('suggestion') };
    } else if (line.startsWith('|')) {
      const cells = cellsOf(line);
      if (table === undefined) table = cells;
      else if (!/^\|[\s|:-]+$/.test(line)) out.push(...tableRow(table, cells, width, paint));
    } else {
      table = undefined;
      out.push(...wrap(line, width).map((part) => inline(part, paint)));
    }
  }
  return withoutBlankRuns(out);
}

function dropComments(markdown: string): string {
  return markdown.replace(/<!--[\s\S]*?-->\n?/g, '');
}

function tableRow(head: readonly string[], cells: readonly string[], width: number, paint: Paint): string[] {
  const [first = '', ...rest] = cells;
  const names = head.slice(1).map((name) => plainText(name).replaceAll('`', ''));
  const column = Math.max(0, ...names.map((name) => name.length));
  const indent = ' '.repeat(column + 4);
  return [
    `  ${inline(first, paint)}`,
    ...rest.flatMap((cell, index) =>
      wrap(cell, width - indent.length).map((part, line) => {
        const name = line === 0 ? `    ${paint('dim', (names[index] ?? '').padEnd(column))}  ` : `${indent}  `;
        return name + inline(part, paint);
      }),
    ),
  ];
}

/** The cells between unescaped bars. */
function cellsOf(line: string): string[] {
  return line
    .trim()
    .replace(/^\||\|$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll('\\|', '|'));
}

/** Words to lines of at most `width`, as far as words allow; code in backticks may be broken at blanks too. */
function wrap(text: string, width: number): string[] {
  const indent = /^\s*(?:- )?/.exec(text)?.[0].length ?? 0;
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = ' '.repeat(indent) + word;
    } else line = line === '' && lines.length === 0 ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

function inline(text: string, paint: Paint): string {
  return visible(text)
    .split(/(`+)(.+?)\1(?!`)/)
    .map((part, index) => {
      if (index % 3 === 1) return '';
      return index % 3 === 2 ? paint('cyan', part.replace(/^ (?=`)|(?<=`) $/g, '')) : prose(part, paint);
    })
    .join('');
}

function prose(text: string, paint: Paint): string {
  const heading = /^#{1,6} /.test(text) ? `**${text.replace(/^#+ /, '')}**` : text;
  return heading
    .split(/\*\*(.+?)\*\*/)
    .map((part, index) => (index % 2 === 1 ? paint('bold', plainText(part)) : plainText(part)))
    .join('');
}

const entities: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&amp;': '&', '&#8203;': '' };

function plainText(markdown: string): string {
  return markdown
    .replace(/<\/?[a-z][^<>]*>/gi, '')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/&(?:lt|gt|amp|#8203);/g, (entity) => entities[entity] ?? entity)
    .replace(/\\([!-/:-@[-`{-~])/g, '$1');
}

function withoutBlankRuns(lines: readonly string[]): string[] {
  const kept = lines.filter((line, index) => line.trim() !== '' || (lines[index - 1] ?? '').trim() !== '');
  while (kept.at(-1)?.trim() === '') kept.pop();
  return kept;
}
