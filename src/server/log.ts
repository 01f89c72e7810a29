import pino from 'pino';
import type { LogLevel } from './environment.ts';

/** Newer tokens are about 520 characters long and hold dots and dashes. https://docs.github.com/rest/apps/apps#create-an-installation-access-token-for-an-app */
const tokens = /\bgh[a-z]_[A-Za-z0-9._-]{20,}|\bBearer [A-Za-z0-9._-]{20,}/g;

/**
 * One JSON line per event, on stdout. Errors are written as type, message, stack and causes only: Octokit's and Probot's
 * carry whole requests and webhook payloads as further properties.
 */
export function createLog(level: LogLevel, destination: pino.DestinationStream = pino.destination(1)): pino.Logger {
  return pino(
    { level, base: null, formatters: { level: (label) => ({ level: label }) }, serializers: { err: errorFields } },
    destination,
  );
}

export interface ErrorFields {
  readonly type: string;
  readonly message: string;
  readonly stack: string | undefined;
  readonly causes: readonly ErrorFields[] | undefined;
}

/** What may be written of an error. */
export function errorFields(error: unknown): ErrorFields {
  if (!(error instanceof Error))
    return { type: typeof error, message: redact(String(error)), stack: undefined, causes: undefined };
  const causes = error instanceof AggregateError ? (error.errors as readonly unknown[]) : [error.cause];
  const known = causes.filter((cause) => cause !== undefined && cause !== error).map(errorFields);
  return {
    type: error.name,
    message: redact(error.message),
    stack: error.stack === undefined ? undefined : redact(error.stack),
    causes: known.length > 0 ? known : undefined,
  };
}

function redact(value: string): string {
  return value.replace(tokens, '[token]');
}
