import { readFileSync } from 'node:fs';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';

type Json = Readonly<Record<string, unknown>>;

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly schema: { readonly type?: string; readonly enum?: readonly unknown[] };
  readonly 'x-multi-segment'?: boolean;
}

/** One operation of GitHub's REST description. */
export interface Operation {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly Parameter[];
  /** GitHub counts it as content creation. */
  readonly notifies: boolean;
  readonly bodyRequired: boolean;
  /** JSON pointers into the description, by status. */
  readonly answers: ReadonlyMap<number, string | undefined>;
  readonly body: string | undefined;
}

/** The sandbox broke GitHub's contract itself: a bug of the sandbox. */
export class SandboxBug extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SandboxBug';
  }
}

/** GitHub's descriptions, ready to check with. All checks return sentences; none means valid. */
export interface Contract {
  readonly operations: readonly Operation[];
  checkQuery(operation: Operation, query: URLSearchParams): string[];
  checkBody(operation: Operation, body: unknown): string[];
  checkAnswer(operation: Operation, status: number, body: unknown): string[];
  checkWebhook(event: string, action: string | null, payload: unknown): string[];
}

let loaded: Contract | undefined;

/** Read and compiled once a process: the descriptions do not change. */
export function loadContract(): Contract {
  return (loaded ??= readContract());
}

function readContract(): Contract {
  const rest = corrected(readSchema('rest.json'));
  const webhooks = corrected(readSchema('webhooks.json'));
  // The last three only save time: these schemas are large, and most of a run's time went into compiling them.
  const fast = { inlineRefs: false, validateSchema: false, code: { optimize: false } };
  const ajv = new Ajv({ strict: false, allErrors: true, verbose: true, ...fast });
  formats.default(ajv);
  // GitHub's own bots have addresses with `[bot]`, which no checker takes for one.
  for (const name of ['repo.nwo', 'timestamp', 'email']) ajv.addFormat(name, true);
  ajv.addSchema(withoutNullable(rest) as Json, 'rest');
  ajv.addSchema(closed(withoutNullable(rest)) as Json, 'closed');
  ajv.addSchema(withoutNullable(webhooks) as Json, 'webhooks');
  const compiled = new Map<string, ValidateFunction>();
  const check = (pointer: string, value: unknown): string[] => {
    const validate = compiled.get(pointer) ?? ajv.compile({ $ref: pointer });
    compiled.set(pointer, validate);
    return validate(value) ? [] : (validate.errors ?? []).map(sentence);
  };
  return {
    operations: readOperations(rest),
    checkQuery,
    checkBody(operation, body) {
      if (body === undefined) return operation.bodyRequired ? ['A JSON body is required.'] : [];
      return operation.body === undefined ? [] : check(`closed#${operation.body}`, body);
    },
    checkAnswer: (operation, status, body) => checkAnswer(check, operation, status, body),
    checkWebhook(event, action, payload) {
      const name = (action === null ? event : `${event}-${action}`).replaceAll('_', '-');
      if (!(name in (webhooks['webhooks'] as Json))) return [`The webhook ${name} is not described.`];
      return check(`webhooks#/components/schemas/webhook-${name}`, payload);
    },
  };
}

type Check = (pointer: string, value: unknown) => string[];

function checkAnswer(check: Check, operation: Operation, status: number, body: unknown): string[] {
  const pointer = operation.answers.get(status);
  if (pointer !== undefined) return check(`rest#${pointer}`, body);
  if (operation.answers.has(status)) return body === undefined ? [] : [`${status} has no body.`];
  if (status < 400) return [`${operation.id} does not answer ${status}.`];
  // GitHub answers errors that its description does not list, in its two common shapes.
  const shapes = status === 422 ? ['validation-error', 'validation-error-simple'] : ['basic-error'];
  const errors = shapes.map((shape) => check(`rest#/components/schemas/${shape}`, body));
  return errors.find((list) => list.length === 0) ?? errors.flat();
}

function checkQuery(operation: Operation, query: URLSearchParams): string[] {
  const known = new Map(operation.parameters.filter((one) => one.in === 'query').map((one) => [one.name, one]));
  return [...query].flatMap(([name, value]) => {
    const parameter = known.get(name);
    if (parameter === undefined) return [`"${name}" is not a permitted query parameter.`];
    const { type, enum: values } = parameter.schema;
    if (type === 'integer' && !/^-?\d+$/.test(value)) return [`For '${name}', "${value}" is not an integer.`];
    if (type === 'boolean' && !/^(true|false)$/.test(value)) return [`For '${name}', "${value}" is not a boolean.`];
    if (values !== undefined && !values.includes(value)) return [`${value} is not a possible value of ${name}.`];
    return [];
  });
}

function readSchema(name: string): Json {
  return JSON.parse(readFileSync(new URL(`schema/${name}`, import.meta.url), 'utf8')) as Json;
}

/**
 * Where the description is known to be wrong: an outdated comment, or one on a file, has `line: null` and
 * `position: null`; the head of a pull request whose fork was deleted has no repository; GitHub
 * itself sets a check run to `stale`; an installation's account, in the list of them, would be a user and an enterprise
 * in one.
 */
