import { readFileSync } from 'node:fs';
import {
  buildSchema,
  execute,
  GraphQLError,
  Kind,
  OperationTypeNode,
  parse,
  validate,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLFieldResolver,
  type GraphQLSchema,
} from 'graphql';
import { findRepository, formerly, type Token } from '../state.ts';
import { SandboxBug } from '../validate.ts';
import { sees } from '../auth.ts';
import { record } from '../violations.ts';
import { iso, type World } from '../world.ts';
import { checkPages } from './limits.ts';
import { mutations } from './mutations.ts';
import { commitNode, refNode, repositoryNode } from './objects.ts';
import { viewerNode } from './people.ts';
import { pullNode, reviewNode } from './pull.ts';
import { graphError, type Nodes, type Scope } from './scope.ts';
import { search } from './search.ts';

export interface GraphRequest {
  readonly query?: unknown;
  readonly variables?: unknown;
  readonly operationName?: unknown;
}

export interface GraphAnswer {
  readonly body: Readonly<Record<string, unknown>>;
  readonly kind: 'query' | 'mutation' | 'invalid';
}

let loaded: GraphQLSchema | undefined;

/** GitHub's schema, read once a process: it has 1,600 types. */
function schema(): GraphQLSchema {
  const text = (): string => readFileSync(new URL('../schema/github.graphql', import.meta.url), 'utf8');
  return (loaded ??= buildSchema(text(), { assumeValid: true }));
}

/** Executes a document against GitHub's own schema. GitHub answers 200 also with errors. */
export async function executeGraph(world: World, token: Token, request: GraphRequest): Promise<GraphAnswer> {
  const variables = (request.variables ?? {}) as Record<string, unknown>;
  const document = read(request.query, variables);
  if (Array.isArray(document)) {
    const details = document.map((error) => error.message);
    record(world, { kind: 'graphql', operation: 'graphql', details });
    return { kind: 'invalid', body: { errors: document.map(errorShape) } };
  }
  const scope = newScope(world, token);
  const result = await execute({
    schema: schema(),
    document,
    rootValue: { ...queries(scope), ...mutations(scope) },
    contextValue: scope,
    variableValues: variables,
    operationName: typeof request.operationName === 'string' ? request.operationName : null,
    fieldResolver: resolveField,
  });
  return { kind: kindOf(document), body: answerShape(world, result) };
}

/**
 * All that a document is called, for faults: `graphql:query` or `graphql:mutation` first, then the names of its
 * operations and of the fields at their roots.
 */
export function namesIn(request: GraphRequest | undefined): readonly string[] {
  try {
    const document = parse(typeof request?.query === 'string' ? request.query : '');
    const operations = document.definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION);
    const fields = operations.flatMap(({ selectionSet }) => selectionSet.selections);
    return [
      `graphql:${kindOf(document)}`,
      ...operations.flatMap(({ name }) => (name === undefined ? [] : [name.value])),
      ...fields.flatMap((field) => (field.kind === Kind.FIELD ? [field.name.value] : [])),
    ];
  } catch (error) {
    if (error instanceof GraphQLError) return ['graphql'];
    throw error;
  }
}

function newScope(world: World, token: Token): Scope {
  const nodes: Nodes = {
    repository: (repository) => repositoryNode(scope, repository),
    commit: (repository, oid) => commitNode(scope, repository, oid),
    ref: (repository, branch) => refNode(scope, repository, branch),
    pull: (repository, pull) => pullNode(scope, repository, pull),
    review: (repository, pull, review) => reviewNode(scope, repository, pull, review),
  };
  const scope: Scope = { world, token, nodes };
  return scope;
}

function read(query: unknown, variables: Readonly<Record<string, unknown>>): DocumentNode | GraphQLError[] {
  if (typeof query !== 'string') return [new GraphQLError('A query attribute must be specified and must be a string.')];
  try {
    const document = parse(query);
    const errors = [...validate(schema(), document)];
    return errors.length > 0 ? errors : (notEmpty(checkPages(schema(), document, variables)) ?? document);
  } catch (error) {
    if (error instanceof GraphQLError) return [error];
    throw error;
  }
}

function notEmpty<Item>(items: Item[]): Item[] | undefined {
  return items.length > 0 ? items : undefined;
}

function kindOf(document: DocumentNode): 'query' | 'mutation' {
  const changes = document.definitions.some(
    (one) => one.kind === Kind.OPERATION_DEFINITION && one.operation === OperationTypeNode.MUTATION,
  );
  return changes ? 'mutation' : 'query';
}

/** As graphql-js's own, but a field that the stand-in forgot is an error, not null. */
const resolveField: GraphQLFieldResolver<unknown, Scope> = (source, args: unknown, scope, info) => {
  const fields = source as Readonly<Record<string, unknown>>;
  if (!(info.fieldName in fields)) {
    throw new SandboxBug(`The sandbox has no value for ${info.parentType.name}.${info.fieldName}.`);
  }
  const value = fields[info.fieldName];
  return typeof value === 'function' ? (value as (...all: unknown[]) => unknown)(args, scope, info) : value;
};

function queries(scope: Scope): object {
  const { state, limits } = scope.world;
  return {
    viewer: () => viewerNode(scope),
    rateLimit: () => {
      const { 'x-ratelimit-reset': reset, ...left } = limits.headers({ kind: 'token', token: scope.token }, 'graphql');
      return {
        ...{ cost: 1, nodeCount: 0, resetAt: iso(Number(reset) * 1000) },
        limit: Number(left['x-ratelimit-limit']),
        remaining: Number(left['x-ratelimit-remaining']),
        used: Number(left['x-ratelimit-used']),
      };
    },
    search: (args: Parameters<typeof search>[1]) => search(scope, args),
    repository({ owner, name }: { owner: string; name: string }) {
      // GitHub follows a new name here without a word.
      const repository = findRepository(state, owner, name) ?? formerly(state, owner, name);
      if (repository !== undefined && sees(scope.token, repository)) return repositoryNode(scope, repository);
      throw graphError('NOT_FOUND', `Could not resolve to a Repository with the name '${owner}/${name}'.`);
    },
  };
}

function answerShape(world: World, result: ExecutionResult): GraphAnswer['body'] {
  for (const { originalError } of result.errors ?? []) {
    if (originalError !== undefined && !(originalError instanceof GraphQLError)) throw originalError;
  }
  // Variables that do not fit the schema are the caller's breach; graphql-js reports them without data.
  if (result.data === undefined && result.errors !== undefined) {
    record(world, { kind: 'graphql', operation: 'graphql', details: result.errors.map((error) => error.message) });
  }
  const errors = result.errors === undefined ? {} : { errors: result.errors.map(errorShape) };
  return result.data === undefined ? errors : { data: result.data, ...errors };
}

/** `type` stands beside `message`, where GitHub puts it. */
function errorShape(error: GraphQLError): object {
  const { type } = error.extensions;
  const { message, locations, path } = error.toJSON();
  return {
    ...(typeof type === 'string' ? { type } : {}),
    ...(path && { path }),
    ...(locations && { locations }),
    message,
  };
}
