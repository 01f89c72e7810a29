import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { hadolintFiles, readHadolint, type HadolintPolicy } from '../policy/hadolint.ts';
import { rules } from '../rules/index.ts';
import { UsageError } from './usage.ts';

/** What a repository's configuration says about a file. */
export type Policy = Pick<HadolintPolicy, 'lint' | 'failOn'>;

const nothing: Policy = { lint: { rules: {} }, failOn: undefined };

/**
 * A function that finds the policy of a file: that of the nearest `.hadolint.yaml` in its folder or one around it, up to
 * `root`. `undefined` is standard input, which counts as a file of the working directory. Each file is read once; what has
 * no effect in it is told on stderr, and one that cannot be read is a UsageError that names the place.
 */
export function createPolicies(): (file: string | undefined, root: string) => Policy {
  const byFolder = new Map<string, Policy>();
  const policyOf = (folder: string, root: string): Policy => {
    const known = byFolder.get(folder);
    if (known !== undefined) return known;
    const parent = dirname(folder);
    const isTop = folder === root || parent === folder;
    const policy = policyIn(folder) ?? (isTop ? nothing : policyOf(parent, root));
    byFolder.set(folder, policy);
    return policy;
  };
  return (file, root) => policyOf(file === undefined ? process.cwd() : dirname(resolve(file)), resolve(root));
}

function policyIn(folder: string): Policy | undefined {
  for (const name of hadolintFiles) {
    const path = join(folder, name);
    const text = readIfThere(path);
    if (text === undefined) continue;
    const shown = relative(process.cwd(), path) || path;
    const { problems, notes, ...policy } = readHadolint(
      text,
      rules.flatMap(({ aliases }) => aliases),
    );
    const say = ({ line, column, message }: (typeof notes)[number]) => `${shown}:${line}:${column}: ${message}`;
    if (problems.length > 0) throw new UsageError(problems.map(say).join('\n'));
    for (const note of notes) process.stderr.write(`${say(note)}\n`);
    return policy;
  }
  return undefined;
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && ['ENOENT', 'ENOTDIR'].includes(String(error.code)))
      return undefined;
    throw new UsageError(`${path}: it cannot be read.`, { cause: error });
  }
}
