import type { Dockerfile, Instruction } from '../../src/dockerfile/model.ts';
import { parse } from '../../src/dockerfile/parse.ts';
import fc from '../support/properties.ts';

/** A Dockerfile of which only the process matters, and the stage to build. */
export interface Variant {
  readonly text: string;
  /** A stage's name; undefined builds the last one. */
  readonly target: string | undefined;
}

/** Images that the variants build upon, each by the Dockerfile that makes it. */
export const bases: Readonly<Record<string, string>> = {
  'localhost/proof/app': 'FROM scratch\nENTRYPOINT ["/app"]\nCMD ["serve", "--port", "80"]\n',
  'localhost/proof/cmd': 'FROM scratch\nCMD ["bash"]\nHEALTHCHECK CMD true\n',
  'localhost/proof/shell': 'FROM scratch\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nENTRYPOINT ["/entry"]\n',
};

const word = fc.constantFrom(
  'a',
  '--x=1',
  '$A',
  'b c',
  '',
  'é',
  '"',
  '\\',
  "'",
  '[',
  'a\tb',
  '/bin/sh',
  '-c',
  '#',
  '&&',
);
const array = fc.oneof(
  { weight: 6, arbitrary: fc.array(word, { maxLength: 4 }).map((words) => JSON.stringify(words)) },
  fc.constantFrom(
    ...['[]', '[""]', '[ "a" , "b" ]', '["\\u0061\\/b"]', '["a",\\\n  # why\n\n  "b"]'],
    ...[
      "['a', 'b']",
      '["a",]',
      '["a"',
      '["a" "b"]',
      '[a]',
      '["a"]\\\n',
      '["\\w"]',
      '["a"] # why',
      '["a"] b',
      '["a", 1]',
    ],
  ),
);
const script = fc.oneof(
  fc.constantFrom(
    'node app.js',
    'a  b',
    '"a b"',
    'exec a',
    'a && \\\n  b',
    'a \\\n# why\n  b',
    "a 'b  c' $A",
    'a # b',
    '',
  ),
  fc
    .array(fc.constantFrom('a', ' ', '\t', '"', "'", '$A', '\\', '\\\n', '[', ']', ';', '<', '--b'), { maxLength: 5 })
    .map((pieces) => `x${pieces.join('')}`.replace(/\\+$/, '')),
);
const command = fc.oneof({ weight: 3, arbitrary: array }, { weight: 2, arbitrary: script });
const shell = fc.constantFrom(
  '["/bin/bash", "-c"]',
  '["/bin/sh", "-e", "-c"]',
  '["x"]',
  '["a b", ""]',
  'bash -c',
  '[]',
);
const check = fc.oneof(
  fc.constant('NONE'),
  command.map((text) => `CMD ${text}`),
  command.map((text) => `--interval=5s --retries=3 CMD ${text}`),
  fc.constantFrom('CMD --interval=5s x', 'cmd a', 'CMD', 'a b'),
);
const plain = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(fc.constantFrom('CMD', 'Cmd'), command) },
  { weight: 4, arbitrary: fc.tuple(fc.constant('ENTRYPOINT'), command) },
  { weight: 2, arbitrary: fc.tuple(fc.constant('SHELL'), shell) },
  { weight: 2, arbitrary: fc.tuple(fc.constant('HEALTHCHECK'), check) },
);
const instruction = fc
  .tuple(fc.constantFrom('', '', '', 'ONBUILD ', '  '), plain, fc.constantFrom(' ', ' ', '\t', '   '))
  .map(([before, [keyword, rest], blank]) => `${before}${keyword}${blank}${rest}\n`);
const other = fc.constantFrom('ENV A=b\n', 'ARG A=c\n', '# a comment\n', '\n', 'USER a\n', 'LABEL x=y\n');
const body = fc.array(fc.oneof({ weight: 6, arbitrary: instruction }, { weight: 1, arbitrary: other }), {
  maxLength: 5,
});

const stage = fc.record({ body, base: fc.nat(), crlf: fc.nat({ max: 15 }) });
const generated = fc
  .record({ stages: fc.array(stage, { minLength: 1, maxLength: 4 }), target: fc.nat() })
  .map(assemble);

