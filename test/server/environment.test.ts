import { generateKeyPairSync } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { EnvironmentError, readEnvironment, variables } from '../../src/server/environment.ts';
import { temporaryFolder } from '../support/folders.ts';

const pem = generateKeyPairSync('rsa', {
  modulusLength: 2_048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
}).privateKey;

const least = { APP_ID: '12', PRIVATE_KEY: pem, WEBHOOK_SECRET: 'secret' };

function problemsOf(env: Record<string, string | undefined>): readonly string[] {
  try {
    readEnvironment(env);
    return [];
  } catch (error) {
    if (error instanceof EnvironmentError) return error.problems;
    throw error;
  }
}

test('three variables are enough', () => {
  expect(readEnvironment(least)).toEqual({
    appId: 12,
    privateKey: pem,
    webhookSecret: 'secret',
    host: '127.0.0.1',
    port: 3_000,
    logLevel: 'info',
    apiUrl: 'https://api.github.com',
    database: { directory: './data' },
    registries: undefined,
  });
});

test('all others are read, and empty ones count as not set', () => {
  const all = { PORT: '0', HOST: '0.0.0.0', LOG_LEVEL: 'debug', GHE_HOST: 'ghe.example:8443', GHE_PROTOCOL: 'http' };
  expect(readEnvironment({ ...least, ...all, DATABASE_URL: 'postgres://db/x', DATA_DIR: '/d' })).toMatchObject({
    host: '0.0.0.0',
    port: 0,
    logLevel: 'debug',
    apiUrl: 'http://ghe.example:8443/api/v3',
    database: { url: 'postgres://db/x' },
  });
  const empty = Object.fromEntries(variables.map((name) => [name, '']));
  expect(readEnvironment({ ...empty, ...least })).toEqual(readEnvironment(least));
});

describe('the private key is read', () => {
  test.each([
    ['as it is', pem],
    ['with its line breaks as \\n', pem.replaceAll('\n', '\\n')],
    ['in base64', Buffer.from(pem).toString('base64')],
  ])('%s', (_, value) => {
    expect(readEnvironment({ ...least, PRIVATE_KEY: value }).privateKey).toBe(pem);
  });

  test('from a file', () => {
    const path = join(temporaryFolder(), 'key.pem');
    writeFileSync(path, pem);
    const env = { ...least, PRIVATE_KEY: undefined, PRIVATE_KEY_PATH: path };
    expect(readEnvironment(env).privateKey).toBe(pem);
  });
});

describe('registries', () => {
  test('are hosts with commas between', () => {
    const hosts = ['docker.io', 'ghcr.io', 'http://registry.internal:5000'];
    const { registries } = readEnvironment({ ...least, REGISTRY_HOSTS: ` ${hosts.join(', ')},` });
    expect(registries).toEqual({ hosts, credentials: new Map() });
  });

  test('get their credentials from the file that docker login writes', () => {
    const auth = (text: string) => ({ auth: Buffer.from(text).toString('base64') });
    const auths = {
      'https://index.docker.io/v1/': auth('hub:a:b'),
      'GHCR.io': auth('ghcr:c'),
      'quay.io/team': auth('team:d'),
      'helper.example': {},
    };
    const path = join(temporaryFolder(), 'auth.json');
    writeFileSync(path, JSON.stringify({ auths, credsStore: 'desktop' }));
    const { registries } = readEnvironment({ ...least, REGISTRY_HOSTS: 'docker.io', REGISTRY_AUTH_FILE: path });
    expect([...(registries?.credentials ?? [])]).toEqual([
      ['docker.io', { user: 'hub', password: 'a:b' }],
      ['ghcr.io', { user: 'ghcr', password: 'c' }],
    ]);
  });

  test.each([
    ['is not there', undefined],
    ['is no JSON', 'hunter2'],
    ['is no such file', '{"auths": {"ghcr.io": {"auth": 1, "password": "hunter2"}}}'],
  ])('whose file %s are named, and nothing of the file is', (_, content) => {
    const path = join(temporaryFolder(), 'auth.json');
    if (content !== undefined) writeFileSync(path, content);
    const problems = problemsOf({ ...least, REGISTRY_AUTH_FILE: path });
    expect(problems).toEqual([expect.stringMatching(/^REGISTRY_AUTH_FILE .*auth\.json cannot be read, or is not/)]);
    expect(problems.join()).not.toContain('hunter2');
  });
});

describe('what is wrong is said', () => {
  test('all at once, each with its variable', () => {
    expect(problemsOf({}).map((problem) => problem.split(' ')[0])).toEqual(['APP_ID', 'WEBHOOK_SECRET', 'PRIVATE_KEY']);
  });

  test.each([
    ['APP_ID', 'x', /^APP_ID must be a number/],
    ['WEBHOOK_SECRET', '  ', /^WEBHOOK_SECRET is missing/],
    ['PORT', '70000', /^PORT must be a port/],
    ['PORT', '-1', /^PORT must be a port/],
    ['REGISTRY_HOSTS', 'docker.io/library', /^REGISTRY_HOSTS must be hosts/],
    ['REGISTRY_HOSTS', 'docker.io, ftp://x', /^REGISTRY_HOSTS must be hosts/],
    ['LOG_LEVEL', 'loud', /^LOG_LEVEL must be one of fatal, error/],
    ['GHE_HOST', 'https://ghe.example', /^GHE_HOST must be a host name/],
    ['GHE_HOST', 'ghe.example/path', /^GHE_HOST must be a host name/],
    ['GHE_PROTOCOL', 'ftp', /^GHE_PROTOCOL must be http or https/],
    ['DATABASE_URL', 'mysql://db', /^DATABASE_URL must begin with postgres/],
    ['PRIVATE_KEY', 'nonsense', /^PRIVATE_KEY holds no PEM private key/],
  ])('%s=%s', (name, value, problem) => {
    const problems = problemsOf({ ...least, [name]: value });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(problem);
  });

  test('never with any of the key or the secret', () => {
    const broken = pem.replace(/A/g, '!');
    const message = problemsOf({ ...least, PRIVATE_KEY: broken, APP_ID: '' }).join();
    expect(message).not.toContain(broken.slice(40, 60));
    expect(message).not.toContain(least.WEBHOOK_SECRET);
  });

  test('a key file that is not there', () => {
    expect(problemsOf({ ...least, PRIVATE_KEY: '', PRIVATE_KEY_PATH: '/no/such.pem' })).toEqual([
      'PRIVATE_KEY_PATH /no/such.pem cannot be read: ENOENT',
    ]);
  });
});

test('.env.example lists every variable that is read, and no other, each with a comment above', () => {
  const lines = readFileSync(join(import.meta.dirname, '../../.env.example'), 'utf8').split('\n');
  const listed = lines.flatMap((line, index) => {
    const name = /^#?\s?([A-Z_]+)=/.exec(line)?.[1];
    if (name === undefined) return [];
    const commented = lines.slice(0, index).findLast((above) => !/^#?\s?[A-Z_]+=/.test(above));
    expect(commented, name).toMatch(/^# \S/);
    return [name];
  });
  expect(listed.sort()).toEqual([...variables].sort());
});
