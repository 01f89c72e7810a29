import { memo } from '../text/memo.ts';
import { contains } from '../text/span.ts';
import { allCommands, topLevel, type ListItem, type SimpleCommand } from './commands.ts';
import { needsKey, needsMadeProgram } from './made-programs.ts';
import { turnsOn } from './options.ts';
import type { Script } from './parse.ts';
import {
  isInlineProgram,
  mayFailUnderPipefail,
  noticesEmptyInput,
  producerOf,
  programOf,
  sigpipeIn,
  type Producer,
} from './pipe-roles.ts';
import { pipelinesOf, type Pipeline } from './pipelines.ts';

/** A pipe of which a writer can fail unnoticed. */
export interface LostFailure {
  readonly pipeline: Pipeline;
  /** undefined: a compound command. */
  readonly writer: SimpleCommand | undefined;
  readonly reader: SimpleCommand | undefined;
  /** Of `later`: the command that fails. */
  readonly next?: SimpleCommand | undefined;
  /**
   * `work`: the writer downloads, unpacks or builds, and nothing notices its failure; `noticed`: the reader fails on an
   * empty input; `later`: a command behind the pipe fails without what the reader should have made; `value`: the output
   * becomes a variable's value; `sigpipe`: pipefail is no cure; `other`: the rest.
   */
  readonly kind: 'work' | 'noticed' | 'later' | 'value' | 'sigpipe' | 'other';
}

/** The pipes of a script whose status hides a failure; empty where the script turns pipefail on itself. */
export const lostFailures: (script: Script) => readonly LostFailure[] = memo(findLostFailures);

function findLostFailures(script: Script): readonly LostFailure[] {
  const pipelines = pipelinesOf(script).filter(({ tested, background }) => !tested && !background);
  if (pipelines.length === 0) return [];
  if (setsPipefail(script)) return [];
  const values = assignmentsOf(script);
  return pipelines.flatMap((pipeline) => lostFailure(script, pipeline, values) ?? []);
}

/** Only an assignment takes over the status of the command whose output it keeps. */
function isValue({ span }: Pipeline, values: readonly SimpleCommand[]): boolean {
  return values.some((value) => contains(value.span, span));
}

function assignmentsOf(script: Script): readonly SimpleCommand[] {
  return allCommands(script).filter(({ words, assignments }) => words.length === 0 && assignments.length > 0);
}

/** A pipe that does what it should today, and that pipefail could make fail: the script then stops for nothing. */
export function breaksUnderPipefail(script: Script): Pipeline | undefined {
  const values = assignmentsOf(script);
  return pipelinesOf(script).find(
    (pipeline) =>
      (!pipeline.nesting.includes('substitution') || isValue(pipeline, values)) && mayFailUnderPipefail(pipeline),
  );
}

/** Whether a script turns pipefail on itself. */
export function setsPipefail(script: Script): boolean {
  return script.text.includes('pipefail') && allCommands(script).some(turnsPipefailOn);
}

function turnsPipefailOn({ name, words }: SimpleCommand): boolean {
  const values = words.map(({ value }) => value ?? '');
  return (name === 'set' || name === 'shopt') && turnsOn(values, 'pipefail');
}

const weights: Readonly<Record<Producer, number>> = { download: 4, build: 3, unpack: 2, other: 1, harmless: 0 };

function lostFailure(script: Script, pipeline: Pipeline, values: readonly SimpleCommand[]): LostFailure | undefined {
  const writers = pipeline.members.slice(0, -1);
  const reader = pipeline.members.at(-1);
  const heaviest = Math.max(...writers.map((member) => weights[producerOf(member)]));
  const writer = writers.find((member) => weights[producerOf(member)] === heaviest);
  const found = (kind: LostFailure['kind']): LostFailure => ({ pipeline, writer, reader, kind });
  if (heaviest === 0) return answersInstaller(pipeline) ? found('sigpipe') : undefined;
  if (pipeline.nesting.includes('substitution')) return isValue(pipeline, values) ? found('value') : undefined;
  if (sigpipeIn(pipeline) !== undefined) return found('sigpipe');
  if (noticesEmptyInput(reader)) return found('noticed');
  if (heaviest === weights.other || isInlineProgram(reader)) return found('other');
  const next = needsResult(script, pipeline) ?? needsMadeProgram(script, pipeline) ?? needsKey(script, pipeline);
  return next === undefined ? found('work') : { ...found('later'), next };
}

/**
 * `… | php && mv composer.phar /usr/bin/`: the command behind the pipe, if it fails unless the reader made its file. Behind
 * `;` its failure counts where it is the script's last.
 */
function needsResult(script: Script, { span }: Pipeline): SimpleCommand | undefined {
  const items = topLevel(script);
  const at = items.findIndex((item) => item.span.start === span.start && item.span.end === span.end);
  if (at < 0) return undefined;
  const early = changesHome(script, items, at) ?? configures(items, at);
  if (early !== undefined) return early;
  const next = items[at + 1]?.commands[0];
  if (next === undefined || !/^(?:mv|cp|chmod)$/.test(programOf(next))) return undefined;
  const counts = items[at]?.operator === '&&' || (items[at]?.operator === ';' && at + 2 === items.length);
  const operands = next.words.slice(1).filter(({ text }) => !text.startsWith('-'));
  const file = operands[programOf(next) === 'chmod' ? 1 : 0]?.text.split('/').at(-1) ?? '';
  const isMade = counts && /^[\w.$-]+$/.test(file) && !script.text.slice(0, span.start).includes(file);
  return isMade ? next : undefined;
}

/** `… | bsdtar x -C /src && cd /src && ./configure`: of nothing bsdtar unpacks nothing, and succeeds. */
function configures(items: readonly ListItem[], at: number): SimpleCommand | undefined {
  const reader = items[at]?.commands.at(-1);
  if (reader === undefined || producerOf(reader) !== 'unpack') return undefined;
  for (let next = at; items[next]?.operator === '&&'; next++) {
    const command = items[next + 1]?.commands[0];
    if (command?.words[0]?.text.startsWith('./') === true) return command;
  }
  return undefined;
}

/** `… | sh && sed -i s/a/b/ ~/.vimrc`: root's home of an image is all but empty, so the file is the one that the pipe made. */
function changesHome(script: Script, items: readonly ListItem[], at: number): SimpleCommand | undefined {
  const before = script.text.slice(0, items[at]?.span.start);
  for (let next = at; items[next]?.operator === '&&'; next++) {
    const command = items[next + 1]?.commands[0];
    const file = command?.words.at(-1)?.text ?? '';
    const isRead = command !== undefined && /^(?:sed|grep|chmod)$/.test(programOf(command));
    if (
      isRead &&
      /^(?:~|\$HOME|\/root)\/[\w./-]+$/.test(file) &&
      !/\.(?:bashrc|profile)$/.test(file) &&
      !before.includes(file)
    )
      return command;
  }
  return undefined;
}

/** `yes | apt-get install x`: the one use of `yes` that an option of the reader replaces. */
function answersInstaller({ members }: Pipeline): boolean {
  const [writer, reader] = members;
  if (members.length !== 2 || writer === undefined || reader === undefined || programOf(writer) !== 'yes') return false;
  return /^(?:apt|apt-get|aptitude|yum|dnf|microdnf|zypper)$/.test(programOf(reader));
}