/** FROM an image, from scratch, or (most of the time) from a stage above. */
function assemble({
  stages,
  target,
}: {
  readonly stages: readonly { readonly body: readonly string[]; readonly base: number; readonly crlf: number }[];
  readonly target: number;
}): Variant {
  const images = ['scratch', 'scratch', ...Object.keys(bases)];
  const texts = stages.map((one, index) => {
    const choices = [
      ...images,
      ...stages.slice(0, index).flatMap((_, above) => [`s${above}`, `s${above}`, `s${above}`]),
    ];
    return `FROM ${choices[one.base % choices.length]} AS s${index}\n${one.body.join('')}`;
  });
  const text = stages[0]?.crlf === 0 ? texts.join('').replaceAll('\n', '\r\n') : texts.join('');
  const at = target % (stages.length * 2);
  return { text, target: at < stages.length ? `s${at}` : undefined };
}

export function generatedVariants(count: number, seed: number): readonly Variant[] {
  return distinct(fc.sample(generated, { numRuns: count * 2, seed })).slice(0, count);
}

const kept = new Set(['SHELL', 'CMD', 'ENTRYPOINT', 'HEALTHCHECK', 'ENV']);

/** A real Dockerfile without all that takes files or a network: its stages, and what decides on their processes. */
interface Skeleton {
  readonly head: string;
  readonly stages: readonly { readonly base: string; readonly name: string; readonly lines: readonly string[] }[];
}

function skeletonOf(file: Dockerfile): Skeleton | undefined {
  const lines = file.stages.map((one) => one.instructions.filter(isKept).map((each) => sourceOf(file, each)));
  if (!file.instructions.some(({ keyword }) => keyword === 'CMD' || keyword === 'ENTRYPOINT')) return undefined;
  const images = ['scratch', ...Object.keys(bases)];
  return {
    head: file.escape === '`' ? '# escape=`\n' : '',
    stages: file.stages.map(({ base, index }) => ({
      base: base.kind === 'stage' ? `s${base.stage}` : images[(file.source.text.length + index) % images.length]!,
      name: `s${index}`,
      lines: lines[index] ?? [],
    })),
  };
}

function isKept(instruction: Instruction): boolean {
  const { keyword } = instruction.trigger ?? instruction;
  return kept.has(keyword) && instruction.heredocs.length === 0;
}

function sourceOf(file: Dockerfile, { span }: Instruction): string {
  return file.source.text.slice(span.start, span.end);
}

const mutations = ['none', 'onbuild', 'split', 'swap', 'double', 'drop', 'shell'] as const;

/** What people change: two lines trade places, one comes twice or goes, a stage is cut in two, a trigger, another SHELL. */
function mutate(skeleton: Skeleton, mutation: (typeof mutations)[number], at: number): Variant {
  const stages = skeleton.stages.map((one) => ({ ...one, lines: [...one.lines] }));
  const chosen = stages[at % stages.length]!;
  const { lines } = chosen;
  const line = at % Math.max(lines.length, 1);
  if (mutation === 'double' && lines.length > 0) lines.splice(line, 0, lines[line]!);
  if (mutation === 'drop') lines.splice(line, 1);
  if (mutation === 'swap' && lines.length > 1) lines.reverse();
  if (mutation === 'shell') lines.unshift('SHELL ["/bin/bash", "-o", "pipefail", "-c"]');
  if (mutation === 'onbuild' && lines[line] !== undefined && !/^onbuild/i.test(lines[line])) {
    lines[line] = `ONBUILD ${lines[line]}`;
    stages.push({ base: chosen.name, name: 'child', lines: [] });
  }
  if (mutation === 'split') {
    const rest = lines.splice(line);
    stages.push({ base: chosen.name, name: 'child', lines: rest });
  }
  const body = stages.map(({ base, name, lines: all }) => [`FROM ${base} AS ${name}`, ...all, ''].join('\n'));
  return { text: skeleton.head + body.join(''), target: undefined };
}

/** Of each real file one variant at least, and more where the files are few. */
export function derivedVariants(texts: readonly string[], count: number, seed: number): readonly Variant[] {
  const skeletons = texts.flatMap((text) => skeletonOf(parse('Dockerfile', text)) ?? []);
  const choice = fc.tuple(fc.nat({ max: skeletons.length - 1 }), fc.constantFrom(...mutations), fc.nat({ max: 60 }));
  const choices = fc.sample(choice, { numRuns: count * 20, seed });
  return distinct(choices.map(([index, mutation, at]) => mutate(skeletons[index]!, mutation, at))).slice(0, count);
}

function distinct(variants: readonly Variant[]): readonly Variant[] {
  return [...new Map(variants.map((variant) => [`${variant.target} ${variant.text}`, variant])).values()];
}
