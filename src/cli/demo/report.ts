import { visible } from '../../review/markdown.ts';
import type {
  CheckRunView,
  PullRequestView,
  ReviewCommentView,
  SuggestionView,
  ThreadView,
} from '../../sandbox/view-model.ts';
import { terminalLines, type Paint } from '../terminal-markdown.ts';

export interface ReportOptions {
  readonly width: number;
  readonly paint: Paint;
}

/** The pull request with its review and check run, as text for a terminal. */
export function formatReview(pull: PullRequestView, options: ReportOptions): string {
  const { paint } = options;
  const { owner, name } = pull.repository;
  const head = [
    paint('bold', `${owner}/${name} #${pull.number}: ${visible(pull.title)}`),
    paint('dim', `${pull.head.branch} into ${pull.base.branch}, ${pull.files.length} files changed`),
  ];
  const threads = pull.threads
    .filter((thread) => !thread.resolved)
    .toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : lineOf(a) - lineOf(b)))
    .flatMap((thread) => ['', ...threadLines(thread, options)]);
  const told = pull.threads.flatMap((thread) => thread.comments.map((comment) => comment.body)).join('\n');
  const checks = pull.checks.flatMap((check) => ['', ...checkLines(check, told, options)]);
  return `${[...head, ...threads, ...checks].join('\n')}\n`;
}

function lineOf({ line, originalLine }: ThreadView): number {
  return line ?? originalLine ?? 0;
}

function threadLines(thread: ThreadView, options: ReportOptions): string[] {
  const line = thread.line ?? thread.originalLine;
  const start = thread.startLine ?? line;
  const lines = line === null ? '' : start === line ? `:${line}` : `:${start ?? line}-${line}`;
  const place = options.paint('bold', visible(thread.path) + lines);
  return [place, ...thread.comments.flatMap((comment) => commentLines(comment, options))];
}

function commentLines({ body, suggestion }: ReviewCommentView, { width, paint }: ReportOptions): string[] {
  const shown = suggestion === null ? [] : suggestionLines(suggestion, paint);
  return indented(terminalLines(body, { width: width - 2, paint, suggestion: shown }));
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => (line === '' ? line : `  ${line}`));
}

function suggestionLines({ before, after }: SuggestionView, paint: Paint): string[] {
  return [
    ...before.map((line) => `  ${paint('red', `- ${visible(line)}`)}`),
    ...after.map((line) => `  ${paint('green', `+ ${visible(line)}`)}`),
  ];
}

function checkLines(check: CheckRunView, told: string, { width, paint }: ReportOptions): string[] {
  const conclusion = check.conclusion ?? check.status;
  const colour = conclusion === 'success' ? 'green' : conclusion === 'failure' ? 'red' : 'yellow';
  const title = check.title === null ? '' : `: ${visible(check.title)}`;
  const summary = withoutTold(check.summary ?? '', told);
  return [
    `${paint('bold', `Check run ${check.name}`)} ${paint(colour, conclusion)}${title}`,
    ...indented(terminalLines(summary, { width: width - 2, paint })),
  ];
}

/** The summary without the findings that the comments have told, and without heads that then stand over nothing. */
function withoutTold(summary: string, told: string): string {
  const kept: string[] = [];
  let below: 'text' | 'file' | 'section' | 'end' = 'end';
  for (const line of summary.split('\n').reverse()) {
    const finding = /^- lines? [^:]*: (.*?)(?: \(\[.*)?$/.exec(line)?.[1];
    if (finding !== undefined && told.includes(finding)) continue;
    const kind = line.startsWith('### ') ? 'section' : line.startsWith('**`') ? 'file' : 'text';
    const isEmpty = kind === 'file' ? below !== 'text' : kind === 'section' && (below === 'section' || below === 'end');
    if (isEmpty) continue;
    if (line.trim() !== '') below = kind;
    kept.push(line);
  }
  return kept.reverse().join('\n');
}
