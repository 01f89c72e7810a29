import { memoWith } from '../text/memo.ts';
import { positionAt } from '../text/source.ts';
import { withShell } from './command.ts';
import { factsOf, shortName } from './images.ts';
import type {
  Dockerfile,
  ImageFacts,
  ImageName,
  Instruction,
  Origin,
  Process,
  ProcessPart,
  Shell,
  Stage,
} from './model.ts';
import { inheritedShell, namedShell, shellOfImage } from './shells.ts';

export type ImageLookup = (name: ImageName) => ImageFacts | undefined;

/** What `docker run` of the image that a stage produces will execute. */
export function processOf(file: Dockerfile, stage: Stage, imageFacts: ImageLookup): Process {
  const chain = [stage];
  for (let next = stage.base; next.kind === 'stage'; next = chain.at(-1)!.base) chain.push(file.stages[next.stage]!);
  let state: State | undefined;
  for (const each of chain.reverse()) state = runStage(file, each, state, imageFacts);
  return processFrom(state!);
}

/**
 * The same for every stage, in the file's order: linear, however the stages build upon each other. Most rules ask, so the
 * answer for a file and a lookup is kept.
 */
export const processesOf: (file: Dockerfile, imageFacts: ImageLookup) => readonly Process[] =
  memoWith(computeProcesses);

function computeProcesses(file: Dockerfile, imageFacts: ImageLookup): readonly Process[] {
  const states: State[] = [];
  for (const stage of file.stages) {
    const parent = stage.base.kind === 'stage' ? states[stage.base.stage] : undefined;
    states.push(runStage(file, stage, parent, imageFacts));
  }
  return states.map(processFrom);
}

/** What `docker run image a b` executes: the arguments take the place of CMD. */
export function runWith(process: Process, args: readonly string[]): readonly string[] | 'unknown' {
  if (args.length === 0) return process.argv;
  if (process.entrypoint === 'unknown') return 'unknown';
  return [...entrypointWords(process.entrypoint), ...args];
}

/** What is known of an image: what the caller knows, else what the table of official images says. */
export function knownFacts(name: ImageName, imageFacts: ImageLookup): ImageFacts | undefined {
  return imageFacts(name) ?? factsOf(name);
}

/** The image's configuration while its instructions are carried out. */
interface State {
  readonly shell: Shell;
  readonly entrypoint: ProcessPart | undefined | 'unknown';
  readonly cmd: ProcessPart | undefined | 'unknown';
  /** Whether this stage has set CMD itself; then ENTRYPOINT leaves it alone. */
  readonly cmdIsSet: boolean;
  /** What ONBUILD makes the builder do at the beginning of each stage that builds upon this one. It goes no further. */
  readonly triggers: readonly Instruction[];
  /** Why base, entrypoint and cmd are as they are, where it does not go without saying. */
  readonly why: { readonly base?: string; readonly entrypoint?: string; readonly cmd?: string };
}

type Part = State['cmd'];
type Half = 'entrypoint' | 'cmd';

function runStage(file: Dockerfile, stage: Stage, parent: State | undefined, imageFacts: ImageLookup): State {
  let state = parent === undefined ? imageState(stage, imageFacts) : inherit(parent);
  for (const trigger of parent?.triggers ?? []) state = apply(file, state, trigger, 'parent-stage');
  for (const instruction of stage.instructions) state = apply(file, state, instruction, 'this-stage');
  return { ...state, triggers: lastingTriggers(stage) };
}

/** The last trigger of each kind. It alone has an effect on a child's process, so many triggers cost many children nothing. */
function lastingTriggers({ instructions }: Stage): readonly Instruction[] {
  const last = new Map<string, Instruction>();
  for (const { trigger } of instructions) {
    if (trigger === undefined || !['SHELL', 'CMD', 'ENTRYPOINT'].includes(trigger.keyword)) continue;
    last.delete(trigger.keyword);
    last.set(trigger.keyword, trigger);
  }
  return [...last.values()];
}

/** The state a stage begins with that builds upon an image. */
function imageState({ base, platform }: Stage, imageFacts: ImageLookup): State {
  const facts = base.kind === 'image' ? knownFacts(base.image, imageFacts) : undefined;
  const nothing = { shell: shellOfImage(base, facts, platform), cmdIsSet: false, triggers: [] };
  if (base.kind === 'scratch') return { ...nothing, entrypoint: undefined, cmd: undefined, why: {} };
  const why = facts === undefined ? { base: unknownBase(base) } : {};
  return { ...nothing, entrypoint: imagePart(facts?.entrypoint), cmd: imagePart(facts?.cmd), why };
}

function unknownBase(base: Stage['base']): string {
  if (base.kind === 'image') return `Nothing is known of the base image ${shortName(base.image)}`;
  const text = base.kind === 'unknown' ? base.text : '';
  return text === '' ? 'The base image is not given' : `The base image ${text} depends on a build argument`;
}

