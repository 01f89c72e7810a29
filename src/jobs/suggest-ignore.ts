import type { Instruction } from '../dockerfile/model.ts';
import { parse } from '../dockerfile/parse.ts';
import type { Finding } from '../lint/finding.ts';
import { lint } from '../lint/lint.ts';
import { instructionAt } from '../lint/locate.ts';
import type { Rule } from '../lint/rule.ts';
import {
  sayClosed,
  sayIgnoreAbove,
  sayIgnoreElsewhere,
  sayIgnoreSuggestion,
  sayIgnoreUsage,
  sayNoDockerfiles,
  sayNoSuchFinding,
  sayUnknownRule,
} from '../review/answers.ts';
import { visible } from '../review/markdown.ts';
import type { ReviewedFile } from '../review/reviewed-file.ts';
import { splitLines } from '../review/whole-lines.ts';
import { linesOf } from '../text/source.ts';
import type { Command } from './command.ts';
import type { Done } from './commit-fixes.ts';
import { findRule, nearestRule } from './find-rule.ts';
import type { RunCommand } from './job.ts';
import type { PullRef, ThreadState } from './ports.ts';
import { readForCommand, type ReadForCommand, type Reading } from './read-for-command.ts';

type Ignore = Extract<Command, { readonly kind: 'ignore' }>;

/**
 * Shows the comment that silences a rule's finding. Below one of our own comments, where its lines hold the place, as a
 * suggestion that a click applies; else as the line to write and where. Nothing is promised that does not work: the
 * changed text is linted first. Throws what the host throws, and MovingHead.
 */
export async function suggestIgnore(job: RunCommand, command: Ignore, reading: Reading): Promise<Done> {
  const rule = findRule(command.rule, reading.rules);
  if (command.rule === '' || (rule !== undefined && command.reason === '')) return { say: sayIgnoreUsage() };
  if (rule === undefined) return { say: sayUnknownRule(command.rule, nearestRule(command.rule, reading.rules)) };
  const pull: PullRef = { repository: job.repository, number: job.number };
  const read = await readForCommand(reading, pull);
  if (read === undefined) return { say: sayNoDockerfiles() };
  const standing = read.branch.answers;
  if (!read.branch.open) return { say: sayClosed(), standing };
  const comment = `# dockerfile-review ignore=${rule.id} ${visible(command.reason)}`;
  const thread = job.from.kind === 'reply' ? await reading.host.readThread(pull, job.from.thread) : undefined;
  const say =
    thread === undefined
      ? everywhere(read, rule, comment)
      : inThread(read, rule, comment, thread, (text, file) => silences(text, file, rule, read, reading.rules));
  return { say, standing };
}

/** Every instruction with such a finding in the changed Dockerfiles. */
function everywhere({ files }: ReadForCommand, rule: Rule, comment: string): string {
  const places = files.flatMap((file) => {
    const lines = findingsOf(file, rule).map((finding) => firstLineOf(file, finding));
    return [...new Set(lines)].map((line) => ({ path: file.path, line }));
  });
  return places.length === 0 ? sayNoSuchFinding(rule.id) : sayIgnoreElsewhere(comment, places);
}

function inThread(
  { files }: ReadForCommand,
  rule: Rule,
  comment: string,
  { path, first, last }: ThreadState,
  silencesIn: (text: string, file: ReviewedFile) => boolean,
): string {
  const file = files.find((one) => one.path === path);
  const finding = file && findingsOf(file, rule).find((one) => meets(file, one, { first, last }));
  if (file === undefined || finding === undefined) return sayNoSuchFinding(rule.id, { path, first, last });
  const { text } = file.after.file.source;
  const lines = splitLines(text);
  const start = firstLineOf(file, finding);
  // Inside a continued instruction a comment reaches it too.
  const above = first <= start && start <= last ? start : first;
  const indented = `${/^[ \t]*/.exec(lines[above - 1] ?? '')?.[0] ?? ''}${comment}`;
  const inserted = [...lines.slice(0, above - 1), indented, ...lines.slice(above - 1)].join('\n');
  const works = !text.includes('\r\n') && silencesIn(text.endsWith('\n') ? `${inserted}\n` : inserted, file);
  if (!works) return sayIgnoreAbove(comment, { path, line: start });
  return sayIgnoreSuggestion([...lines.slice(first - 1, above - 1), indented, ...lines.slice(above - 1, last)]);
}

function findingsOf({ after }: ReviewedFile, { id }: Rule): readonly Finding[] {
  return after.findings.filter(({ rule }) => rule === id);
}

function instructionOf({ after: { file } }: ReviewedFile, { span }: Finding): Pick<Instruction, 'span'> {
  return instructionAt(file, span.start) ?? { span };
}

function firstLineOf(file: ReviewedFile, finding: Finding): number {
  return linesOf(file.after.file.source, instructionOf(file, finding).span).first;
}

function meets(
  file: ReviewedFile,
  finding: Finding,
  { first, last }: { readonly first: number; readonly last: number },
): boolean {
  const lines = linesOf(file.after.file.source, instructionOf(file, finding).span);
  return lines.first <= last && first <= lines.last;
}

/** Whether the rule reports less of the changed text, no other rule more, and Docker has no more against it. */
function silences(
  text: string,
  { path, after }: ReviewedFile,
  { id }: Rule,
  { facts, config }: ReadForCommand,
  rules: readonly Rule[],
): boolean {
  const file = parse(path, text);
  const { findings } = lint(file, rules, config, facts, { start: 0, end: 0 });
  const of = (some: readonly Finding[]): number => some.filter(({ rule }) => rule === id).length;
  const others = (some: readonly Finding[]): number => some.length - of(some);
  const { findings: before } = lint(after.file, rules, config, facts, { start: 0, end: 0 });
  return (
    of(findings) < of(before) &&
    others(findings) <= others(before) &&
    file.problems.length <= after.file.problems.length
  );
}
