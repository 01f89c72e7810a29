import type { Dockerfile, Instruction, ProcessPart, Stage } from '../../src/dockerfile/model.ts';
import { parse } from '../../src/dockerfile/parse.ts';
import type { Configured, Reading } from './configured.ts';
import { bases } from './process-variants.ts';

/** Where buildah 1.28 builds something else than BuildKit, whose word counts. */
export interface Difference {
  readonly what: string;
  /** Where BuildKit's way is written. */
  readonly link: string;
  readonly example: string;
  /** The stage of the example to build. */
  readonly target?: string;
  /** What each makes of the example: a part of the configuration, or a part of the error. */
  readonly buildKit: Partial<Configured> | { readonly refuses: string };
  readonly buildah: Partial<Configured> | { readonly refuses: string };
}

const parser = 'https://github.com/moby/buildkit/blob/v0.17.0/frontend/dockerfile';

export const differences = {
  shell: {
    what: 'buildah starts the shell form of CMD and ENTRYPOINT with /bin/sh -c, whatever SHELL says',
    link: `${parser}/dockerfile2llb/convert.go#L2001`,
    example: 'FROM scratch\nSHELL ["/bin/bash", "-c"]\nCMD a\nENTRYPOINT b\n',
    buildKit: { cmd: ['/bin/bash', '-c', 'a'], entrypoint: ['/bin/bash', '-c', 'b'] },
    buildah: { cmd: ['/bin/sh', '-c', 'a'], entrypoint: ['/bin/sh', '-c', 'b'] },
  },
  inheritedShell: {
    what: 'nor does a SHELL of the stage above change what buildah starts',
    link: `${parser}/dockerfile2llb/convert.go#L2001`,
    example: 'FROM scratch AS a\nSHELL ["/bin/bash", "-c"]\nFROM a\nCMD b\n',
    buildKit: { cmd: ['/bin/bash', '-c', 'b'], shell: ['/bin/bash', '-c'] },
    buildah: { cmd: ['/bin/sh', '-c', 'b'], shell: ['/bin/bash', '-c'] },
  },
  bareCmd: {
    what: 'a bare CMD is an empty script for BuildKit, and for buildah a shell without one',
    link: `${parser}/instructions/parse.go#L485`,
    example: 'FROM scratch\nCMD\n',
    buildKit: { cmd: ['/bin/sh', '-c', ''] },
    buildah: { cmd: ['/bin/sh', '-c'] },
  },
  unsetCmd: {
    what: 'a bare CMD does not count as set for buildah, so an ENTRYPOINT behind it takes away what it set',
    link: `${parser}/dockerfile2llb/convert.go#L1595`,
    example: 'FROM scratch\nCMD\nENTRYPOINT ["a"]\n',
    buildKit: { cmd: ['/bin/sh', '-c', ''], entrypoint: ['a'] },
    buildah: { cmd: [], entrypoint: ['a'] },
  },
  bareEntrypoint: {
    what: 'a bare ENTRYPOINT is an empty script for BuildKit, and for buildah none',
    link: `${parser}/instructions/parse.go#L485`,
    example: 'FROM scratch\nENTRYPOINT\nCMD ["a"]\n',
    buildKit: { entrypoint: ['/bin/sh', '-c', ''], cmd: ['a'] },
    buildah: { entrypoint: [], cmd: ['a'] },
  },
  tail: {
    what: 'buildah reads the first JSON value and drops what stands behind it, as BuildKit did before July 2024',
    link: 'https://github.com/moby/buildkit/commit/80518e257',
    example: 'FROM scratch\nCMD ["a"] # why\nHEALTHCHECK CMD ["b"] c\n',
    buildKit: { cmd: ['/bin/sh', '-c', '["a"] # why'], healthcheck: ['CMD-SHELL', '["b"] c'] },
    buildah: { cmd: ['a'], healthcheck: ['CMD', 'b'] },
  },
  flags: {
    what: 'buildah takes options off the front of CMD and ENTRYPOINT and forgets them; BuildKit refuses them',
    link: `${parser}/instructions/bflag.go#L140`,
    example: 'FROM scratch\nCMD --port 80\n',
    buildKit: { refuses: 'unknown flag: --port' },
    buildah: { cmd: ['/bin/sh', '-c', '80'] },
  },
  otherStages: {
    what: 'buildah does not look at the instructions of stages that the target does not need',
    link: `${parser}/instructions/parse.go#L313`,
    example: 'FROM scratch AS a\nCMD ["a"]\nFROM scratch AS b\nSHELL bash -c\n',
    target: 'a',
    buildKit: { refuses: 'SHELL requires the arguments to be in JSON form' },
    buildah: { cmd: ['a'] },
  },
  heredoc: {
    what: 'buildah 1.28 knows no heredocs',
    link: `${parser}/parser/parser.go#L86`,
    example: 'FROM scratch\nONBUILD RUN <<EOF\na\nEOF\nCMD ["a"]\n',
    buildKit: { cmd: ['a'] },
    buildah: { refuses: 'Unknown' },
  },
} satisfies Readonly<Record<string, Difference>>;

