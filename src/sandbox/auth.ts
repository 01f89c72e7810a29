import { randomBytes, verify } from 'node:crypto';
import { notFound, refuse, Refusal } from './refusal.ts';
import {
  findRepository,
  type App,
  type Installation,
  type Level,
  type Permissions,
  type Repository,
  type State,
  type Token,
} from './state.ts';

/** Who asks: the App itself with its JWT, or the bearer of a token. */
export type Actor = { readonly kind: 'app'; readonly app: App } | { readonly kind: 'token'; readonly token: Token };

/** Either of these is enough; each names all that it takes. */
export type Needs = readonly Permissions[];

/** GitHub's longest life of a JWT, in seconds, and of an installation token, in milliseconds (contract section 8). */
const JWT_LIFE_S = 600;
const TOKEN_LIFE_MS = 3_600_000;
/** Clocks differ; GitHub forgives a little. */
const SKEW_S = 60;

/** Reads the `Authorization` header; `now` in milliseconds. Refuses with 401 as GitHub does. */
export function authenticate(state: State, header: string | undefined, now: number): Actor {
  const [scheme = '', credential = ''] = (header ?? '').split(' ');
  if (header === undefined) throw refuse(401, 'Requires authentication');
  if (!/^(bearer|token)$/i.test(scheme)) throw refuse(401, 'Bad credentials');
  const token = state.tokens.get(credential);
  if (token !== undefined && token.expiresAt > now && stands(state, token)) return { kind: 'token', token };
  if (!/^bearer$/i.test(scheme) || !/^ey[\w-]+\.[\w-]+\.[\w-]+$/.test(credential)) throw refuse(401, 'Bad credentials');
  checkJwt(state.app, credential, Math.floor(now / 1000));
  return { kind: 'app', app: state.app };
}

/** Tokens end with their installation, and rest while it is suspended. */
function stands(state: State, { installation }: Token): boolean {
  if (installation === undefined) return true;
  if (installation.suspendedAt !== null) throw refuse(403, 'This installation has been suspended');
  return state.installations.get(installation.id) === installation;
}

function checkJwt(app: App, jwt: string, now: number): void {
  const [head = '', body = '', signature = ''] = jwt.split('.');
  const header = readPart(head);
  const claims = readPart(body);
  const valid =
    header['alg'] === 'RS256' &&
    verify('RSA-SHA256', Buffer.from(`${head}.${body}`), app.publicKey, Buffer.from(signature, 'base64url'));
  const { iss, iat, exp } = claims;
  if (String(iss) !== String(app.id)) throw refuse(404, 'Integration not found');
  if (!valid) throw refuse(401, 'A JSON web token could not be decoded');
  if (typeof iat !== 'number' || iat > now + SKEW_S) {
    throw refuse(
      401,
      "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
    );
  }
  if (typeof exp !== 'number' || exp <= now) {
    const wanted = 'must be a numeric value representing the future time at which the assertion expires';
    throw refuse(401, `'Expiration time' claim ('exp') ${wanted}`);
  }
  if (exp > now + JWT_LIFE_S + SKEW_S || exp - iat > JWT_LIFE_S + SKEW_S) {
    throw refuse(401, "'Expiration time' claim ('exp') is too far in the future");
  }
}

function readPart(part: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    throw refuse(401, 'A JSON web token could not be decoded');
  }
}

export interface TokenRequest {
  readonly repositories?: readonly string[];
  readonly repository_ids?: readonly number[];
  readonly permissions?: Permissions;
}

/** Mints an installation token, narrowed to the repositories and permissions asked for; refuses to widen. */
export function mintToken(
  state: State,
  installation: Installation,
  wanted: TokenRequest,
  now: number,
): { text: string; token: Token } {
  if (installation.suspendedAt !== null) throw refuse(403, 'This installation has been suspended');
  const token: Token = {
    account: state.app.bot,
    installation,
    permissions: narrow(installation, wanted.permissions),
    repositories: chosen(state, installation, wanted),
    expiresAt: now + TOKEN_LIFE_MS,
  };
  const text = newTokenText(state.app.id);
  state.tokens.set(text, token);
  return { text, token };
}

function narrow(installation: Installation, wanted: Permissions | undefined): Permissions {
  if (wanted === undefined) return installation.permissions;
  for (const [name, level] of Object.entries(wanted)) {
    if (!allows(installation.permissions, { [name]: level })) {
      const error = 'The permissions requested are not granted to this installation.';
      throw refuse(422, error, '/apps/apps#create-an-installation-access-token-for-an-app');
    }
  }
  return { metadata: 'read', ...wanted };
}

function chosen(state: State, installation: Installation, wanted: TokenRequest): ReadonlySet<number> | undefined {
  if (wanted.repositories === undefined && wanted.repository_ids === undefined) return undefined;
  const named = (wanted.repositories ?? []).map((name) => findRepository(state, installation.account.login, name)?.id);
  const ids = [...named, ...(wanted.repository_ids ?? [])];
  const seen = ids.filter((id) => id !== undefined && installation.repositories.has(id));
  if (seen.length === ids.length) return new Set(seen as number[]);
  const error = 'There is at least one repository that does not exist or is not accessible to the parent installation.';
  throw refuse(422, error, '/apps/apps#create-an-installation-access-token-for-an-app');
}

/** `ghs_<app>_<JWT>`, about 520 characters: the format since April 2026 (contract section 8). */
function newTokenText(appId: number): string {
  const part = (bytes: number): string => randomBytes(bytes).toString('base64url');
  return `ghs_${appId}_${part(27)}.${part(200)}.${part(150)}`;
}

/** Refuses what GitHub's `Resource not accessible by integration` refuses, naming what would do. */
export function requirePermissions(token: Token, needs: Needs): void {
  if (needs.length === 0 || needs.some((need) => allows(token.permissions, need))) return;
  throw inaccessible(needs);
}

function inaccessible(needs: Needs): Refusal {
  const write = (need: Permissions): string =>
    Object.entries(need)
      .map(([name, level]) => `${name}=${level}`)
      .join(',');
  const body = { message: 'Resource not accessible by integration', documentation_url: 'https://docs.github.com/rest' };
  const accepted = needs.map(write).join('; ');
  return new Refusal(403, { ...body, status: '403' }, { 'x-accepted-github-permissions': accepted });
}

/**
 * The repository that a token may use in this way. Public ones may be read by everybody; a private one outside the
 * token's scope is 404, as one that does not exist.
 */
export function usableRepository(state: State, token: Token, owner: string, name: string, needs: Needs): Repository {
  const repository = findRepository(state, owner, name);
  if (repository === undefined || !sees(token, repository)) throw notFound();
  if (inScope(token, repository)) requirePermissions(token, needs);
  else if (!needs.some((need) => Object.values(need).every((level) => level === 'read'))) throw inaccessible(needs);
  return repository;
}

export function sees(token: Token, repository: Repository): boolean {
  return inScope(token, repository) || !repository.private;
}

/** Whether the token was made for this repository. */
export function inScope(token: Token, repository: Repository): boolean {
  const { installation, repositories } = token;
  if (installation === undefined) return true;
  return (repositories ?? installation.repositories).has(repository.id);
}

export function allows(granted: Permissions | undefined, need: Permissions): boolean {
  if (granted === undefined) return true;
  return Object.entries(need).every(([name, level]) => enough(granted[name], level));
}

function enough(granted: Level | undefined, level: Level): boolean {
  return granted === 'write' || granted === level;
}
