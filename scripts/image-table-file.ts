import type { ImageTable } from '../src/dockerfile/image-table.ts';

/** The table as its file holds it: one row a line, in the order of names, so that a difference shows what changed. */
export function writeTable({ systems, images }: ImageTable): string {
  const names = Object.keys(systems) as (keyof typeof systems)[];
  const rows = [...images].sort((a, b) => (a.name < b.name ? -1 : 1));
  const systemLines = names.map((name) => `    ${JSON.stringify(name)}: ${JSON.stringify(systems[name])}`);
  const imageLines = rows.map((row) => `    ${JSON.stringify(row)}`);
  return `{\n  "systems": {\n${systemLines.join(',\n')}\n  },\n  "images": [\n${imageLines.join(',\n')}\n  ]\n}\n`;
}
