import { spawn, type ChildProcess } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, onTestFinished, test } from 'vitest';
import { inspect } from '../src/cli/inspect.ts';
import type { Instruction } from '../src/dockerfile/model.ts';
import { contextFiles } from './support/docker-context.ts';
import { temporaryFolder } from './support/folders.ts';
import { root } from './support/imports.ts';
import { linkProductionPackages } from './support/production.ts';

const text = readFileSync(join(root, 'Dockerfile'), 'utf8');
const { file, findings, failures, stages } = inspect('Dockerfile', text);
const final = stages.find(({ stage }) => stage.final);
const finalInstructions = final?.stage.instructions ?? [];

function argumentsOf(keyword: string): readonly string[] {
  return finalInstructions.filter((one) => one.keyword === keyword).map((one) => one.args.text);
}

/** What the final stage copies from the build's context; not what it takes over from another stage. */
function copiedSources(): readonly string[] {
  const fromContext = (one: Instruction) => one.keyword === 'COPY' && !one.flags.some(({ name }) => name === 'from');
  return finalInstructions.filter(fromContext).flatMap((one) => one.args.text.split(/\s+/).slice(0, -1));
}

describe('our own Dockerfile', () => {
  test('gives our own review nothing to say', () => {
    expect({ findings, failures, problems: file.problems }).toEqual({ findings: [], failures: [], problems: [] });
  });

  test('runs node itself as the first process, as a user without privileges, and stops on SIGTERM', () => {
    // The official image's entrypoint ends in exec "$@".
    expect(final?.process.cmd).toMatchObject({ form: 'exec', argv: ['node', 'src/main.ts'], from: 'this-stage' });
    expect(argumentsOf('USER')).toEqual(['node']);
    expect(argumentsOf('STOPSIGNAL')).toEqual(['SIGTERM']);
    expect(argumentsOf('HEALTHCHECK')[0]).toContain('/live');
  });

  test('builds upon one pinned tag of Node', () => {
    const bases = file.stages.map(({ from }) => from?.args.text.split(' ')[0]);
    expect(new Set(bases).size).toBe(1);
    expect(bases[0]).toMatch(/^node:\d+\.\d+\.\d+-bookworm-slim$/);
  });

  test('copies the sources without sandbox, demo and tests', () => {
    const files = contextFiles(copiedSources());
    expect(files).toEqual(expect.arrayContaining(['package.json', 'src/main.ts', 'src/cli/check.ts']));
    expect(files.filter((path) => /sandbox|demo|test/.test(path) || !/\.(?:ts|json)$/.test(path))).toEqual([]);
  });
});

describe('a copy of exactly what the image holds', () => {
  const folder = temporaryFolder();
  const nodeOptions = ['--preserve-symlinks', '--preserve-symlinks-main', '--disable-warning=ExperimentalWarning'];

  function start(args: readonly string[], env: Readonly<Record<string, string>> = {}): ChildProcess {
    const child = spawn(process.execPath, [...nodeOptions, ...args], { cwd: folder, env, stdio: 'pipe' });
    onTestFinished(() => {
      child.kill('SIGKILL');
    });
    return child;
  }

  test('starts with production packages only, is healthy, and ends with 0 on SIGTERM', async () => {
    for (const path of contextFiles(copiedSources())) {
      mkdirSync(join(folder, dirname(path)), { recursive: true });
      cpSync(join(root, path), join(folder, path));
    }
    linkProductionPackages(folder);
    const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    const server = start(final?.process.cmd === 'unknown' ? [] : (final?.process.cmd?.argv.slice(1) ?? []), {
      NODE_ENV: 'production',
      APP_ID: '1',
      PRIVATE_KEY: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
      WEBHOOK_SECRET: 'a secret for this test',
      HOST: '0.0.0.0',
      PORT: '0',
      DATA_DIR: join(folder, 'data'),
    });
    const ended = once(server, 'exit');
    const port = new URL(await listeningAddress(server)).port;
    const healthcheck = file.stages.at(-1)?.instructions.find(({ keyword }) => keyword === 'HEALTHCHECK')?.command;
    const [, ...probe] = healthcheck?.argv ?? [];
    expect(await once(start(probe, { PORT: port }), 'exit')).toEqual([0, null]);
    server.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
    expect(await once(start(probe, { PORT: port }), 'exit')).toEqual([1, null]);
  }, 60_000);
});

/** The address in the log line `{"msg":"listening","address":"http://…"}`; rejects with the log when the process ends before. */
function listeningAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const log: string[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      if (stream === null) continue;
      createInterface({ input: stream }).on('line', (line) => {
        log.push(line);
        const address = /"address":"([^"]+)"/.exec(line)?.[1];
        if (address !== undefined && line.includes('"msg":"listening"')) resolve(address);
      });
    }
    child.once('exit', (code) => {
      reject(new Error(`It ended with ${code} before it listened:\n${log.join('\n')}`));
    });
  });
}
