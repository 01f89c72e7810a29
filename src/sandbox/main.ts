import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startSandbox } from './server.ts';

/**
 * The stand-in as a process of its own: `node src/sandbox/main.ts [--port N] [--host ADDRESS] [--slug NAME]
 * [--with-parent]`. Prints one line of JSON (`url`, `appId`, `slug`, `privateKeyPath`, `webhookSecret`), then serves
 * until SIGTERM or SIGINT, or with `--with-parent` until its standard input ends.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '0' },
      host: { type: 'string', default: '127.0.0.1' },
      slug: { type: 'string', default: 'dockerfile-review' },
      'with-parent': { type: 'boolean', default: false },
    },
  });
  const sandbox = await startSandbox({
    port: Number(values.port),
    host: values.host,
    app: { slug: values.slug },
    log: (message) => process.stderr.write(`${message}\n`),
  });
  const folder = await mkdtemp(join(tmpdir(), 'github-sandbox-key-'));
  const privateKeyPath = join(folder, 'app.pem');
  await writeFile(privateKeyPath, sandbox.app.privateKey, { mode: 0o600 });
  const webhookSecret = randomBytes(24).toString('hex');
  const { id: appId, slug } = sandbox.app;
  process.stdout.write(`${JSON.stringify({ url: sandbox.url, appId, slug, privateKeyPath, webhookSecret })}\n`);
  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    await Promise.all([sandbox.close(), rm(folder, { recursive: true, force: true })]);
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop());
  if (values['with-parent']) process.stdin.resume().on('end', () => void stop());
}

await main();
