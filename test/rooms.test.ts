import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  findCycle,
  importsOf,
  packageOf,
  reachable,
  readGraph,
  root,
  targetOf,
  type Import,
  type ImportGraph,
} from './support/imports.ts';
import { functionSizes, impurities } from './support/sizes.ts';

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
};

const pureRooms = ['text', 'dockerfile', 'shell', 'lint', 'rules', 'review', 'policy'];

/**
 * Who may open what: a room, one file of a room, `npm:package` or `node:module` (`*` stands for the rest of a name).
 * Every room but `rules` opens its own files. A file's own line counts instead of its room's.
 * A room without a line opens nothing but itself: whoever builds one decides here, in the open, what it needs.
 */
const fence: Readonly<Record<string, readonly string[]>> = {
  text: [],
  dockerfile: ['text', 'npm:dockerfile-ast'],
  shell: ['text', 'npm:unbash'],
  lint: ['text', 'dockerfile', 'shell', 'npm:zod'],
  rules: ['text', 'dockerfile', 'shell', 'lint/rule.ts', 'lint/finding.ts', 'npm:zod'],
  'rules/index.ts': ['rules', 'lint/rule.ts'],
  policy: ['lint/config.ts', 'lint/finding.ts', 'lint/rule.ts', 'npm:zod', 'npm:yaml'],
  // node:crypto only hashes: the same in, the same out.
  review: ['text', 'dockerfile', 'shell', 'lint', 'node:crypto'],
  jobs: [...pureRooms.filter((room) => room !== 'rules'), 'rules/index.ts'],
  github: ['text', 'review', 'jobs/ports.ts', 'npm:@octokit/*'],
  queue: ['jobs/job.ts', 'jobs/ports.ts', 'npm:pg-boss', 'npm:@electric-sql/pglite', 'node:*'],
  registry: ['jobs/ports.ts', 'dockerfile/system-of-steps.ts', 'npm:zod', 'node:*'],
  // Its packages are development dependencies, so it cannot share a mistake with the App through one.
  sandbox: ['node:*', ...Object.keys(manifest.devDependencies).map((name) => `npm:${name}`)],
  // view-model.ts: only types, the JSON that the demo reads from the sandbox's process.
  cli: [
    ...pureRooms.filter((room) => room !== 'rules'),
    'rules/index.ts',
    'jobs',
    'registry',
    'sandbox/view-model.ts',
    'node:*',
  ],
  server: ['queue', 'registry', 'jobs/job.ts', 'npm:prom-client', 'npm:pino', 'npm:zod', 'node:*'],
  // Only the types of payloads.
  events: ['jobs/job.ts', 'jobs/command.ts', 'npm:probot'],
  'app.ts': ['*'],
  'dead-letters.ts': ['*'],
  'main.ts': ['*'],
};

const graph = readGraph(join(root, 'src'));

function roomOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.indexOf('/')) : path;
}

/** How the fence calls what an import opens. */
function openedBy(from: string, { specifier }: Import): string {
  const name = packageOf(specifier);
  return targetOf(from, specifier) ?? (name === undefined ? specifier : `npm:${name}`);
}

function admits(allowed: string, opened: string): boolean {
  if (allowed.endsWith('*')) return opened.startsWith(allowed.slice(0, -1));
  return opened === allowed || opened.startsWith(`${allowed}/`);
}

function mayOpen(from: string, opened: string): boolean {
  const room = roomOf(from);
  const ownRoom = room !== 'rules' && room !== from ? [room] : [];
  return [...(fence[from] ?? fence[room] ?? []), ...ownRoom].some((allowed) => admits(allowed, opened));
}

function violations(files: ImportGraph): readonly string[] {
  return [...files].flatMap(([from, imports]) =>
    imports
      .filter((one) => !mayOpen(from, openedBy(from, one)))
      .map((one) => `src/${from}:${one.line} must not open ${openedBy(from, one)}`),
  );
}

function fixture(files: Readonly<Record<string, string>>): ImportGraph {
  return new Map(Object.entries(files).map(([path, text]) => [path, importsOf(text)]));
}

describe('each room opens only what its line allows', () => {
  test('in src', () => {
    expect(graph.size).toBeGreaterThan(10);
    expect(violations(graph)).toEqual([]);
  });

  test.each([
    ['a package', 'text/span.ts', `import { z } from 'zod';`, 'npm:zod'],
    ['a room below', 'dockerfile/parse.ts', `import { lint } from '../lint/lint.ts';`, 'lint/lint.ts'],
    ['a type from a room below', 'review/plan.ts', `import type { Job } from '../jobs/job.ts';`, 'jobs/job.ts'],
    ['another rule', 'rules/a.ts', `import { b } from './b.ts';`, 'rules/b.ts'],
    ['a re-export', 'shell/words.ts', `export * from '../rules/index.ts';`, 'rules/index.ts'],
    ['a dynamic import', 'jobs/job.ts', `const load = () => import('../github/client.ts');`, 'github/client.ts'],
    ['an import type', 'text/span.ts', `type A = import('../dockerfile/model.ts').Stage;`, 'dockerfile/model.ts'],
    ['a module of node', 'lint/lint.ts', `import { readFileSync } from 'node:fs';`, 'node:fs'],
    ['a rule beside the index', 'jobs/review.ts', `import { rule } from '../rules/a.ts';`, 'rules/a.ts'],
    [
      'the App from the sandbox',
      'sandbox/server.ts',
      `import { parse } from '../dockerfile/parse.ts';`,
      'dockerfile/parse.ts',
    ],
    ['anything from a new room', 'attic/box.ts', `import type { Span } from '../text/span.ts';`, 'text/span.ts'],
  ])('%s is refused', (_what, from, text, opened) => {
    expect(violations(fixture({ [from]: text }))).toEqual([`src/${from}:1 must not open ${opened}`]);
  });

  test('what a line names is allowed, and so is the own room', () => {
    const files = {
      'dockerfile/parse.ts': `import { form } from './form.ts';\nimport { createSource } from '../text/source.ts';`,
      'rules/index.ts': `import { rule } from './shell-form.ts';`,
      'github/client.ts': `import { Octokit } from '@octokit/rest';`,
    };
    expect(violations(fixture(files))).toEqual([]);
  });
});

