import { stat } from 'node:fs/promises';
import { parse } from '../dockerfile/parse.ts';
import { processesOf } from '../dockerfile/process.ts';
import { explain as explainFile } from '../review/explanation.ts';
import { rules } from '../rules/index.ts';
import { decode, readInputs } from './files.ts';
import { formatExplanation } from './formats/explanation.ts';
import { formatPage } from './formats/page.ts';
import { readArguments, type Arguments } from './options.ts';
import { readBaseImages, registryHelp, registryOption } from './registries.ts';
import { createLocator } from './repository.ts';
import { readPage, ruleCalled } from './rule-pages.ts';
import { columns, painter } from './terminal-text.ts';
import { suggestionFor, UsageError } from './usage.ts';

export const help = `Usage: dockerfile-review explain RULE
       dockerfile-review explain PATH…

With a rule's name, or a code that other tools use for it, prints the rule's page: why, bad and good examples, how far
its fix may be trusted, and when it stays silent.

With a Dockerfile (a folder, - for standard input), prints what it does, stage by stage: what docker build bakes in,
what docker run then executes, which process is PID 1, and why.

Options:
${registryHelp}
  -h, --help                           this page

Exit code: 0 done, 2 wrong usage.

Examples:
  dockerfile-review explain shell-form
  dockerfile-review explain DL3025
  dockerfile-review explain services/api/Dockerfile
`;

/** Prints a rule's page or the picture of Dockerfiles. Returns the exit code; a UsageError stands for 2. */
export async function explain(args: readonly string[]): Promise<number> {
  const given = readArguments(args, registryOption);
  const { paths } = given;
  const [name] = paths;
  if (name === undefined) throw new UsageError('explain needs a rule or a Dockerfile.');
  const rule = ruleCalled(rules, name);
  if (paths.length === 1 && rule !== undefined && !(await exists(name))) {
    process.stdout.write(formatPage(readPage(rule.id), { width: columns(), paint: painter() }));
    return 0;
  }
  for (const path of paths) if (path !== '-' && !(await exists(path))) throw unknown(path);
  await explainFiles(given);
  return 0;
}

async function explainFiles(given: Arguments): Promise<void> {
  const { paths } = given;
  const inputs = await readInputs(paths);
  if (inputs.length === 0) throw new UsageError(`${paths.join(', ')}: no Dockerfile there.`);
  const locate = createLocator(await readBaseImages(given, inputs));
  const options = { width: columns(), paint: painter() };
  const pictures = inputs.map(({ path, file: place, bytes }) => {
    const file = parse(path, decode(bytes));
    const { image } = locate(place).facts;
    return formatExplanation(explainFile(file, processesOf(file, image), image), options);
  });
  process.stdout.write(pictures.join('\n'));
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch {
    return false;
  }
}

/** What is neither: a path when it looks like one, else a rule. */
function unknown(name: string): UsageError {
  if (/[/\\.]|dockerfile|containerfile/i.test(name)) return new UsageError(`${name}: no such file or folder.`);
  const names = rules.flatMap(({ id, aliases }) => [id, ...aliases]);
  return new UsageError(`There is no rule ${name}, and no such file.${suggestionFor(name, names)}`);
}
