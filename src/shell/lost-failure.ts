import { contains } from '../text/span.ts';
import { allCommands, type SimpleCommand } from './commands.ts';
import { turnsOn } from './options.ts';
import type { Script } from './parse.ts';
import { isInlineProgram, noticesEmptyInput, producerOf, programOf, sigpipeIn, type Producer } from './pipe-roles.ts';
import { pipelinesOf, type Pipeline } from './pipelines.ts';

/** A pipe of which a writer can fail unnoticed. */
export interface LostFailure {
  readonly pipeline: Pipeline;
  /** undefined: a compound command. */
  readonly writer: SimpleCommand | undefined;
  readonly reader: SimpleCommand | undefined;
  /**
   * `work`: the writer downloads, unpacks or builds, and nothing notices its failure; `noticed`: the reader fails on an
   * empty input; `value`: the output becomes a variable's value; `sigpipe`: pipefail is no cure; `other`: the rest.
   */
  readonly kind: 'work' | 'noticed' | 'value' | 'sigpipe' | 'other';
}

/** The pipes of a script whose status hides a failure; empty where the script turns pipefail on itself. */
export function lostFailures(script: Script): readonly LostFailure[] {
  const pipelines = pipelinesOf(script).filter(({ tested, background }) => !tested && !background);
  if (pipelines.length === 0) return [];
  const commands = allCommands(script);
  if (commands.some(turnsPipefailOn)) return [];
  const values = commands.filter(({ words, assignments }) => words.length === 0 && assignments.length > 0);
  return pipelines.flatMap((pipeline) => lostFailure(pipeline, values) ?? []);
}

function turnsPipefailOn({ name, words }: SimpleCommand): boolean {
  const values = words.map(({ value }) => value ?? '');
  return (name === 'set' || name === 'shopt') && turnsOn(values, 'pipefail');
}

const weights: Readonly<Record<Producer, number>> = { download: 4, build: 3, unpack: 2, other: 1, harmless: 0 };

function lostFailure(pipeline: Pipeline, values: readonly SimpleCommand[]): LostFailure | undefined {
  const writers = pipeline.members.slice(0, -1);
  const reader = pipeline.members.at(-1);
  const heaviest = Math.max(...writers.map((member) => weights[producerOf(member)]));
  const writer = writers.find((member) => weights[producerOf(member)] === heaviest);
  const found = (kind: LostFailure['kind']): LostFailure => ({ pipeline, writer, reader, kind });
  if (heaviest === 0) return answersInstaller(pipeline) ? found('sigpipe') : undefined;
  if (pipeline.nesting.includes('substitution')) {
    // Only an assignment takes over the status of the command whose output it keeps.
    return values.some(({ span }) => contains(span, pipeline.span)) ? found('value') : undefined;
  }
  if (sigpipeIn(pipeline) !== undefined) return found('sigpipe');
  if (noticesEmptyInput(reader)) return found('noticed');
  return found(heaviest > weights.other && !isInlineProgram(reader) ? 'work' : 'other');
}

/** `yes | apt-get install x`: the one use of `yes` that an option of the reader replaces. */
function answersInstaller({ members }: Pipeline): boolean {
  const [writer, reader] = members;
  if (members.length !== 2 || writer === undefined || reader === undefined || programOf(writer) !== 'yes') return false;
  return /^(?:apt|apt-get|aptitude|yum|dnf|microdnf|zypper)$/.test(programOf(reader));
}
