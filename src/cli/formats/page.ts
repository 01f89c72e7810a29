import { terminalLines, type TerminalOptions } from '../terminal-markdown.ts';

/** A rule's page for a terminal: headings bold, examples indented, links as their text. */
export function formatPage(markdown: string, options: Omit<TerminalOptions, 'suggestion'>): string {
  return `${terminalLines(markdown, options).join('\n').trim()}\n`;
}