function imagePart(argv: readonly string[] | null | undefined): Part {
  if (argv === undefined) return 'unknown';
  if (argv === null || argv.length === 0) return undefined;
  const form = argv.length === 3 && argv[0] === '/bin/sh' && argv[1] === '-c' ? 'shell' : 'exec';
  return { form, argv, from: 'base-image', instruction: undefined };
}

/** The state a stage begins with that builds upon another stage of the file. */
function inherit(parent: State): State {
  const part = (value: Part): Part =>
    typeof value === 'object' && value.from === 'this-stage' ? { ...value, from: 'parent-stage' } : value;
  return {
    ...parent,
    shell: inheritedShell(parent.shell),
    entrypoint: part(parent.entrypoint),
    cmd: part(parent.cmd),
    cmdIsSet: false,
  };
}

function apply(file: Dockerfile, state: State, instruction: Instruction, from: Exclude<Origin, 'base-image'>): State {
  switch (instruction.keyword) {
    case 'SHELL': {
      const argv = instruction.json?.values ?? [];
      return argv.length === 0 ? state : { ...state, shell: namedShell(argv, from, instruction.span) };
    }
    case 'CMD':
      return { ...set(file, state, 'cmd', instruction, from), cmdIsSet: true };
    case 'ENTRYPOINT': {
      const next = set(file, state, 'entrypoint', instruction, from);
      if (state.cmdIsSet || state.cmd === undefined) return next;
      const lost =
        state.cmd === 'unknown' ? 'any CMD of the base image' : describe(file, 'CMD', state.cmd, instruction);
      const cmd = `ENTRYPOINT in line ${lineOf(file, instruction)} resets ${lost}`;
      return { ...next, cmd: undefined, why: { ...next.why, cmd } };
    }
    default:
      return state;
  }
}

/** Carry out CMD or ENTRYPOINT. `[]` sets none. */
function set(file: Dockerfile, state: State, half: Half, instruction: Instruction, from: Origin): State {
  const { command, keyword } = instruction;
  if (command === undefined) return state;
  const argv = command.shell.from === 'default' ? withShell(command, state.shell) : command.argv;
  const part = argv.length === 0 ? undefined : { form: command.form, argv, from, instruction };
  const before = state[half];
  const line = `${keyword} in line ${lineOf(file, instruction)}`;
  const { [half]: _, ...others } = state.why;
  if (part === undefined)
    return {
      ...state,
      [half]: part,
      why: { ...others, [half]: `${keyword} [] in line ${lineOf(file, instruction)} sets none` },
    };
  if (typeof before !== 'object') return { ...state, [half]: part, why: others };
  const reason = `${line} replaces ${describe(file, keyword, before, instruction)}`;
  return { ...state, [half]: part, why: { ...others, [half]: reason } };
}

/** "the CMD of stage base (line 3)", "the CMD in line 3", "the CMD of the base image". */
function describe(file: Dockerfile, keyword: string, part: ProcessPart, seenFrom: Instruction): string {
  const { instruction } = part;
  if (instruction === undefined) return `the ${keyword} of the base image`;
  const line = lineOf(file, instruction);
  if (instruction.stage === seenFrom.stage || instruction.stage === undefined) return `the ${keyword} in line ${line}`;
  return `the ${keyword} of stage ${file.stages[instruction.stage]?.name ?? instruction.stage} (line ${line})`;
}

function lineOf(file: Dockerfile, instruction: Instruction): number {
  return positionAt(file.source, instruction.keywordSpan.start).line;
}

function processFrom({ shell, entrypoint, cmd, why }: State): Process {
  const argv =
    entrypoint === 'unknown' || cmd === 'unknown' ? 'unknown' : [...entrypointWords(entrypoint), ...(cmd?.argv ?? [])];
  const inherited = [...originReason('ENTRYPOINT', entrypoint), ...originReason('CMD', cmd)];
  const base = argv === 'unknown' && why.base !== undefined ? [why.base] : [];
  const changes = [why.entrypoint, why.cmd].filter((reason) => reason !== undefined);
  return { shell, entrypoint, cmd, argv, reasons: [...base, ...changes, ...inherited] };
}

function originReason(keyword: string, part: Part): readonly string[] {
  if (typeof part !== 'object' || part.from === 'this-stage') return [];
  const where = part.from === 'base-image' ? 'the base image' : 'the stage this one builds upon';
  return [`${keyword} comes from ${where}`];
}

/** `ENTRYPOINT [""]` counts as none when the container is created; `CMD [""]` is an argument (moby, daemon/create.go). */
function entrypointWords(part: ProcessPart | undefined): readonly string[] {
  return part === undefined || (part.argv.length === 1 && part.argv[0] === '') ? [] : part.argv;
}
