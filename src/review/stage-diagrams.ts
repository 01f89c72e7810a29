import { explain } from './explanation.ts';
import { shorten, visible } from './markdown.ts';
import { mermaidOf } from './mermaid.ts';
import { changedStages } from './process-table.ts';
import type { ReviewedFile } from './reviewed-file.ts';

/**
 * One folded block for each stage that the process table shows: how the stage comes to execute what it does, as a Mermaid
 * diagram, which GitHub draws. Whole lines of Markdown; the final stage of a file comes first.
 */
export function stageDiagrams(reviewed: ReviewedFile): readonly (readonly string[])[] {
  const { file, processes, imageFacts } = reviewed.after;
  const changed = new Set(changedStages(reviewed).map(({ stage }) => stage));
  const { stages } = explain(file, processes, imageFacts ?? (() => undefined), (stage) => changed.has(stage));
  return [...stages]
    .reverse()
    .map((explanation) => [
      `<details><summary>How it comes about: ${html(`${explanation.title} of ${reviewed.path}`)}</summary>`,
      '',
      '```mermaid',
      ...mermaidOf(explanation),
      '```',
      '',
      '</details>',
    ]);
}

/** Any text inside a tag: no markup, no mention, no reference. A zero-width space parts what GitHub would look up. */
function html(text: string): string {
  return shorten(visible(text), 200).replace(/[^\w ./-]/gu, (sign) => `&#${sign.codePointAt(0) ?? 0};&#8203;`);
}
