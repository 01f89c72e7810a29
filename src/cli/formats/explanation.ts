import type { Explanation, StageExplanation } from '../../review/explanation.ts';
import type { BuildStep, Setting } from '../../review/explain-build.ts';
import { exampleArguments, type PartExplanation, type RunExplanation } from '../../review/explain-run.ts';
import { sayFirstProcess } from '../../review/first-process-words.ts';
import { shorten, visible } from '../../review/markdown.ts';
import { jsonArray } from '../../text/json-array.ts';
import type { Paint } from '../terminal-markdown.ts';
import { hang, paintCode, wrapText } from '../terminal-text.ts';

export interface PictureOptions {
  /** Columns; no line is longer, as far as words allow. */
  readonly width: number;
  readonly paint: Paint;
}

/** More steps than this are counted: nobody reads on. */
const mostSteps = 60;
const mostSettings = 12;
const longestSetting = 50;
/** A longer argv is a script; its beginning says which. */
const longestArgv = 600;

/** An explanation as a picture in text: stage by stage, the final one last, above the prompt, and the most visible. */
export function formatExplanation({ path, stages }: Explanation, options: PictureOptions): string {
  const { paint } = options;
  const count = stages.length === 1 ? '1 stage' : `${stages.length} stages`;
  const head = `${paint('bold', visible(path))}  ${paint('dim', count)}`;
  const blocks = stages.map((stage) => stageLines(stage, options).join('\n'));
  return `${[head, ...blocks].join('\n\n')}\n`;
}

function stageLines(stage: StageExplanation, options: PictureOptions): readonly string[] {
  const { final } = stage.stage;
  const rail = options.paint('dim', '│');
  return [
    ...heading(stage, options),
    '',
    `${options.paint('bold', 'docker build')} bakes in${emptyBuild(stage) ? ' nothing of its own' : ''}`,
    ...buildLines(stage, options).map((line) => (line === '' ? rail : `${rail} ${line}`)),
    options.paint('dim', '▼'),
    ...(final || stage.run.isOwn ? runLines(stage, options) : briefRun(stage, options)),
  ];
}

/** A rule with the stage's name; heavy for the final one. */
function heading({ stage, title, lines, base }: StageExplanation, { width, paint }: PictureOptions): readonly string[] {
  const name = stage.final && title !== 'final stage' ? `${title} (final)` : title;
  const shown = shorten(visible(name), 40);
  const place = lines === undefined ? '' : ` lines ${lines.first}–${lines.last}`;
  const sign = stage.final ? '━' : '─';
  const fill = sign.repeat(Math.max(3, width - shown.length - place.length - 4));
  const note = base.note === undefined ? '' : ` (${shorten(visible(base.note), width / 2)})`;
  const from =
    base.text === '' ? 'without FROM: a fragment' : `FROM ${shorten(visible(base.text), width - note.length - 5)}`;
  return [
    `${paint(stage.final ? 'bold' : 'dim', `${sign}${sign}`)} ${paint('bold', shown)} ${paint('dim', `${fill}${place}`)}`,
    `${from}${paint('dim', note)}`,
  ];
}

function emptyBuild({ steps, settings: { stay, end, later } }: StageExplanation): boolean {
  return steps.length + stay.length + end.length + later.length === 0;
}

function buildLines({ steps, settings }: StageExplanation, options: PictureOptions): readonly string[] {
  const shown = steps.slice(0, mostSteps);
  const numbers = String(Math.max(0, ...shown.map(({ line }) => line))).length;
  const rest = steps.length - shown.length;
  const groups = settingLines(settings, options);
  return [
    ...(shown.length + rest > 0 ? shown.map((step) => stepLine(step, numbers, options)) : []),
    ...(rest > 0 ? [options.paint('dim', `… and ${rest} more steps`)] : []),
    ...(shown.length > 0 && groups.length > 0 ? [''] : []),
    ...groups,
  ];
}

function stepLine(step: BuildStep, numbers: number, { width, paint }: PictureOptions): string {
  const number = paint('dim', String(step.line).padStart(numbers + 1));
  const suffix = [
    step.from === undefined ? '' : ` (from ${shorten(visible(step.from), 30)})`,
    step.onBuild ? ' (ONBUILD)' : '',
  ].join('');
  const room = width - numbers - 2 - 9 - suffix.length;
  const text = visible(step.text);
  const more = text.length > room && step.commands > 1 ? ` (${step.commands} commands)` : '';
  const cut = shorten(text, Math.max(20, room - more.length));
  return `${number}  ${step.keyword.padEnd(4)}  ${cut}${paint('dim', suffix + more)}`;
}

/** What stays, what ends with the build, and what waits for children. */
function settingLines(settings: StageExplanation['settings'], options: PictureOptions): readonly string[] {
  const { stay, end, later } = settings;
  const ends = listed(end).join(', ');
  const waits = listed(later.map(({ text }) => text)).join(' · ');
  return [
    ...(stay.length === 0 ? [] : labelled('stays', byKeyword(stay).join(' · '), options)),
    ...(end.length === 0 ? [] : labelled('ends', `ARG ${ends}: not there at run time`, options)),
    ...(later.length === 0 ? [] : labelled('later', `in images built upon this one: ${waits}`, options)),
  ];
}

/** `ENV A=1, B=2`, `EXPOSE 80`; labels are many and run nothing, so they are counted. */
function byKeyword(stay: readonly Setting[]): readonly string[] {
  const groups = Map.groupBy(stay, ({ keyword }) => keyword);
  return [...groups].map(([keyword, all]) => {
    if (keyword === 'LABEL') return all.length === 1 ? '1 label' : `${all.length} labels`;
    return `${keyword} ${listed(all.map(({ text }) => text)).join(', ')}`;
  });
}

