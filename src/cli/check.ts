import type { Severity } from '../lint/finding.ts';
import { decode, readInputs } from './files.ts';
import { formatJson } from './formats/json.ts';
import { formatText } from './formats/text.ts';
import { inspect, type Inspected } from './inspect.ts';
import { choice, readArguments } from './options.ts';
import { createPolicies } from './policies.ts';
import { readBaseImages, registryHelp, registryOption } from './registries.ts';
import { createLocator } from './repository.ts';
import { colourWanted, printFailures } from './terminal.ts';

export const help = `Usage: dockerfile-review check [options] PATH…

Reports what is wrong with RUN, CMD and ENTRYPOINT, and what Docker refuses to build. PATH is a file, a folder (its
Dockerfiles at any depth; .git and node_modules are skipped, symbolic links are not followed) or - for standard input.

Options:
  --format text|json                   text for people (default), json for programs
  --fail-on error|warning|info|never   the least severity that gives exit code 1 (default: failure-threshold of the
                                       nearest .hadolint.yaml, else error)
${registryHelp}
  -h, --help                           this page

Exit code: 0 nothing at or above the level, 1 findings, 2 wrong usage.

Examples:
  dockerfile-review check .
  dockerfile-review check --fail-on warning services/api/Dockerfile
  git show HEAD:Dockerfile | dockerfile-review check -
`;

const levels = ['error', 'warning', 'info', 'never'] as const;

const ranks: Readonly<Record<Severity, number>> = { info: 0, warning: 1, error: 2 };

/** Prints the findings of all files that the arguments name. Returns the exit code; a UsageError stands for 2. */
export async function check(args: readonly string[]): Promise<number> {
  const given = readArguments(args, { format: { type: 'string' }, 'fail-on': { type: 'string' }, ...registryOption });
  const format = choice(given, 'format', ['text', 'json'], 'text');
  const asked = 'fail-on' in given.options ? choice(given, 'fail-on', levels, 'error') : undefined;
  const inputs = await readInputs(given.paths);
  const locate = createLocator(await readBaseImages(given, inputs));
  const policyOf = createPolicies();
  const checked = inputs.map(({ path, file, bytes }) => {
    const located = locate(file);
    const { lint, failOn = 'error' } = policyOf(file, located.root);
    return { inspected: inspect(path, decode(bytes), located, lint), failOn: asked ?? failOn };
  });
  const files = checked.map(({ inspected }) => inspected);
  process.stdout.write(format === 'json' ? formatJson(files) : formatText(files, { colour: colourWanted() }));
  printFailures(files);
  return checked.some(({ inspected, failOn }) => failOn !== 'never' && reaches(inspected, failOn)) ? 1 : 0;
}

function reaches({ findings, problems }: Inspected, least: Severity): boolean {
  return [...findings, ...problems].some(({ severity }) => ranks[severity] >= ranks[least]);
}
