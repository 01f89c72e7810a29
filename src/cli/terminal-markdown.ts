import { visible } from '../review/markdown.ts';
import { inlinePieces, type Piece } from './inline-markdown.ts';

export type Paint = (style: 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan', text: string) => string;

export interface TerminalOptions {
  /** Columns. */
  readonly width: number;
  readonly paint: Paint;
  /** What to show in the place of a suggestion block; nothing unless told. */
  readonly suggestion?: readonly string[];
}

/** A folded Mermaid diagram: no terminal draws it. */
const diagram = /<details><summary>[^\n]*\n\n```mermaid\n[\s\S]*?<\/details>\n?/g;

/**
 * The Markdown that reviews use, as lines for a terminal: comments and tags dropped, bold and code painted, a table's
 * row as one `heading  cell` line for each cell. Text from a Dockerfile may hold escape sequences that would rule the
 * terminal; they are made visible.
 */
export function terminalLines(markdown: string, options: TerminalOptions): string[] {
  const text = markdown.replace(/<!--[\s\S]*?-->\n?/g, '').replace(diagram, '');
  const lines = text.split(/\r?\n/);
  const out: string[] = [];
  let table: readonly string[] | undefined;
  let fence: { readonly close: string; readonly shown: boolean } | undefined;
  for (const line of lines) {
    const mark = /^(`{3,})(.*)$/.exec(line);
    if (fence !== undefined) {
      if (line.startsWith(fence.close)) fence = undefined;
      else if (fence.shown) out.push(`    ${options.paint('cyan', visible(line))}`);
    } else if (mark !== null) {
      const isSuggestion = (mark[2] ?? '').startsWith('suggestion');
      if (isSuggestion) out.push(...(options.suggestion ?? []));
      fence = { close: mark[1] ?? '', shown: !isSuggestion };
    } else if (line.startsWith('|')) {
      const cells = cellsOf(line);
      if (table === undefined) table = cells;
      else if (!/^\|[\s|:-]+$/.test(line)) out.push(...tableRow(table, cells, options));
    } else {
      table = undefined;
      out.push(...paragraph(line, options));
    }
  }
  return withoutBlankRuns(out);
}

/** A line of Markdown, wrapped; what follows a list's dash stays indented. */
function paragraph(line: string, { width, paint }: TerminalOptions): string[] {
  const small = /^<sub>.*<\/sub>$/.test(line);
  const list = /^\s*- /.exec(line)?.[0] ?? '';
  const heading = /^#{1,6} (.*)$/.exec(line)?.[1];
  const text = heading === undefined ? line.slice(list.length) : `**${heading}**`;
  return wrap(inlinePieces(text), width - list.length).map((pieces, index) => {
    const painted = pieces.map((piece) => paintPiece(piece, paint)).join('');
    return (index === 0 ? list : ' '.repeat(list.length)) + (small ? paint('dim', painted) : painted);
  });
}

function tableRow(head: readonly string[], cells: readonly string[], options: TerminalOptions): string[] {
  const { width, paint } = options;
  const [first = '', ...rest] = cells;
  if (head.every((name) => name === '')) return plainRow(first, rest.join(' '), options);
  const asText = (markdown: string): string =>
    inlinePieces(markdown)
      .map((piece) => piece.text)
      .join('');
  const names = head.slice(1).map(asText);
  const column = Math.max(0, ...names.map((name) => name.length));
  return [
    `  ${inlinePieces(first)
      .map((piece) => paintPiece(piece, paint))
      .join('')}`,
    ...rest.flatMap((cell, index) =>
      wrap(inlinePieces(cell), width - column - 6).map((pieces, line) => {
        const name = (line === 0 ? (names[index] ?? '') : '').padEnd(column);
        return `    ${paint('dim', name)}  ${pieces.map((piece) => paintPiece(piece, paint)).join('')}`;
      }),
    ),
  ];
}

/** A row of a table without heads: name and value side by side. */
function plainRow(name: string, value: string, { width, paint }: TerminalOptions): string[] {
  const label = `  ${name.padEnd(14)} `;
  return wrap(inlinePieces(value), width - label.length).map((pieces, line) => {
    const text = pieces.map((piece) => paintPiece(piece, paint)).join('');
    return line === 0 ? `${paint('dim', label)}${text}` : `${' '.repeat(label.length)}${text}`;
  });
}

/** The cells between unescaped bars. */
function cellsOf(line: string): string[] {
  return line
    .trim()
    .replace(/^\||\|$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll('\\|', '|'));
}

/** Pieces to lines of at most `width` columns, as far as words allow. */
function wrap(pieces: readonly Piece[], width: number): Piece[][] {
  const lines: Piece[][] = [[]];
  let used = 0;
  for (const piece of pieces) {
    for (const word of piece.text.split(/(?<=\s)(?=\S)/)) {
      if (used > 0 && used + word.trimEnd().length > width) {
        lines.push([]);
        used = 0;
      }
      lines.at(-1)?.push({ ...piece, text: word });
      used += word.length;
    }
  }
  return lines.map(trimEnd);
}

function trimEnd(line: readonly Piece[]): Piece[] {
  const last = line.at(-1);
  return last === undefined ? [] : [...line.slice(0, -1), { ...last, text: last.text.trimEnd() }];
}

function paintPiece({ text, bold, code }: Piece, paint: Paint): string {
  const coloured = code ? paint('cyan', text) : text;
  return bold ? paint('bold', coloured) : coloured;
}

function withoutBlankRuns(lines: readonly string[]): string[] {
  const kept = lines.filter((line, index) => line.trim() !== '' || (lines[index - 1] ?? '').trim() !== '');
  while (kept.at(-1)?.trim() === '') kept.pop();
  return kept;
}