/** Untrusted texts, each shortened, and how many more there are. */
function listed(texts: readonly string[]): readonly string[] {
  const shown = texts.slice(0, mostSettings).map((text) => shorten(visible(text), longestSetting));
  const more = texts.length - shown.length;
  return more > 0 ? [...shown, `${more} more`] : shown;
}

function labelled(label: string, text: string, { width, paint }: PictureOptions): readonly string[] {
  return hang(` ${label.padEnd(6)}`, wrapText(text.trim(), width - 10), (word) => paint('dim', word));
}

/** A stage that adds nothing to what runs: one sentence. Others copy from it, and it is seldom a container. */
function briefRun({ run, stage, base }: StageExplanation, { width, paint }: PictureOptions): readonly string[] {
  const whose = base.kind === 'stage' ? `stage ${shorten(visible(base.text), 40)}` : 'its base image';
  const text =
    run.argv === 'unknown'
      ? `whatever ${whose} says`
      : run.argv.length === 0
        ? 'nothing: there is no command'
        : `${arrayText(run.argv)}, as ${whose} says`;
  const target = shorten(visible(stage.name ?? String(stage.index)), 40);
  const lines = wrapText(`With --target ${target}, docker run executes ${text}.`, width);
  return lines.map((line) => paint('dim', line));
}

function runLines({ run }: StageExplanation, options: PictureOptions): readonly string[] {
  const { width, paint } = options;
  const rows = runRows(run).map((row) => ({ ...row, label: row.label.padEnd(11) }));
  const why = run.why.flatMap((sentence) => {
    return hang('· ', paintCode(wrapText(visible(sentence), width - 2), paint));
  });
  return [
    `${paint('bold', 'docker run')} executes`,
    '',
    ...result(run, options),
    '',
    ...rows.flatMap((row) => rowLines(row, options)),
    ...(why.length > 0 ? ['', paint('bold', 'why'), ...why] : []),
  ];
}

/** The answer itself, alone on its lines. */
function result({ argv, entrypoint, cmd }: RunExplanation, { width, paint }: PictureOptions): readonly string[] {
  if (argv !== 'unknown') {
    const text = argv.length === 0 ? 'nothing: there is no command' : arrayText(argv);
    return hang('    ', wrapText(text, width - 8)).map((line) => paint(argv.length === 0 ? 'yellow' : 'green', line));
  }
  const halves = [entrypoint, cmd].map(({ keyword, argv: words, where }) => {
    if (words === undefined) return '';
    return words === 'unknown' ? `the ${keyword} of ${where}` : arrayText(words);
  });
  const text = halves.filter((half) => half !== '').join(', then ');
  return hang('    ', wrapText(text, width - 8)).map((line) => paint('yellow', line));
}

function arrayText(argv: readonly string[]): string {
  return shorten(visible(jsonArray(argv)), longestArgv);
}

interface Row {
  readonly label: string;
  readonly text: string;
  readonly note: string;
  /** All of the text is code: backticks in it are its own. */
  readonly isCode?: boolean;
}

function runRows(run: RunExplanation): readonly Row[] {
  const { withArguments, entrypoint, cmd, health } = run;
  const rows: Row[] = [partRow(entrypoint), partRow(cmd)];
  if (withArguments !== 'unknown' && withArguments.length > 0) {
    rows.push({ label: `run … ${exampleArguments.join(' ')}`, text: arrayText(withArguments), note: '', isCode: true });
  }
  if (run.first !== undefined) {
    const { name, signals } = sayFirstProcess(run.first, run.stopSignal);
    const doubt = run.argv === 'unknown' && run.entrypoint.argv === 'unknown' ? ', if there is no ENTRYPOINT' : '';
    rows.push({ label: 'PID 1', text: `${visible(name)}${doubt}. ${visible(signals)}`, note: '' });
  }
  const place = [
    run.workdir === undefined ? '' : `in ${shorten(visible(run.workdir), 80)}`,
    run.user === undefined ? '' : `as ${shorten(visible(run.user), 40)}`,
  ].filter((part) => part !== '');
  if (place.length > 0) rows.push({ label: 'where', text: place.join(', '), note: '' });
  if (health !== undefined) {
    const text = health.argv === undefined ? 'none: switched off' : arrayText(health.argv);
    const every = health.argv === undefined ? '' : `${visible(health.every)}, `;
    rows.push({ label: 'HEALTHCHECK', text, note: `${every}line ${health.line}`, isCode: true });
  }
  return rows;
}

function partRow({ keyword, argv, form, where }: PartExplanation): Row {
  if (argv === undefined) return { label: keyword, text: 'none', note: '' };
  if (argv === 'unknown') return { label: keyword, text: `that of ${visible(where)}`, note: '' };
  return {
    label: keyword,
    text: arrayText(argv),
    note: `${form === undefined ? '' : `${form} form, `}${shorten(visible(where), longestSetting)}`,
    isCode: true,
  };
}

/** A label, its text, and behind it (or on a line of its own) the note. */
function rowLines({ label, text, note, isCode = false }: Row, { width, paint }: PictureOptions): readonly string[] {
  const room = width - label.length - 2;
  const lines = [...(isCode ? wrapText(text, room) : paintCode(wrapText(text, room), paint))];
  const last = lines.at(-1) ?? '';
  const small = paint('dim', note);
  if (note !== '' && last.length + note.length + 3 <= room) lines[lines.length - 1] = `${last}   ${small}`;
  else if (note !== '') lines.push(small);
  return hang(`${label}  `, lines, (word) => paint('bold', word));
}