export type DifferenceName = keyof typeof differences;

/** BuildKit's reading put into buildah's words; `met` is told of every difference that it takes. */
export function buildahReading(met: (difference: DifferenceName) => void): Reading {
  const command = (instruction: Instruction, argv: readonly string[]): readonly string[] => {
    const text = instruction.command?.text.text ?? '';
    if (instruction.command?.form !== 'shell') return argv;
    const bare = instruction.keyword === 'CMD' ? 'bareCmd' : 'bareEntrypoint';
    if (text === '') {
      met(bare);
      return bare === 'bareCmd' ? ['/bin/sh', '-c'] : [];
    }
    const values = firstValue(text);
    if (values !== undefined) {
      met('tail');
      return values;
    }
    if (argv[0] === '/bin/sh' && argv.length === 3) return argv;
    met(instruction.command.shell.from === 'this-stage' ? 'shell' : 'inheritedShell');
    return ['/bin/sh', '-c', text];
  };
  return {
    part: ({ argv, instruction }: ProcessPart) => (instruction === undefined ? argv : command(instruction, argv)),
    healthcheck: ({ command: check, json }) => {
      if (check === undefined) return ['NONE'];
      if (json !== undefined) return ['CMD', ...json.values];
      const values = firstValue(check.text.text);
      if (values !== undefined) met('tail');
      return values === undefined ? ['CMD-SHELL', check.text.text] : ['CMD', ...values];
    },
  };
}

/** Whether buildah thinks that an ENTRYPOINT of the stage takes CMD away: all that sets CMD in front of it is bare. */
export function losesBareCmd(file: Dockerfile, stage: Stage): boolean {
  const parent = stage.base.kind === 'stage' ? file.stages[stage.base.stage] : undefined;
  const triggers = parent?.instructions.flatMap(({ trigger }) => trigger ?? []) ?? [];
  const all = [...triggers, ...stage.instructions];
  const last = all.findLastIndex(({ keyword }) => keyword === 'ENTRYPOINT');
  const before = all.slice(0, Math.max(last, 0)).filter(({ keyword }) => keyword === 'CMD');
  const after = all.slice(last).filter(({ keyword }) => keyword === 'CMD');
  return before.length > 0 && after.length === 0 && before.every(({ args }) => args.text === '');
}

/** The array of strings at the beginning of a text that is no JSON as a whole: Go's json.Decoder stops behind it. */
function firstValue(text: string): readonly string[] | undefined {
  for (let end = text.indexOf(']') + 1; end > 0; end = text.indexOf(']', end) + 1) {
    try {
      const value: unknown = JSON.parse(text.slice(0, end));
      return Array.isArray(value) && value.every((one) => typeof one === 'string') ? value : undefined;
    } catch {
      // The bracket was inside a string.
    }
  }
  return undefined;
}

/**
 * Whether buildah refuses to build a stage, and why: what we say is wrong with it and the stages under it, and with
 * the triggers that they leave to it. An array of other things than strings it refuses wherever it stands.
 */
export function buildahRefusal(
  file: Dockerfile,
  stage: Stage,
  met: (difference: DifferenceName) => void,
): string | undefined {
  const chain = [stage];
  for (let next = stage.base; next.kind === 'stage'; next = chain.at(-1)!.base) chain.push(file.stages[next.stage]!);
  const lowest = chain.at(-1)!.base;
  if (lowest.kind === 'image' && !Object.hasOwn(bases, lowest.text)) return 'image not known';
  const errors = file.problems.filter(({ severity }) => severity === 'error');
  const needed = errors.filter(
    ({ span, message }) =>
      /arrays must be comprised of strings/.test(message) ||
      chain.some(({ instructions }) =>
        instructions.some((one) => one.span.start <= span.start && span.start < one.span.end),
      ),
  );
  if (needed.length === 0 && errors.length > 0) met('otherStages');
  const triggers = chain.slice(1).flatMap(({ instructions }) => instructions.flatMap(({ trigger }) => trigger ?? []));
  const faulty = triggers.flatMap(({ span }) => problemsOf(file.source.text.slice(span.start, span.end)));
  return [...needed.map(({ message }) => message), ...faulty][0];
}

/** A trigger is read when its child is built. */
function problemsOf(trigger: string): readonly string[] {
  const { problems } = parse('Dockerfile', `FROM scratch\n${trigger}\n`);
  return problems.filter(({ severity }) => severity === 'error').map(({ message }) => message);
}
