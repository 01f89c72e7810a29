import { resolve } from '../dockerfile/copies.ts';
import { healthcheckCommand } from '../dockerfile/instruction.ts';
import type {
  Base,
  Command,
  Dockerfile,
  Instruction,
  Process,
  ProcessPart,
  Shell,
  Stage,
} from '../dockerfile/model.ts';
import { runWith, type ImageLookup } from '../dockerfile/process.ts';
import { shInContainer } from '../dockerfile/sh-in-place.ts';
import { firstProcess, type FirstProcess, type ShProgram } from '../shell/first-process.ts';

/** What happens in a container of the image that a stage produces. */
export interface RunExplanation {
  /** Whether an ENTRYPOINT or CMD of this very stage is in force. */
  readonly isOwn: boolean;
  readonly argv: Process['argv'];
  /** What `docker run image a b` makes of it. */
  readonly withArguments: Process['argv'];
  readonly shell: Shell;
  readonly entrypoint: PartExplanation;
  readonly cmd: PartExplanation;
  readonly workdir: string | undefined;
  readonly user: string | undefined;
  readonly stopSignal: string | undefined;
  /** undefined where there is nothing to execute, and where too little is known. */
  readonly first: FirstProcess | undefined;
  readonly health: HealthCheck | undefined;
  /** Short sentences with `code` in backticks, in the order of their effect. */
  readonly why: readonly string[];
}

/** ENTRYPOINT or CMD as it is in force. */
export interface PartExplanation {
  readonly keyword: 'ENTRYPOINT' | 'CMD';
  /** undefined: there is none. */
  readonly argv: readonly string[] | 'unknown' | undefined;
  readonly form: Command['form'] | undefined;
  /** Where it is written, when in this file. */
  readonly line: number | undefined;
  /** "line 12", "stage base, line 3", "the base image", "node:22, if it has one". */
  readonly where: string;
}

export interface HealthCheck {
  readonly line: number;
  /** undefined: `NONE` switches off what the base image has. */
  readonly argv: readonly string[] | undefined;
  /** `every 5s`, with Docker's own 30s where it does not say. */
  readonly every: string;
}

/** Arguments as in the example `docker run image a b`. */
export const exampleArguments = ['a', 'b'] as const;

/** What a stage hands down to those that build upon it, and to its containers. */
export interface Surroundings {
  /** What the lowest of its parents builds upon. */
  readonly root: Base;
  /** undefined where the base image decides, and so for the next two. */
  readonly workdir: string | undefined;
  readonly user: string | undefined;
  readonly stopSignal: string | undefined;
  readonly health: HealthCheck | undefined;
}

/** One entry a stage, in the file's order: linear, however the stages build upon each other. */
export function surroundingsOf({ stages }: Dockerfile): readonly Surroundings[] {
  const all: Surroundings[] = [];
  for (const { base, instructions } of stages) {
    const parent = base.kind === 'stage' ? all[base.stage] : undefined;
    const last = (keyword: string) => instructions.findLast((instruction) => instruction.keyword === keyword);
    all.push({
      root: parent?.root ?? base,
      workdir: workdirOf(instructions, parent?.workdir),
      user: last('USER')?.args.text ?? parent?.user,
      stopSignal: last('STOPSIGNAL')?.args.text ?? parent?.stopSignal,
      health: healthOf(last('HEALTHCHECK')) ?? parent?.health,
    });
  }
  return all;
}

/** All of the run-time half but the reasons. */
export function runOf(
  file: Dockerfile,
  stage: Stage,
  process: Process,
  around: Surroundings,
  imageFacts: ImageLookup,
): Omit<RunExplanation, 'why'> {
  const { root, workdir, user, stopSignal, health } = around;
  const base = stage.base.kind === 'stage' ? textOf(root) : '';
  const isOwn = [process.entrypoint, process.cmd].some(
    (part) => typeof part === 'object' && part.instruction?.stage === stage.index,
  );
  return {
    isOwn,
    argv: process.argv,
    withArguments: runWith(process, exampleArguments),
    shell: process.shell,
    entrypoint: partOf(file, stage, 'ENTRYPOINT', process.entrypoint, base),
    cmd: partOf(file, stage, 'CMD', process.cmd, base),
    workdir,
    user,
    stopSignal,
    first: firstOf(process, shInContainer(file, stage.index, imageFacts)),
    health,
  };
}

/** A base as FROM names it; empty where nobody gave it a name. */
export function textOf(base: Base): string {
  return base.kind === 'image' || base.kind === 'unknown' ? base.text : '';
}

/** Without an ENTRYPOINT that anybody knows of, what CMD starts stands for the whole. */
function firstOf({ argv, entrypoint, cmd }: Process, sh: ShProgram): FirstProcess | undefined {
  if (argv !== 'unknown') return firstProcess(argv, sh);
  const known = typeof entrypoint === 'object' ? entrypoint.argv : typeof cmd === 'object' ? cmd.argv : [];
  return firstProcess(known, sh);
}

function partOf(
  file: Dockerfile,
  stage: Stage,
  keyword: PartExplanation['keyword'],
  part: ProcessPart | undefined | 'unknown',
  base: string,
): PartExplanation {
  const image = base === '' ? 'the base image' : base;
  if (part === undefined) return { keyword, argv: undefined, form: undefined, line: undefined, where: 'none' };
  if (part === 'unknown')
    return { keyword, argv: part, form: undefined, line: undefined, where: `${image}, if it has one` };
  const { argv, form, instruction } = part;
  if (instruction === undefined) return { keyword, argv, form, line: undefined, where: image };
  const line = instruction.startLine;
  const { stage: from } = instruction;
  const other = from === undefined || from === stage.index ? undefined : (file.stages[from]?.name ?? String(from + 1));
  return { keyword, argv, form, line, where: other === undefined ? `line ${line}` : `stage ${other}, line ${line}` };
}

/** The kernel's bound for a path. */
const longestPath = 4096;

function workdirOf(instructions: readonly Instruction[], inherited: string | undefined): string | undefined {
  let workdir = inherited;
  for (const { keyword, args } of instructions) {
    if (keyword !== 'WORKDIR') continue;
    const text = args.text.replace(/^(["'])(.*)\1$/, '$2');
    const absolute = text.startsWith('/') || /^(?:[A-Za-z]:|\$)/.test(text);
    const joins = !absolute && workdir !== undefined && !/[$\\]/.test(text + workdir);
    workdir = joins && workdir !== undefined && workdir.length < longestPath ? resolve(workdir, text) : text;
  }
  return workdir;
}

function healthOf(last: Instruction | undefined): HealthCheck | undefined {
  if (last === undefined) return undefined;
  const every = `every ${last.flags.find(({ name }) => name === 'interval')?.value ?? '30s'}`;
  const isNone = last.args.text.trim().toUpperCase() === 'NONE';
  const text = healthcheckCommand(last.args).text;
  return { line: last.startLine, argv: isNone ? undefined : (last.command?.argv ?? [text]), every };
}
