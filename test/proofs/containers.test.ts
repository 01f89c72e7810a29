import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { LintConfig } from '../../src/lint/config.ts';
import { fixAll } from '../../src/lint/fix.ts';
import { noFacts } from '../../src/lint/rule.ts';
import { rules } from '../../src/rules/index.ts';
import { temporaryFolder } from '../support/folders.ts';
import { createBuilder, type Builder, type Built, type ImageConfig } from './buildah.ts';
import { configuredBy, startedBy } from './configured.ts';
import { buildCases, containerCases, type Outcome } from './container-cases.ts';
import { addScript, createSystem, shellPrograms } from './rootfs.ts';
import { describeWith, inParallel } from './tools.ts';

/** Prints the words that it was given. */
const show = `#!/shells/dash
printf '%s' "\${0##*/}"; [ $# = 0 ] || printf ' [%s]' "$@"; echo
[ "\${0##*/}" != fail ] || exit 3
`;

const base = 'FROM localhost/proof/system\nENV PATH=/programs:/bin NAME=me\n';

/** The text with the fixes of one rule. */
function fixed(text: string, rule: string, level: 'safe' | 'unsafe' = 'safe'): string {
  const config: LintConfig = { rules: {} };
  return fixAll(
    'Dockerfile',
    text,
    rules.filter(({ id }) => id === rule),
    config,
    noFacts,
    level,
  ).text;
}

interface Mending {
  readonly rule: string;
  readonly text: string;
  readonly level?: 'unsafe';
}

/** The Dockerfile and what the fix makes of it. */
function both({ rule, text, level }: Mending): readonly [string, string] {
  const broken = `${base}${text}\n`;
  return [broken, fixed(broken, rule, level)];
}

describeWith(['buildah', 'root', 'namespaces', ...shellPrograms], 'containers before and after a fix', () => {
  const folder = temporaryFolder();
  const context = join(folder, 'context');
  const system = join(context, 'system');
  const builders: Builder[] = [];
  const built = new Map<string, Built>();

  beforeAll(async () => {
    createSystem(system);
    for (const name of ['show', 'fail']) addScript(system, join('programs', name), show);
    addScript(system, 'programs/cat', '#!/shells/dash\nexec /shells/busybox cat\n');
    for (let index = 0; index < 4; index++) {
      const store = join(folder, String(index));
      mkdirSync(store);
      builders.push(createBuilder(store));
    }
    const name = 'localhost/proof/system';
    await Promise.all(builders.map((builder) => builder.build('FROM scratch\nCOPY system /\n', { context, name })));
    const texts = [...new Set([...containerCases, ...buildCases].flatMap(both))];
    const all = await inParallel(builders, texts, (builder, text) => builder.build(text));
    texts.forEach((text, index) => built.set(text, all[index]!));
  }, 240_000);

  function configOf(text: string): ImageConfig {
    const result = built.get(text)!;
    if ('refused' in result) throw new Error(result.refused);
    return result.config;
  }

  /** What the image says, executed in the image's files as `docker run` would. */
  function run(text: string): Promise<Outcome> {
    const config = configOf(text);
    const variables = (config.Env ?? []).map((line) => line.split(/=([^]*)/).slice(0, 2));
    return execute(system, startedBy(configuredBy(config)), Object.fromEntries(variables) as Record<string, string>);
  }

  test.each(containerCases)('$rule: $text', async (given) => {
    const [broken, mended] = both(given);
    expect(mended).not.toBe(broken);
    expect({ before: await run(broken), after: await run(mended) }).toEqual({
      before: given.before,
      after: given.after,
    });
  });

  test.each(buildCases)('the build of $text stops before the fix of $rule, and not after it', (given) => {
    const [broken, mended] = both(given);
    expect(built.get(broken)).toHaveProperty('refused');
    expect(built.get(mended)).toHaveProperty('config');
  });

  describe('with the builder’s own way to run a container', () => {
    const some = containerCases.filter((_, index) => index % 14 === 0);
    test.each(some)('$rule: $text', { timeout: 60_000 }, async (given) => {
      const [builder] = builders;
      const [broken, mended] = both(given);
      for (const [text, outcome] of [
        [broken, given.before],
        [mended, given.after],
      ] as const) {
        const image = await builder!.build(text, { name: 'x' });
        const container = (await builder!.run('from', '--pull-never', 'x')).stdout.trim();
        const argv = startedBy(configuredBy('config' in image ? image.config : {}));
        const { status, stdout } = await builder!.run('run', '--isolation', 'chroot', container, '--', ...argv);
        expect({ works: status === 0, says: stdout.trim() }).toEqual({
          works: outcome.status === 0,
          says: outcome.says,
        });
      }
    });
  });
});

/** In a namespace of its own, with the image's files as its root. */
function execute(root: string, argv: readonly string[], env: Readonly<Record<string, string>>): Promise<Outcome> {
  const options = ['--pid', '--fork', '--kill-child', '--root', root, '--wd', '/'];
  return new Promise((resolve, reject) => {
    const child = execFile('/usr/bin/unshare', [...options, '--', ...argv], { env }, (error, stdout) => {
      const status = error === null ? 0 : error.code;
      if (typeof status === 'number') resolve({ status, says: stdout.trim() });
      else reject(new Error(`unshare did not run ${argv.join(' ')}`, { cause: error }));
    });
    child.stdin?.end();
  });
}