function corrected(description: Json): Json {
  const { schemas } = description['components'] as { schemas: Record<string, { properties: Record<string, object> }> };
  for (const name of ['review-comment', 'pull-request-review-comment']) {
    const properties = schemas[name]?.properties ?? {};
    for (const key of ['line', 'original_line', 'position']) properties[key] = { ...properties[key], nullable: true };
  }
  for (const name of ['pull-request', 'pull-request-simple']) {
    const { properties = {} } = (schemas[name]?.properties['head'] ?? {}) as { properties?: Record<string, object> };
    for (const key of ['user', 'repo']) properties[key] = { ...properties[key], nullable: true };
  }
  const conclusion = schemas['check-run']?.properties['conclusion'] as { enum?: unknown[] } | undefined;
  if (conclusion?.enum !== undefined) conclusion.enum = [...conclusion.enum, 'stale'];
  correctInstallations(description);
  return description;
}

function correctInstallations(description: Json): void {
  type Paths = Record<string, { get?: { responses?: Record<string, Described> } }>;
  // The description of webhooks has none.
  const paths = description['paths'] as Paths | undefined;
  const answer = paths?.['/app/installations']?.get?.responses?.['200']?.content?.['application/json'];
  if (answer !== undefined) answer.schema = { type: 'array', items: { $ref: '#/components/schemas/installation' } };
}

interface Described {
  readonly content?: Record<string, { schema: Json }>;
}

function readOperations(rest: Json): Operation[] {
  const shared = (rest['components'] as { parameters: Record<string, Parameter> }).parameters;
  const paths = rest['paths'] as Record<string, Record<string, Json>>;
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): Operation => {
      const at = `/paths/${pointerPart(path)}/${method}`;
      const request = operation['requestBody'] as { required?: boolean } | undefined;
      const answers = Object.entries((operation['responses'] ?? {}) as Record<string, Json>);
      const parameters = (operation['parameters'] ?? []) as (Parameter & { $ref?: string })[];
      return {
        id: String(operation['operationId']),
        method: method.toUpperCase(),
        path,
        parameters: parameters
          .map((one) => (one.$ref === undefined ? one : shared[lastPart(one.$ref)]))
          .filter(defined),
        notifies: operation['x-notifies'] === true,
        bodyRequired: request?.required ?? false,
        body: request === undefined ? undefined : `${at}/requestBody/content/application~1json/schema`,
        answers: new Map(answers.map(([status, answer]) => [Number(status), answerPointer(rest, at, status, answer)])),
      };
    }),
  );
}

function answerPointer(rest: Json, at: string, status: string, answer: Json): string | undefined {
  const reference = answer['$ref'];
  const { responses } = rest['components'] as { responses: Record<string, Json> };
  const body = typeof reference === 'string' ? responses[lastPart(reference)] : answer;
  if (!('application/json' in ((body?.['content'] ?? {}) as Json))) return undefined;
  const place = typeof reference === 'string' ? reference.slice(1) : `${at}/responses/${status}`;
  return `${place}/content/application~1json/schema`;
}

function lastPart(reference: string): string {
  return reference.slice(reference.lastIndexOf('/') + 1);
}

function pointerPart(text: string): string {
  return encodeURIComponent(text.replaceAll('~', '~0').replaceAll('/', '~1'));
}

function defined<Value>(value: Value | undefined): value is Value {
  return value !== undefined;
}

/** OpenAPI's `nullable` as JSON Schema knows it; ajv reads it beside `type` only. Examples would be taken for schemas. */
function withoutNullable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNullable);
  if (typeof value !== 'object' || value === null) return value;
  const { nullable, ...rest } = value as Record<string, unknown>;
  const copy = Object.fromEntries(Object.entries(rest).map(([key, inner]) => [key, withoutNullable(inner)]));
  return nullable === true ? { anyOf: [copy, { type: 'null' }] } : copy;
}

const COMBINATORS = ['allOf', 'anyOf', 'oneOf'];

/**
 * The same schemas without room for unknown keys, for requests: GitHub's are open, so that `start_lien` would pass.
 * An object that is one part of a combination stays open, and so does one whose parts know keys that it does not.
 */
function closed(value: unknown, part = false): unknown {
  if (Array.isArray(value)) return value.map((inner) => closed(inner, part));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const copy = Object.fromEntries(entries.map(([key, inner]) => [key, closed(inner, COMBINATORS.includes(key))]));
  const properties = copy['properties'];
  if (part || copy['type'] !== 'object' || 'additionalProperties' in copy || !isObject(properties)) return copy;
  const parts = COMBINATORS.flatMap((key) => (Array.isArray(copy[key]) ? (copy[key] as unknown[]) : []));
  const own = parts.every(
    (one) => isObject(one) && Object.keys(one['properties'] ?? {}).every((key) => key in properties),
  );
  return own ? { ...copy, additionalProperties: false } : copy;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An ajv error in GitHub's words. */
function sentence(error: ErrorObject): string {
  const place = error.instancePath === '' ? '' : `For '${error.instancePath.slice(1)}', `;
  const parameters = error.params as Readonly<Record<string, unknown>>;
  const { data } = error;
  switch (error.keyword) {
    case 'required':
      return `${place}"${String(parameters['missingProperty'])}" wasn't supplied.`;
    case 'additionalProperties':
      return `${place}"${String(parameters['additionalProperty'])}" is not a permitted key.`;
    case 'maxItems':
      return `${place}No more than ${String(parameters['limit'])} items are allowed; ${(data as unknown[]).length} were supplied.`;
    case 'maxLength':
      return `${place}Only ${String(parameters['limit'])} characters are allowed; ${(data as string).length} were supplied.`;
    case 'type':
      return `${place}${JSON.stringify(data)} is not of type ${String(parameters['type'])}.`;
    default:
      return `${place}${error.message ?? error.keyword}.`;
  }
}
