import { isUtf8 } from 'node:buffer';
import type { LintConfig } from '../lint/config.ts';
import { fixAll, type AppliedFix } from '../lint/fix.ts';
import { rules } from '../rules/index.ts';
import { decode, readInputs, writeNamed, type Input } from './files.ts';
import { unifiedDiff } from '../text/diff.ts';
import { readArguments } from './options.ts';
import { createPolicies } from './policies.ts';
import { readBaseImages, registryHelp, registryOption } from './registries.ts';
import { createLocator, type Located } from './repository.ts';

export const help = `Usage: dockerfile-review fix [options] PATH…

Makes every safe fix in place and lints again until none is left. PATH is a file, a folder (its Dockerfiles at any depth)
or - for standard input, whose fixed text goes to standard output. Line endings, byte order marks and modes stay.

Options:
  --unsafe                             make the unsafe fixes too: probably what was meant; read the result
  --diff                               write no file, print a patch
${registryHelp}
  -h, --help                           this page

Exit code: 0 done (with --diff: nothing to fix), 1 with --diff: there is a patch, 2 wrong usage.
`;

interface Fixed {
  readonly input: Input;
  readonly before: string;
  readonly after: string;
  readonly applied: readonly AppliedFix[];
}

/** Fixes the files that the arguments name. All are fixed in memory before the first is written. */
export async function fix(args: readonly string[]): Promise<number> {
  const given = readArguments(args, { unsafe: { type: 'boolean' }, diff: { type: 'boolean' }, ...registryOption });
  const { options } = given;
  const inputs = await readInputs(given.paths);
  const locate = createLocator(await readBaseImages(given, inputs));
  const level = options['unsafe'] === true ? 'unsafe' : 'safe';
  const policyOf = createPolicies();
  const files = inputs.filter(isWritable).map((input) => {
    const located = locate(input.file);
    return fixInput(input, located, policyOf(input.file, located.root).lint, level);
  });
  if (options['diff'] === true) return printPatch(files);
  for (const file of files) await writeFixed(file);
  printApplied(files);
  return 0;
}

/** Bytes that are not UTF-8 would be written back as others, so such a file stays as it is. */
function isWritable({ path, bytes }: Input): boolean {
  if (isUtf8(bytes)) return true;
  process.stderr.write(`${path}: left as it is: it is not valid UTF-8\n`);
  return false;
}

function fixInput(input: Input, { path, facts }: Located, config: LintConfig, level: 'safe' | 'unsafe'): Fixed {
  const before = decode(input.bytes);
  const { text, applied } = fixAll(path, before, rules, config, facts, level);
  return { input, before, after: text, applied };
}

async function writeFixed({ input, before, after }: Fixed): Promise<void> {
  if (input.file === undefined) process.stdout.write(after);
  else if (before !== after) await writeNamed(input.file, after);
}

function printPatch(files: readonly Fixed[]): number {
  const patches = files.map(({ input, before, after }) => unifiedDiff(input.path, before, after)).join('');
  process.stdout.write(patches);
  return patches === '' ? 0 : 1;
}

/** To stderr, because the fixed text of standard input has stdout for itself. */
function printApplied(files: readonly Fixed[]): void {
  for (const { input, applied } of files) {
    for (const { rule, title, safety } of applied)
      process.stderr.write(`${input.path}: ${title} (${rule}, ${safety})\n`);
  }
  const count = files.reduce((sum, { applied }) => sum + applied.length, 0);
  process.stderr.write(`${count} ${count === 1 ? 'fix' : 'fixes'} made\n`);
}
