import type { Flag } from './model.ts';

type Kind = 'text' | 'list' | 'switch';

/** The flags that BuildKit 0.2x takes, labs channel included (frontend/dockerfile/instructions/parse.go). */
const FLAGS: Readonly<Record<string, Readonly<Record<string, Kind>>>> = {
  ADD: {
    chmod: 'text',
    chown: 'text',
    link: 'switch',
    'keep-git-dir': 'switch',
    checksum: 'text',
    unpack: 'switch',
    exclude: 'list',
  },
  COPY: { from: 'text', chmod: 'text', chown: 'text', link: 'switch', parents: 'switch', exclude: 'list' },
  FROM: { platform: 'text' },
  HEALTHCHECK: { interval: 'text', timeout: 'text', 'start-period': 'text', 'start-interval': 'text', retries: 'text' },
  RUN: { mount: 'list', network: 'text', security: 'text', device: 'list' },
};

/** The flags that an instruction takes. */
export function flagNames(keyword: string): readonly string[] {
  return Object.keys(FLAGS[keyword] ?? {});
}

/** The first flag that an instruction does not know, where that is why Docker refuses it. */
export function unknownFlag(keyword: string, flags: readonly Flag[]): Flag | undefined {
  const names = flagNames(keyword);
  const flag = flags.find(({ name }) => !names.includes(name));
  return flag !== undefined && flagProblem(keyword, flags) === `unknown flag: --${flag.name}` ? flag : undefined;
}

/** Why Docker refuses the flags of an instruction, in its own words: the first that it does not take. */
export function flagProblem(keyword: string, flags: readonly Flag[]): string | undefined {
  const seen = new Set<string>();
  for (const flag of flags) {
    const problem = problemOf(keyword, flag, seen.has(flag.name));
    if (problem !== undefined) return problem;
    seen.add(flag.name);
  }
  return undefined;
}

function problemOf(keyword: string, flag: Flag, repeated: boolean): string | undefined {
  const kinds = FLAGS[keyword];
  const kind = kinds !== undefined && Object.hasOwn(kinds, flag.name) ? kinds[flag.name] : undefined;
  if (kind === undefined) return `unknown flag: --${flag.name}`;
  if (kind !== 'list' && repeated) return `duplicate flag specified: --${flag.name}`;
  if (kind === 'switch') {
    const known = flag.value === undefined || /^(?:true|false)$/i.test(flag.value);
    return known ? undefined : `expecting boolean value for flag --${flag.name}, not: ${flag.value}`;
  }
  return flag.value === undefined ? `missing a value on flag: --${flag.name}` : undefined;
}