describe('imports never run in a circle', () => {
  test('in src', () => {
    expect(findCycle(graph)).toBeUndefined();
  });

  test('a circle is found, also through types and dynamic imports', () => {
    const files = {
      'text/a.ts': `import type { B } from './b.ts';`,
      'text/b.ts': `export const load = () => import('./c.ts');`,
      'text/c.ts': `export { a } from './a.ts';`,
    };
    expect(findCycle(fixture(files))).toEqual(['text/a.ts', 'text/b.ts', 'text/c.ts', 'text/a.ts']);
  });
});

describe('production code', () => {
  const atRunTime = (_from: string, one: Import) => !one.typeOnly;
  const withoutDemo = (from: string, one: Import) =>
    !one.typeOnly && !(from === 'cli/main.ts' && one.specifier === './demo.ts');

  function packagesOf(files: ImportGraph, loaded: ReadonlySet<string>): readonly string[] {
    const names = [...loaded].flatMap((path) =>
      (files.get(path) ?? []).filter((one) => !one.typeOnly).map((one) => packageOf(one.specifier)),
    );
    return [...new Set(names.filter((name) => name !== undefined))].sort();
  }

  test.each([
    ['the server', ['main.ts', 'app.ts'], atRunTime],
    ['the command line without demo', ['cli/main.ts'], withoutDemo],
  ])('%s loads only dependencies, and nothing of the sandbox', (_what, entries, through) => {
    const loaded = reachable(graph, entries, through);
    expect(entries.filter((entry) => !graph.has(entry))).toEqual([]);
    expect(packagesOf(graph, loaded).filter((name) => !(name in manifest.dependencies))).toEqual([]);
    expect([...loaded].filter((path) => roomOf(path) === 'sandbox')).toEqual([]);
  });

  test('a development dependency behind a dynamic import is seen', () => {
    const files = fixture({
      'main.ts': `import './queue/queue.ts';`,
      'queue/queue.ts': `export const load = () => import('./late.ts');`,
      'queue/late.ts': `import type { Rule } from 'eslint';\nimport { buildSchema } from 'graphql';`,
    });
    const loaded = packagesOf(files, reachable(files, ['main.ts'], atRunTime));
    expect(loaded.filter((name) => !(name in manifest.dependencies))).toEqual(['graphql']);
  });

  test('every package that src names is declared', () => {
    const named = new Set([...graph.values()].flat().map((one) => packageOf(one.specifier)));
    const declared = { ...manifest.dependencies, ...manifest.devDependencies };
    expect([...named].filter((name) => name !== undefined && !(name in declared))).toEqual([]);
  });
});

describe('pure rooms', () => {
  test('wait for nothing and read no clock', () => {
    const said = [...graph.keys()]
      .filter((path) => pureRooms.includes(roomOf(path)))
      .flatMap((path) =>
        impurities(readFileSync(join(root, 'src', path), 'utf8')).map((what) => `src/${path}:${what}`),
      );
    expect(said).toEqual([]);
  });

  test('the fence sees what it forbids', () => {
    const text = 'async function now() {\n  await fetch("x");\n  return Date.now() + Math.random();\n}';
    expect(impurities(text)).toEqual(['1: async', '2: await', '2: fetch', '3: Date', '3: Math.random']);
    expect(impurities('const when = { Date: node.Date };')).toEqual([]);
  });
});

/** Good size: 250 lines a file, 40 a function. Beyond the hard bound one idea has become several. */
const bounds = { file: { good: 250, hard: 400 }, function: { good: 40, hard: 80 } };

interface Size {
  readonly place: string;
  readonly lines: number;
}

describe('sizes', () => {
  const texts = [...graph.keys()].map((path) => ({ path, text: readFileSync(join(root, 'src', path), 'utf8') }));
  const files = texts.map(({ path, text }): Size => ({ place: path, lines: text.split('\n').length - 1 }));
  const functions = texts.flatMap(({ path, text }) =>
    functionSizes(text).map(({ name, line, lines }): Size => ({ place: `${path}:${line} ${name}`, lines })),
  );
  const above = (sizes: readonly Size[], bound: number) =>
    sizes.filter(({ lines }) => lines > bound).sort((a, b) => b.lines - a.lines);

  test('no file and no function is beyond the hard bound', () => {
    const large = [...above(files, bounds.file.good), ...above(functions, bounds.function.good)];
    // eslint-disable-next-line no-console -- the report that this test exists for
    if (large.length > 0) console.table(large);
    expect([...above(files, bounds.file.hard), ...above(functions, bounds.function.hard)]).toEqual([]);
  });

  test('functions are measured from head to brace', () => {
    const text = '/** x */\nexport function long(\n  a: number,\n) {\n  return () => a;\n}\nconst short = () => 1;\n';
    expect(functionSizes(text)).toEqual([
      { name: 'long', line: 2, lines: 5 },
      { name: '(anonymous)', line: 5, lines: 1 },
      { name: 'short', line: 7, lines: 1 },
    ]);
  });
});
