/**
 * What the rules say about a corpus, for reviewing a change of a rule.
 * Usage: npm run findings -- FOLDER|FILE.jsonl               findings per rule
 *        npm run findings -- --since REV FOLDER|FILE.jsonl   what the work tree says otherwise than the commit REV
 * A corpus is a folder with Dockerfiles or a JSONL of `{ repo, path, dockerfile }`. REV is checked out into a temporary
 * worktree that uses this one's node_modules. Exit code: 0 done, 1 wrong usage or a revision that cannot be run.
 */
import { execFileSync, type ExecFileSyncOptionsWithStringEncoding } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

interface Text {
  readonly name: string;
  readonly text: string;
}

/** What of the revision's modules is used; it has been there since the first commit of `jobs/`. */
interface Engine {
  readonly analyse: (
    path: string,
    text: string,
    rules: unknown,
  ) => {
    readonly file: { readonly source: { readonly lineStarts: readonly number[] } };
    readonly findings: readonly {
      readonly rule: string;
      readonly severity: string;
      readonly message: string;
      readonly span: { readonly start: number };
    }[];
  };
  readonly rules: unknown;
}

interface Line {
  readonly rule: string;
  readonly severity: string;
  /** `file:line severity rule: message` */
  readonly shown: string;
}

const here = resolve(import.meta.dirname, '..');

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function main(): Promise<void> {
  const options = {
    since: { type: 'string' },
    tree: { type: 'string', default: here },
    json: { type: 'boolean' },
  } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const [corpus] = positionals;
  if (corpus === undefined || positionals.length > 1) throw new Error('Name one corpus: a folder or a .jsonl file.');
  if (values.since !== undefined) {
    printDifference(values.since, corpus);
    return;
  }
  const found = await findingsOf(values.tree, readCorpus(corpus));
  if (values.json === true) console.log(JSON.stringify(found));
  else printCounts(found);
}

function readCorpus(path: string): readonly Text[] {
  if (!existsSync(path)) throw new Error(`${path}: no such file or folder.`);
  if (statSync(path).isDirectory()) {
    const names = readdirSync(path, { recursive: true, encoding: 'utf8' });
    const files = names.filter(
      (name) => /(?:dockerfile|containerfile)/i.test(name) && !/(?:^|[/\\])\.git[/\\]/.test(name),
    );
    const texts = files.filter((name) => statSync(join(path, name)).isFile()).sort();
    return texts.map((name) => ({ name, text: readFileSync(join(path, name), 'utf8') }));
  }
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line, index) => {
      const {
        repo = '',
        path: file = '',
        dockerfile,
      } = JSON.parse(line) as Readonly<Record<string, string | undefined>>;
      if (dockerfile === undefined) throw new Error(`${path}:${index + 1}: no "dockerfile" in this line.`);
      return { name: `${repo}/${file}`, text: dockerfile };
    });
}

/** Lints with the sources of one work tree. */
async function findingsOf(tree: string, texts: readonly Text[]): Promise<readonly Line[]> {
  const load = (path: string) => import(pathToFileURL(join(tree, path)).href) as Promise<Engine>;
  const [{ analyse }, { rules }] = await Promise.all([load('src/jobs/analyse.ts'), load('src/rules/index.ts')]);
  return texts.flatMap(({ name, text }) => {
    const { file, findings } = analyse(name, text, rules);
    return findings.map(({ rule, severity, message, span }): Line => {
      const line = file.source.lineStarts.findLastIndex((start) => start <= span.start) + 1;
      return { rule, severity, shown: `${name}:${line} ${severity} ${rule}: ${message}` };
    });
  });
}

function printCounts(found: readonly Line[]): void {
  const groups = Map.groupBy(found, ({ rule, severity }) => `${rule} (${severity})`);
  const ordered = [...groups].sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1));
  for (const [rule, all] of ordered) console.log(`${String(all.length).padStart(6)}  ${rule}`);
  console.log(`${String(found.length).padStart(6)}  in all`);
}

/** Each side runs in a process of its own: two revisions of a module cannot share one. */
function printDifference(revision: string, corpus: string): void {
  const after = runTree(here, corpus);
  const before = atRevision(revision, (tree) => runTree(tree, corpus));
  const gone = without(before, after);
  const come = without(after, before);
  const rules = [...new Set([...gone, ...come].map(({ rule }) => rule))].sort();
  for (const rule of rules) {
    const own = (lines: readonly Line[]) => lines.filter((line) => line.rule === rule);
    console.log(`${rule}: ${own(come).length} added, ${own(gone).length} removed`);
    for (const { shown } of own(gone)) console.log(`- ${shown}`);
    for (const { shown } of own(come)) console.log(`+ ${shown}`);
  }
  console.log(`${come.length} added, ${gone.length} removed since ${revision}`);
}

/** The lines of `a` that `b` has not, as often as they are more. */
function without(a: readonly Line[], b: readonly Line[]): readonly Line[] {
  const left = new Map<string, number>();
  for (const { shown } of b) left.set(shown, (left.get(shown) ?? 0) + 1);
  return a.filter(({ shown }) => {
    const count = left.get(shown) ?? 0;
    left.set(shown, count - 1);
    return count <= 0;
  });
}

function runTree(tree: string, corpus: string): readonly Line[] {
  const args = [import.meta.filename, '--json', '--tree', tree, resolve(corpus)];
  const options: ExecFileSyncOptionsWithStringEncoding = {
    encoding: 'utf8',
    maxBuffer: 1024 ** 3,
    stdio: ['ignore', 'pipe', 'inherit'],
  };
  try {
    return JSON.parse(execFileSync(process.execPath, args, options)) as readonly Line[];
  } catch (error) {
    throw new Error(`The rules in ${tree} cannot be run.`, { cause: error });
  }
}

/** Calls with a worktree of the revision, which is gone afterwards. */
function atRevision<T>(revision: string, use: (tree: string) => T): T {
  const git = (...args: readonly string[]) =>
    execFileSync('git', args, { cwd: here, encoding: 'utf8', stdio: 'pipe' }).trim();
  let commit: string;
  try {
    commit = git('rev-parse', '--verify', '--end-of-options', `${revision}^{commit}`);
  } catch (error) {
    throw new Error(`${revision}: no such revision of ${relative(process.cwd(), here) || 'this repository'}.`, {
      cause: error,
    });
  }
  const folder = mkdtempSync(join(tmpdir(), 'dockerfile-review-findings-'));
  const tree = join(folder, 'tree');
  try {
    git('worktree', 'add', '--detach', tree, commit);
    symlinkSync(join(here, 'node_modules'), join(tree, 'node_modules'));
    return use(tree);
  } finally {
    rmSync(folder, { recursive: true, force: true });
    git('worktree', 'prune');
  }
}
