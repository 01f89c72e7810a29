import { topLevel } from './commands.ts';
import { surelyReturns } from './daemons.ts';
import { readInvocation } from './invocation.ts';
import { inits } from './inits.ts';
import { metBySigterm } from './main-process.ts';
import { makesWay, type KnownShell } from './makes-way.ts';
import { parseScript } from './parse.ts';
import { looksLikeEntrypointScript, unwrap } from './programs.ts';
import { builtins, isWindowsShell, programName } from './vocabulary.ts';

/** What process 1 of a container turns out to be. Names are programs without their folder. */
export type FirstProcess =
  /** The program itself. `through`: what made way for it (`sh`, `gosu`). */
  | { readonly kind: 'program'; readonly program: string; readonly through: string | undefined }
  /** As process 1 it ignores SIGTERM, with or without something in front. */
  | { readonly kind: 'deaf'; readonly program: string }
  /** Done at once, and the container with it. */
  | { readonly kind: 'brief'; readonly program: string }
  /** Goes to the background, and the container ends. */
  | { readonly kind: 'returns'; readonly program: string }
  /** A shell that stays in front of the program. `unless`: where nobody knows which shell it is, those that would make way. */
  | { readonly kind: 'shell'; readonly shell: string; readonly program: string; readonly unless: readonly KnownShell[] }
  /** tini and its like: they hand signals on. */
  | { readonly kind: 'init'; readonly init: string; readonly program: string }
  /** Starts the program as its child, and may or may not hand signals on. */
  | { readonly kind: 'parent'; readonly parent: string; readonly program: string }
  /** A script, which may start what it is given in the end, and that is `then`; only its text could tell. */
  | { readonly kind: 'script'; readonly script: string; readonly then: FirstProcess | undefined }
  | { readonly kind: 'prompt'; readonly shell: string }
  | { readonly kind: 'windows'; readonly shell: string };

/** What `/bin/sh` is, where that is known. */
export type ShProgram = KnownShell | 'none' | undefined;

/** Wrappers that end with exec, so that the program takes their place. */
const makeWay: ReadonlySet<string> = new Set(
  'env nice ionice nohup stdbuf setarch exec gosu su-exec setuser chpst chroot setpriv taskset'.split(' '),
);

/** npm and its like start what package.json names as a child of their own. */
const packageManagers: ReadonlySet<string> = new Set(['npm', 'npx', 'yarn', 'pnpm']);

/** What becomes process 1 when a container executes `argv`; undefined for no words at all. */
export function firstProcess(argv: readonly string[], sh: ShProgram): FirstProcess | undefined {
  const [first] = argv;
  if (first === undefined) return undefined;
  const name = programName(first);
  if (surelyReturns(argv)) return { kind: 'returns', program: shownName(unwrap(argv)[0] ?? first) };
  const inner = unwrap(argv);
  const innerName = shownName(inner[0] ?? first);
  if (inner.length < argv.length && inner.length > 0) {
    if (inits.has(name)) return { kind: 'init', init: name, program: innerName };
    if (!makeWay.has(name)) return { kind: 'parent', parent: name, program: innerName };
  }
  const through = inner.length < argv.length && inner.length > 0 ? name : undefined;
  return ofCommand(inner.length > 0 ? inner : argv, sh, through);
}

function ofCommand(argv: readonly string[], sh: ShProgram, through: string | undefined): FirstProcess {
  const [first = ''] = argv;
  const name = programName(first);
  if (isWindowsShell(first)) return { kind: 'windows', shell: name };
  const invocation = readInvocation(argv);
  if (invocation !== undefined) {
    const operand = invocation.operand === undefined ? undefined : argv[invocation.operand];
    if (operand === undefined) return { kind: 'prompt', shell: name };
    if (invocation.takesScript) return ofScript(operand, name, name === 'sh' ? sh : name);
    return { kind: 'script', script: shownName(operand), then: undefined };
  }
  if (looksLikeEntrypointScript(first)) {
    const given = argv.slice(1);
    return {
      kind: 'script',
      script: shownName(first),
      then: given[0]?.startsWith('-') === true ? undefined : firstProcess(given, sh),
    };
  }
  if (packageManagers.has(name)) return { kind: 'parent', parent: name, program: '' };
  return ofProgram(argv, through);
}

function ofProgram(argv: readonly string[], through: string | undefined): FirstProcess {
  const program = shownName(argv[0] ?? '');
  const met = metBySigterm(argv);
  if (met === 'wrapped') return { kind: 'parent', parent: program, program: '' };
  return met === 'serves' ? { kind: 'program', program, through } : { kind: met, program };
}

/** The last program of a script, or the shell that stays in front of it. */
function ofScript(text: string, shell: string, kind: string | undefined): FirstProcess {
  const last = topLevel(parseScript(text)).at(-1)?.commands.at(-1);
  const words = last?.words.map(({ value, text: word }) => value ?? word) ?? [];
  const called = words[0] === 'exec' ? words.slice(1) : words;
  const program = shownName(called[0] ?? '');
  if (program === '') return { kind: 'shell', shell, program, unless: [] };
  if (surelyReturns(called)) return { kind: 'returns', program };
  if (words[0] === 'exec') return ofProgram(called, shell);
  const met = metBySigterm(called);
  if (met === 'wrapped') return { kind: 'parent', parent: program, program: '' };
  if (met !== 'serves' || builtins.has(program)) return { kind: met === 'deaf' ? 'deaf' : 'brief', program };
  const known = knownShell(kind);
  if (known !== undefined && makesWay(known, text)) return { kind: 'program', program, through: shell };
  const unless = known === undefined ? shells.filter((one) => makesWay(one, text)) : [];
  return { kind: 'shell', shell, program, unless };
}

const shells = ['bash', 'busybox'] as const;

function knownShell(name: string | undefined): KnownShell | undefined {
  if (name === 'ash') return 'busybox';
  return name === 'dash' || name === 'bash' || name === 'busybox' ? name : undefined;
}

/** A program without its folder, as its author spells it. */
function shownName(command: string): string {
  return command.slice(Math.max(command.lastIndexOf('/'), command.lastIndexOf('\\')) + 1);
}
