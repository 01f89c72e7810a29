/**
 * Makes src/sandbox/schema/ anew from GitHub's own descriptions: `npm run refresh-schema [-- --operation ID …]`.
 * The operations and events that the files name now are kept, and those named with --operation or --webhook added.
 * The three packages (385 MB unpacked) are fetched into a temporary folder, which is removed again.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildClientSchema, printSchema, type IntrospectionQuery } from 'graphql';

type Json = Record<string, unknown>;

const VERSIONS = {
  '@octokit/openapi': '23.0.2',
  '@octokit/openapi-webhooks': '12.1.0',
  '@octokit/graphql-schema': '15.26.1',
};
const SCHEMA = new URL('../src/sandbox/schema/', import.meta.url);

/** Prose, and what only helps generators. */
const PROSE = new Set([
  ...['title', 'description', 'summary', 'example', 'examples', 'externalDocs', 'tags'],
  ...['x-github', 'x-github-breaking-changes', 'x-octokit'],
]);

function main(): void {
  const { values } = parseArgs({
    options: { operation: { type: 'string', multiple: true }, webhook: { type: 'string', multiple: true } },
  });
  const folder = mkdtempSync(join(tmpdir(), 'github-schema-'));
  try {
    const specs = Object.entries(VERSIONS).map(([name, version]) => `${name}@${version}`);
    const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-save', '--prefix', folder];
    execFileSync('npm', ['install', ...flags, ...specs], { stdio: 'inherit' });
    const read = (path: string): Json => JSON.parse(readFileSync(join(folder, 'node_modules', path), 'utf8')) as Json;
    const openapi = read('@octokit/openapi/generated/api.github.com.json');
    write('rest.json', pruneRest(openapi, [...operationsNow(), ...(values.operation ?? [])]));
    const hooks = read('@octokit/openapi-webhooks/generated/api.github.com.json');
    write('webhooks.json', pruneWebhooks(hooks, [...webhooksNow(), ...(values.webhook ?? [])]));
    writeFileSync(new URL('github.graphql', SCHEMA), pruneGraph(read('@octokit/graphql-schema/schema.json')));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function write(name: string, value: Json): void {
  writeFileSync(new URL(name, SCHEMA), `${JSON.stringify(value)}\n`);
}

function now(name: string): Json {
  const place = new URL(name, SCHEMA);
  return existsSync(place) ? (JSON.parse(readFileSync(place, 'utf8')) as Json) : {};
}

function operationsNow(): string[] {
  const paths = (now('rest.json')['paths'] ?? {}) as Record<string, Record<string, Json>>;
  return Object.values(paths).flatMap((methods) => Object.values(methods).map((one) => String(one['operationId'])));
}

function webhooksNow(): string[] {
  return Object.keys(now('webhooks.json')['webhooks'] ?? {});
}

function pruneRest(whole: Json, ids: readonly string[]): Json {
  const all = whole['paths'] as Record<string, Record<string, Json>>;
  const paths: Json = {};
  const missing = new Set(ids);
  for (const [path, methods] of Object.entries(all)) {
    const kept = Object.entries(methods).filter(([, one]) => missing.delete(String(one['operationId'])));
    if (kept.length > 0) paths[path] = Object.fromEntries(kept.map(([method, one]) => [method, pruneOperation(one)]));
  }
  if (missing.size > 0) throw new Error(`GitHub no longer describes ${[...missing].join(', ')}.`);
  const info = { version: VERSIONS['@octokit/openapi'] };
  return { openapi: whole['openapi'], info, paths, components: componentsOf(whole, paths) };
}

function pruneOperation(operation: Json): Json {
  const github = operation['x-github'] as { triggersNotification?: boolean } | undefined;
  const notifies = github?.triggersNotification === true ? { 'x-notifies': true } : {};
  return { ...withoutProse(operation), ...notifies };
}

function pruneWebhooks(whole: Json, names: readonly string[]): Json {
  const all = whole['webhooks'] as Record<string, { post: { requestBody: Json } }>;
  const webhooks = Object.fromEntries(
    names.map((name) => {
      const body = all[name]?.post.requestBody;
      if (body === undefined) throw new Error(`GitHub no longer describes the webhook ${name}.`);
      return [name, { post: { requestBody: withoutProse(body) } }];
    }),
  );
  return { openapi: whole['openapi'], webhooks, components: componentsOf(whole, webhooks) };
}

/** Everything that is referred to, and what that refers to, by kind. */
function componentsOf(whole: Json, from: Json): Json {
  const source = whole['components'] as Record<string, Json>;
  const found: Record<string, Json> = {};
  const waiting: unknown[] = [from];
  while (waiting.length > 0) {
    for (const reference of referencesIn(waiting.pop())) {
      const [kind = '', name = ''] = reference.replace('#/components/', '').split('/');
      if (found[kind]?.[name] !== undefined) continue;
      const component = withoutProse(source[kind]?.[name]);
      (found[kind] ??= {})[name] = component;
      waiting.push(component);
    }
  }
  return found;
}

function referencesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === '$ref' && typeof inner === 'string' ? [inner] : referencesIn(inner),
  );
}

/** A property may be called `description`: names of properties are no keywords. */
function withoutProse(value: unknown, names = false): Json {
  if (Array.isArray(value)) return value.map((inner) => withoutProse(inner)) as unknown as Json;
  if (typeof value !== 'object' || value === null) return value as Json;
  const entries = Object.entries(value).filter(([key]) => names || !PROSE.has(key));
  return Object.fromEntries(entries.map(([key, inner]) => [key, withoutProse(inner, key === 'properties' && !names)]));
}

/** `buildSchema` of the published SDL fails (a field is defined twice), so it is printed from the introspection. */
function pruneGraph(published: Json): string {
  const introspection = (published['data'] ?? published) as unknown as IntrospectionQuery;
  return `${printSchema(buildClientSchema(undescribed(introspection) as IntrospectionQuery))}\n`;
}

function undescribed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(undescribed);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(
    ([key, inner]) => [key, key === 'description' ? null : undescribed(inner)] as const,
  );
  return Object.fromEntries(entries);
}

main();
