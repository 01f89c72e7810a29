/** An answer that GitHub gives instead of what was asked. The shapes are cited beside each use. */
export class Refusal extends Error {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, body: Readonly<Record<string, unknown>>, headers: Readonly<Record<string, string>> = {}) {
    super(String(body['message']));
    this.name = 'Refusal';
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

const DOCS = 'https://docs.github.com/rest';

/** `basic-error`: 400, 401, 403, 404, 409. */
export function refuse(status: number, message: string, page = ''): Refusal {
  return new Refusal(status, { message, documentation_url: DOCS + page, status: String(status) });
}

/** Also for what exists and may not be seen. */
export function notFound(page = ''): Refusal {
  return refuse(404, 'Not Found', page);
}

/** `validation-error-simple`: errors are sentences. */
export function unprocessable(errors: readonly string[], page = ''): Refusal {
  return new Refusal(422, {
    message: 'Unprocessable Entity',
    errors,
    documentation_url: DOCS + page,
    status: '422',
  });
}

export interface FieldError {
  readonly resource: string;
  readonly field?: string;
  readonly code: 'missing' | 'missing_field' | 'invalid' | 'already_exists' | 'unprocessable' | 'custom';
  readonly message?: string;
}

/** `validation-error`: errors name a resource and a field. */
export function validationFailed(errors: readonly FieldError[], page = ''): Refusal {
  return new Refusal(422, { message: 'Validation Failed', errors, documentation_url: DOCS + page, status: '422' });
}

/** GitHub's limit for any body of Markdown; counted in characters. */
export const MAX_BODY = 65_536;

/** Characters as GitHub counts them: code points. */
export function lengthOf(text: string): number {
  return Array.from(text).length;
}

/** Refuses a body that is too long (contract section 3). */
export function checkBody(resource: string, body: string | null | undefined): void {
  if (body === null || body === undefined || lengthOf(body) <= MAX_BODY) return;
  const message = `body is too long (maximum is ${MAX_BODY} characters)`;
  throw validationFailed([{ resource, code: 'custom', field: 'body', message }]);
}
