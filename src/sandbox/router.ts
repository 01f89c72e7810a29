import type { Operation } from './validate.ts';

export interface Route {
  readonly operation: Operation;
  readonly parameters: Readonly<Record<string, string>>;
}

/**
 * Finds the operation of a method and an undecoded path (without `/api/v3`). Octokit writes the slashes of `{path}`
 * and `{ref}` as `%2F`, others write them as they are: both are accepted.
 */
export type Router = (method: string, path: string) => Route | undefined;

export function createRouter(operations: readonly Operation[]): Router {
  const routes = operations
    .map((operation) => ({
      operation,
      literal: operation.path.replace(/\{[^}]+\}/g, '').length,
      ...compile(operation),
    }))
    .sort((a, b) => b.literal - a.literal);
  return (method, path) => {
    for (const { operation, pattern, names } of routes) {
      const match = operation.method === method ? pattern.exec(path) : null;
      const values = match?.slice(1).map(decode);
      if (values === undefined || values.includes(undefined)) continue;
      return { operation, parameters: Object.fromEntries(names.map((name, index) => [name, values[index] ?? ''])) };
    }
    return undefined;
  };
}

function compile(operation: Operation): { pattern: RegExp; names: string[] } {
  const names: string[] = [];
  const source = operation.path.replace(/\{([^}]+)\}|[^{]+/g, (text: string, name: string | undefined) => {
    if (name === undefined) return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    names.push(name);
    const parameter = operation.parameters.find((one) => one.in === 'path' && one.name === name);
    if (parameter?.schema.type === 'integer') return '(\\d+)';
    return GREEDY.has(name) || parameter?.['x-multi-segment'] === true ? '(.+)' : '([^/]+)';
  });
  return { pattern: new RegExp(`^${source}/?$`), names };
}

const GREEDY = new Set(['path', 'ref', 'basehead', 'branch']);

/** undefined for a text that is no URI component: such an address leads nowhere. */
function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
