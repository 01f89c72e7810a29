import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** The project's folder. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/** One import, re-export, dynamic import or `import('…')` type of a file. */
export interface Import {
  /** As written: `../text/span.ts`, `zod`, `node:fs`. */
  readonly specifier: string;
  /** Gone at run time. */
  readonly typeOnly: boolean;
  /** `import('…')` while running: loaded when it is called, not with the file. */
  readonly dynamic: boolean;
  readonly line: number;
}

/** By path from `src` with `/`, the imports of each file. */
export type ImportGraph = ReadonlyMap<string, readonly Import[]>;

/** TypeScript files under a folder, as paths from that folder, sorted. */
export function typescriptFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => posix.relative(folder, posix.join(entry.parentPath, entry.name)))
    .sort();
}

export function readGraph(folder: string): ImportGraph {
  return new Map(typescriptFiles(folder).map((path) => [path, importsOf(readFileSync(join(folder, path), 'utf8'))]));
}

export function importsOf(text: string): readonly Import[] {
  const file = ts.createSourceFile('file.ts', text, ts.ScriptTarget.Latest, false);
  const found: Import[] = [];
  const add = (node: ts.Node, literal: ts.Node | undefined, kind: { typeOnly?: boolean; dynamic?: boolean }) => {
    if (literal === undefined || !ts.isStringLiteralLike(literal)) {
      throw new Error(`An import whose name is computed cannot be fenced: ${node.getText(file)}`);
    }
    const line = file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1;
    found.push({ specifier: literal.text, typeOnly: kind.typeOnly ?? false, dynamic: kind.dynamic ?? false, line });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      // `import { type A } from 'x'` still loads x: verbatimModuleSyntax keeps the statement.
      const typeOnly = node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
      add(node, node.moduleSpecifier, { typeOnly });
    } else if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined) {
      add(node, node.moduleSpecifier, { typeOnly: node.isTypeOnly });
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(node, node.arguments[0], { dynamic: true });
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      add(node, node.argument.literal, { typeOnly: true });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** The file that a relative import means, as a path from `src`; undefined for packages and node's own modules. */
export function targetOf(from: string, specifier: string): string | undefined {
  return specifier.startsWith('.') ? posix.normalize(posix.join(posix.dirname(from), specifier)) : undefined;
}

/** `@octokit/rest` of `@octokit/rest/x`; undefined for relative paths and node's own modules. */
export function packageOf(specifier: string): string | undefined {
  if (specifier.startsWith('.') || specifier.startsWith('node:')) return undefined;
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}

/** All files that running `entries` loads. `through` decides which imports are followed. */
export function reachable(
  graph: ImportGraph,
  entries: readonly string[],
  through: (from: string, one: Import) => boolean,
): ReadonlySet<string> {
  const seen = new Set<string>();
  const waiting = [...entries];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    for (const one of graph.get(path) ?? []) {
      const target = targetOf(path, one.specifier);
      if (target !== undefined && graph.has(target) && through(path, one)) waiting.push(target);
    }
  }
  return seen;
}

/** The first cycle met, as the paths along it (the first again at the end); undefined when there is none. */
export function findCycle(graph: ImportGraph): readonly string[] | undefined {
  const done = new Set<string>();
  const walk = (path: string, trail: readonly string[]): readonly string[] | undefined => {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path];
    if (done.has(path)) return undefined;
    for (const { specifier } of graph.get(path) ?? []) {
      const target = targetOf(path, specifier);
      const cycle = target === undefined ? undefined : walk(target, [...trail, path]);
      if (cycle !== undefined) return cycle;
    }
    done.add(path);
    return undefined;
  };
  for (const path of graph.keys()) {
    const cycle = walk(path, []);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}
