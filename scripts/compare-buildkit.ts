/**
 * Compares our reading of real Dockerfiles with BuildKit's own.
 * `node scripts/compare-buildkit.ts [folder]`: the folder holds dockerfiles.jsonl and buildkit-parse.jsonl.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Dockerfile, Flag, Instruction, Problem } from '../src/dockerfile/model.ts';
import { parse } from '../src/dockerfile/parse.ts';
import { contains } from '../src/text/span.ts';

interface OracleInstruction {
  readonly keyword: string;
  readonly start: number;
  readonly end: number;
  readonly form?: 'exec' | 'shell';
  readonly args?: readonly string[];
  readonly flags?: readonly string[];
  readonly heredocs?: readonly {
    readonly name: string;
    readonly expand: boolean;
    readonly chomp: boolean;
    readonly content: string;
  }[];
  readonly sub?: string;
  readonly error?: string;
}

interface OracleFile {
  readonly id: string;
  readonly stages: number;
  readonly escape: string;
  readonly instructions: readonly OracleInstruction[];
  readonly instrError?: string;
}

const FORMS: ReadonlySet<string> = new Set(['RUN', 'CMD', 'ENTRYPOINT', 'SHELL', 'HEALTHCHECK']);

/** Our instruction in the oracle's terms. */
function describe(file: Dockerfile, instruction: Instruction, problem: Problem | undefined): OracleInstruction {
  const { keyword, startLine, endLine, flags, heredocs, trigger } = instruction;
  return {
    keyword,
    start: startLine,
    end: endLine,
    ...(trigger && { sub: trigger.keyword }),
    ...formAndArgs(trigger ?? instruction, trigger !== undefined),
    ...flagsOf([...flags, ...(trigger?.flags ?? [])]),
    ...(heredocs.length > 0 && {
      heredocs: heredocs.map(({ name, expand, chomp, body }) => ({
        name,
        expand,
        chomp,
        content: file.source.text.slice(body.start, body.end),
      })),
    }),
    ...(problem && { error: problem.message }),
  };
}

function flagsOf(flags: readonly Flag[]): { readonly flags?: readonly string[] } {
  const texts = flags.map(({ name, value }) => (value === undefined ? `--${name}` : `--${name}=${value}`));
  return texts.length === 0 ? {} : { flags: texts };
}

function formAndArgs(instruction: Instruction, isTrigger: boolean): Pick<OracleInstruction, 'form' | 'args'> {
  const { keyword, args, json } = instruction;
  if (!FORMS.has(keyword)) return isTrigger ? { args: json?.values ?? args.text.split(/[\t\v\f\r ]+/) } : {};
  const form = json === undefined ? 'shell' : 'exec';
  if (keyword !== 'HEALTHCHECK') return { form, args: json?.values ?? (args.text === '' ? [] : [args.text]) };
  const [, type = '', rest = ''] = /^(\S*)\s*([^]*)$/.exec(args.text) ?? [];
  const command = json?.values ?? (rest === '' ? [] : [rest]);
  return { form, args: [type.toUpperCase(), ...command] };
}

/** BuildKit adds a guess to some errors; the guess is not the parser's. */
function withoutGuess(message: string): string {
  return message.replace(/ \(did you mean .*\)$/, '');
}

function differences(text: string, oracle: OracleFile): readonly string[] {
  const file = parse('Dockerfile', text);
  const errors = file.problems.filter(({ severity }) => severity === 'error');
  const found: string[] = [];
  if (file.escape !== oracle.escape) found.push(`escape ${file.escape} instead of ${oracle.escape}`);
  const stages = file.stages.filter(({ from }) => from !== undefined).length;
  if (oracle.instrError === undefined && stages !== oracle.stages)
    found.push(`${stages} stages instead of ${oracle.stages}`);
  const ours = file.instructions.map((instruction) =>
    describe(
      file,
      instruction,
      errors.find(({ span }) => contains(instruction.span, span)),
    ),
  );
  const count = Math.max(ours.length, oracle.instructions.length);
  for (let at = 0; at < count; at++) {
    const theirs = oracle.instructions[at];
    const wanted = theirs?.error === undefined ? theirs : { ...theirs, error: withoutGuess(theirs.error) };
    if (!isDeepStrictEqual(sorted(ours[at]), sorted(wanted))) {
      found.push(`ours   ${JSON.stringify(ours[at])}\n    theirs ${JSON.stringify(wanted)}`);
    }
  }
  const stray = errors.filter(({ span }) => !file.instructions.some((instruction) => contains(instruction.span, span)));
  return [...found, ...stray.map(({ message }) => `an error that BuildKit does not see: ${message}`)];
}

function sorted(value: OracleInstruction | undefined): unknown {
  return value === undefined
    ? undefined
    : JSON.parse(JSON.stringify(value, Object.keys(value).sort().concat('name', 'expand', 'chomp', 'content')));
}

function readRows(path: string): readonly unknown[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line));
}

function main(folder: string): void {
  const answers = join(folder, 'buildkit-parse.jsonl');
  if (!existsSync(answers)) {
    console.log(`No corpus at ${folder}; nothing compared.`);
    return;
  }
  const texts = new Map(
    (
      readRows(join(folder, 'dockerfiles.jsonl')) as readonly { readonly id: string; readonly dockerfile: string }[]
    ).map(({ id, dockerfile }) => [id, dockerfile]),
  );
  const oracle = readRows(answers) as readonly OracleFile[];
  let same = 0;
  for (const file of oracle) {
    const found = differences(texts.get(file.id) ?? '', file);
    if (found.length === 0) same++;
    for (const difference of found) console.log(`${file.id}: ${difference}`);
  }
  console.log(`${same} of ${oracle.length} files as BuildKit reads them`);
  process.exitCode = same === oracle.length ? 0 : 1;
}

main(process.argv[2] ?? '../shared/corpus');
