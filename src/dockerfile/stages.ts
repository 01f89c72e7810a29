import type { Source } from '../text/source.ts';
import { splitOnBlanks } from './blanks.ts';
import { commandOf } from './command.ts';

import { factsOf, parseImageName } from './images.ts';
import type { PlainInstruction } from './instruction.ts';
import type { Base, Dockerfile, Instruction, Shell, Stage } from './model.ts';
import { quotedWords } from './name-values.ts';
import { inheritedShell, LINUX_SHELL, namedShell, shellOfImage } from './shells.ts';
import { expand, type Values } from './variables.ts';

export interface Staged {
  readonly stages: readonly Stage[];
  readonly instructions: readonly Instruction[];
}

/** Put instructions into stages, and give each command the shell in force. A file without FROM is one nameless stage. */
export function assembleStages(source: Source, plain: readonly PlainInstruction[], escape: string): Staged {
  const firstFrom = plain.findIndex((instruction) => instruction.keyword === 'FROM');
  if (firstFrom < 0) return assembleFragment(source, plain);
  const beforeFirst = plain.slice(0, firstFrom);
  const values = globalValues(beforeFirst, escape);
  const instructions = beforeFirst.map((each) => finish(source, each, undefined, LINUX_SHELL, LINUX_SHELL));
  const stages: Stage[] = [];
  const byName = new Map<string, number>();
  const endShells: Shell[] = [];
  for (let at = firstFrom; at < plain.length;) {
    const from = plain[at]!;
    const index = stages.length;
    const { base, name, platform } = readFrom(from, byName, values);
    const inherited =
      base.kind === 'stage' ? inheritedShell(endShells[base.stage]!) : shellOfImage(base, baseFacts(base), platform);
    const next = nextFrom(plain, at + 1);
    const body = finishStage(source, plain.slice(at + 1, next), index, inherited);
    const finishedFrom = finish(source, from, index, inherited, inherited);
    instructions.push(finishedFrom);
    for (const instruction of body.instructions) instructions.push(instruction);
    stages.push({
      index,
      name,
      from: finishedFrom,
      base,
      platform,
      instructions: body.instructions,
      final: next === plain.length,
    });
    endShells.push(body.shell);
    if (name !== undefined) byName.set(name, index);
    at = next;
  }
  return { stages, instructions };
}

function assembleFragment(source: Source, plain: readonly PlainInstruction[]): Staged {
  const { instructions } = finishStage(source, plain, 0, LINUX_SHELL);
  const base: Base = { kind: 'unknown', text: '' };
  const stage = { index: 0, name: undefined, from: undefined, base, platform: undefined, instructions, final: true };
  return { stages: [stage], instructions };
}

function nextFrom(plain: readonly PlainInstruction[], from: number): number {
  let at = from;
  while (at < plain.length && plain[at]!.keyword !== 'FROM') at++;
  return at;
}

function baseFacts(base: Base): ReturnType<typeof factsOf> {
  return base.kind === 'image' ? factsOf(base.image) : undefined;
}

/** Instructions of one stage, and the shell in force at its end. */
function finishStage(
  source: Source,
  plain: readonly PlainInstruction[],
  stage: number,
  inherited: Shell,
): { readonly instructions: readonly Instruction[]; readonly shell: Shell } {
  const last = plain.findLast((instruction) => shellSetBy(instruction) !== undefined);
  const atEnd = (last && shellSetBy(last)) ?? inherited;
  let shell = inherited;
  const instructions = plain.map((each) => {
    const finished = finish(source, each, stage, shell, atEnd);
    shell = shellSetBy(each) ?? shell;
    return finished;
  });
  return { instructions, shell: atEnd };
}

/** The shell that a SHELL instruction sets. One that Docker refuses sets none. */
function shellSetBy(instruction: PlainInstruction): Shell | undefined {
  if (instruction.keyword !== 'SHELL') return undefined;
  const values = instruction.json?.values ?? [];
  return values.length === 0 ? undefined : namedShell(values, 'this-stage', instruction.span);
}

/**
 * RUN, CMD and ENTRYPOINT use the shell of their line. A HEALTHCHECK is run by the finished image's shell, and what
 * ONBUILD holds is read in a child, which begins with that shell too.
 */
function finish(
  source: Source,
  plain: PlainInstruction,
  stage: number | undefined,
  shell: Shell,
  shellAtEnd: Shell,
): Instruction {
  const inForce = plain.keyword === 'HEALTHCHECK' ? shellAtEnd : shell;
  return {
    ...plain,
    stage,
    command: commandOf(source, plain, inForce),
    trigger: plain.trigger && finish(source, plain.trigger, stage, shellAtEnd, shellAtEnd),
  };
}

interface From {
  readonly base: Base;
  readonly name: string | undefined;
  readonly platform: string | undefined;
}

function readFrom(from: PlainInstruction, byName: ReadonlyMap<string, number>, values: Values): From {
  const [text = '', as = '', name] = splitOnBlanks(from.args.text);
  const platform = from.flags.find((flag) => flag.name === 'platform')?.value;
  return {
    base: baseOf(text, byName, values),
    name: as.toLowerCase() === 'as' ? name?.toLowerCase() : undefined,
    platform: platform === undefined ? undefined : (expand(platform, values) ?? platform),
  };
}

function baseOf(text: string, byName: ReadonlyMap<string, number>, values: Values): Base {
  const name = expand(text, values);
  if (name === undefined || name === '') return { kind: 'unknown', text };
  const stage = byName.get(name.toLowerCase());
  if (stage !== undefined) return { kind: 'stage', stage };
  if (name === 'scratch') return { kind: 'scratch' };
  const image = parseImageName(name);
  return image === undefined ? { kind: 'unknown', text } : { kind: 'image', image, text };
}

/** The defaults of the ARGs before the first FROM, the only ones that FROM sees. */
function globalValues(plain: readonly PlainInstruction[], escape: string): Values {
  const values = new Map<string, string | undefined>();
  for (const instruction of plain) {
    if (instruction.keyword !== 'ARG') continue;
    for (const word of quotedWords(instruction.args.text, escape)) {
      const equals = word.indexOf('=');
      if (equals < 0) values.set(word, undefined);
      else values.set(word.slice(0, equals), expand(word.slice(equals + 1), values));
    }
  }
  return values;
}

/** The shell in force at an offset of a stage: that of the last SHELL above it, else what its base brings. */
export function shellAt(file: Dockerfile, stage: Stage, offset: number): Shell {
  const above = stage.instructions.findLast((each) => each.span.end <= offset && shellSetBy(each) !== undefined);
  let set = above && shellSetBy(above);
  let at = stage;
  while (set === undefined && at.base.kind === 'stage') {
    at = file.stages[at.base.stage]!;
    const last = at.instructions.findLast((instruction) => shellSetBy(instruction) !== undefined);
    set = last && inheritedShell(shellSetBy(last)!);
  }
  return set ?? shellOfImage(at.base, baseFacts(at.base), at.platform);
}
