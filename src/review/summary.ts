import type { Chosen } from './choose.ts';
import { sayFinding } from './comment.ts';
import { count, countFindings } from './count.ts';
import type { ReviewInput } from './input.ts';
import { linkTo } from './links.ts';
import { code, message, plain, shorten } from './markdown.ts';
import type { Placed } from './model.ts';
import { processTable } from './process-table.ts';
import { stageDiagrams } from './stage-diagrams.ts';
import { refusalRule } from './refusal.ts';
import { linesOf } from '../text/source.ts';

/** Problems of one file that are listed; a binary file under a Dockerfile's name has thousands. */
const mostProblems = 10;

/** The check run's text: the result in one line, what will run, every finding, and what was not reviewed. */
export function summaryOf(
  input: ReviewInput,
  placed: readonly Placed[],
  chosen: Chosen,
  annotationsLeftOut: number,
): string {
  const { tables, diagrams, findings, notReviewed } = input.caps;
  const sections = [
    resultLine(input, placed),
    ...remarks(input, chosen, annotationsLeftOut),
    section('What `docker run` will execute', fit(input.files.map(processTable), tables, 'file')),
    fit(input.files.flatMap(stageDiagrams), diagrams, 'diagram'),
    section('Findings', fit(findingBlocks(input, placed, chosen), findings, 'finding')),
    section('Problems that Docker reports', fit(problemLines(input), notReviewed, 'file')),
    section('Not reviewed', fit(gapLines(input), notReviewed, 'line')),
    input.policy === undefined ? '' : `<sub>Policy: ${input.policy}.</sub>`,
  ];
  return sections.filter((text) => text !== '').join('\n\n');
}

function section(title: string, body: string): string {
  return body === '' ? '' : `### ${title}\n\n${body.trim()}`;
}

/** The blocks that fit into `length` characters, whole, and how many did not. */
function fit(blocks: readonly (readonly string[])[], length: number, noun: string): string {
  const shown: string[] = [];
  let used = 0;
  let full = 0;
  for (const lines of blocks) {
    const block = lines.join('\n');
    if (block === '') continue;
    if (used + block.length > length) full += 1;
    else shown.push(block);
    used += block.length + 1;
  }
  const more = full === 0 ? [] : [`\n…and ${count(full, `more ${noun}`)}.`];
  return [...shown, ...more].join('\n');
}

function resultLine({ files }: ReviewInput, placed: readonly Placed[]): string {
  if (files.length === 0) return 'This pull request changes no Dockerfile that could be reviewed.';
  const introduced = placed.flatMap((one) => (one.introduced ? one.findings : []));
  const earlier = placed.flatMap((one) => (one.introduced ? [] : one.findings));
  const own = introduced.length === 0 ? 'nothing' : countFindings(introduced);
  const verb = earlier.length === 1 ? 'was' : 'were';
  const old = earlier.length === 0 ? '' : ` ${count(earlier.length, 'finding')} ${verb} there before.`;
  return `Read ${count(files.length, 'Dockerfile')}; found ${own} in what this pull request changes.${old}`;
}

function remarks({ silence }: ReviewInput, { beyond }: Chosen, annotationsLeftOut: number): readonly string[] {
  const isSilent = silence !== undefined;
  const more =
    beyond.length === 0 || isSilent ? [] : [`…and ${beyond.length} more than fit into comments: see the list below.`];
  const left =
    annotationsLeftOut === 0
      ? []
      : [`${count(annotationsLeftOut, 'annotation')} did not fit; the list below names them.`];
  return [...(isSilent ? [silence] : []), ...more, ...left];
}

/** One block a finding; the first of a file begins with the file's name. */
function findingBlocks(
  { files }: ReviewInput,
  placed: readonly Placed[],
  chosen: Chosen,
): readonly (readonly string[])[] {
  const beyond = new Set(chosen.beyond.flatMap(({ fingerprints }) => fingerprints));
  return files.flatMap(({ path, after }) => {
    const own = placed.filter((one) => one.path === path);
    const lines = own.flatMap((one) =>
      one.findings.map((finding, index) => {
        const { first } = linesOf(after.file.source, finding.span);
        const where = whereSaid(one, beyond.has(one.fingerprints[index] ?? ''));
        return `- line ${first}: ${sayFinding(finding)} (${linkTo(finding.rule)}${where})`;
      }),
    );
    return lines.map((line, index) => (index === 0 ? ['', `**${code(path)}**`, '', line] : [line]));
  });
}

function whereSaid({ at, on, introduced }: Placed, isBeyond: boolean): string {
  if (!introduced) return ', there before';
  if (isBeyond) return ', not commented';
  if (on !== undefined) return `, commented in ${code(on)}`;
  return at === 'file' ? ', outside the diff' : '';
}

/** What Docker refuses or warns about, but for the line that stands among the findings. */
function problemLines({ files }: ReviewInput): readonly (readonly string[])[] {
  return files.flatMap(({ path, after: { file, findings } }) => {
    const refusal = findings.find(({ rule }) => rule === refusalRule);
    const problems = file.problems.filter(({ span }) => span !== refusal?.span);
    if (problems.length === 0) return [];
    const lines = problems.slice(0, mostProblems).map(({ message: text, span }) => {
      return `- line ${linesOf(file.source, span).first}: ${message(shorten(text, 300))}`;
    });
    const more = problems.length - lines.length;
    return [['', `**${code(path)}**`, '', ...lines, ...(more > 0 ? [`- …and ${more} more`] : [])]];
  });
}

function gapLines({ notReviewed, ruleFailures }: ReviewInput): readonly (readonly string[])[] {
  return [
    ...notReviewed.map(({ path, reason }) => [`- ${code(shorten(path, 300))}: ${plain(reason)}`]),
    ...ruleFailures.map(({ rule, path }) => [
      `- the rule ${linkTo(rule)} failed on ${code(shorten(path, 300))}; all other rules were applied`,
    ]),
  ];
}
