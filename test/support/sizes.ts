import ts from 'typescript';

export interface FunctionSize {
  readonly name: string;
  readonly line: number;
  readonly lines: number;
}

/** Every function and method with a body, by its lines from head to closing brace; comments above do not count. */
export function functionSizes(text: string): readonly FunctionSize[] {
  const file = ts.createSourceFile('file.ts', text, ts.ScriptTarget.Latest, true);
  const lineOf = (offset: number) => file.getLineAndCharacterOfPosition(offset).line + 1;
  const sizes: FunctionSize[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body !== undefined) {
      const line = lineOf(node.getStart(file));
      sizes.push({ name: nameOf(node), line, lines: lineOf(node.getEnd()) - line + 1 });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return sizes;
}

/** What a pure room must not say: it waits for nothing, reads no clock, throws no dice, asks nobody. */
export function impurities(text: string): readonly string[] {
  const file = ts.createSourceFile('file.ts', text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const said = impurity(node);
    if (said !== undefined) found.push(`${file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1}: ${said}`);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

const worldly = new Set(['Date', 'performance', 'fetch', 'setTimeout', 'setInterval', 'setImmediate', 'console']);

function impurity(node: ts.Node): string | undefined {
  if (ts.isAwaitExpression(node)) return 'await';
  if (node.kind === ts.SyntaxKind.AsyncKeyword) return 'async';
  if (ts.isPropertyAccessExpression(node)) {
    const text = node.getText();
    if (text === 'Math.random' || text.startsWith('process.env') || text.startsWith('process.std')) return text;
  }
  const used = ts.isIdentifier(node) && !(ts.isPropertyAccessExpression(node.parent) && node.parent.name === node);
  if (used && worldly.has(node.text) && !ts.isPropertyAssignment(node.parent)) return node.text;
  return undefined;
}

function nameOf(node: ts.SignatureDeclaration): string {
  if (node.name !== undefined) return node.name.getText();
  const { parent } = node;
  return ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent) ? parent.name.getText() : '(anonymous)';
}
