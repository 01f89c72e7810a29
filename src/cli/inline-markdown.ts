import { visible } from '../review/markdown.ts';

/** A stretch of one line of Markdown in one style, markup removed. */
export interface Piece {
  readonly text: string;
  readonly bold: boolean;
  readonly code: boolean;
}

/** The pieces of a line: code spans as they stand, bold toggled by `**`, links as their text, tags dropped. */
export function inlinePieces(markdown: string): Piece[] {
  const pieces: Piece[] = [];
  let bold = false;
  const parts = visible(markdown).split(/(?<![\\`])(`+)(?!`)(.+?)(?<!`)\1(?!`)/);
  for (const [index, part] of parts.entries()) {
    if (index % 3 === 1) continue;
    if (index % 3 === 2) {
      pieces.push({ text: part.replace(/^ (.*) $/, '$1'), bold, code: true });
      continue;
    }
    for (const [turn, prose] of part.split(/(?<!\\)\*\*/).entries()) {
      if (turn > 0) bold = !bold;
      const text = plainText(prose);
      if (text !== '') pieces.push({ text, bold, code: false });
    }
  }
  return pieces;
}

const entities: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&amp;': '&', '&#8203;': '' };

function plainText(markdown: string): string {
  return markdown
    .replace(/<\/?[a-z][^<>]*>/gi, '')
    .replace(/\[((?:[^\]\\]|\\.)*)\]\([^)]*\)/g, '$1')
    .replace(/&(?:lt|gt|amp|#8203);/g, (entity) => entities[entity] ?? entity)
    .replace(/\\([!-/:-@[-`{-~])/g, '$1');
}
