import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { beforeAll, describe, expect, test } from 'vitest';
import { makesWay, type KnownShell } from '../../src/shell/makes-way.ts';
import { withExec } from '../../src/shell/with-exec.ts';
import { temporaryFolder } from '../support/folders.ts';
import { addScript, createSystem, shellPrograms, shells } from './rootfs.ts';
import { describeWith } from './tools.ts';

// It tells by USR1 whether TERM came before: both are pending or handled by then. It looks again and again, since a
// signal between the look and a `wait` would leave it waiting.
const server = `#!/shells/dash
trap 'got=TERM' TERM
trap 'asked=yes' USR1
echo ready
while [ -z "$asked" ] && [ -z "$got" ]; do /shells/busybox sleep 0.02; done
echo "got \${got:-nothing}"
[ "$got" = TERM ] && exit 42
exit 7
`;

/** How docker stop ended, or would not: who was process 1, and what the program heard of the SIGTERM to it. */
interface Stopped {
  readonly first: 'the shell' | 'the program';
  readonly heard: string;
  readonly status: number | null;
}

interface Started {
  readonly first: number;
  readonly program: number;
  /** The next line that the container writes. */
  readonly line: () => Promise<string | undefined>;
  readonly exited: Promise<number | null>;
}

/** Start a command line as process 1 of a namespace, and wait until the program is there. */
async function start(system: string, shell: readonly string[], text: string): Promise<Started> {
  const options = ['--pid', '--fork', '--kill-child', '--root', system, '--wd', '/'];
  const child = spawn('/usr/bin/unshare', [...options, '--', ...shell, '-c', text], {
    env: { PATH: '/programs' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit').then(([status]) => status as number | null);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const line = async (): Promise<string | undefined> => (await lines.next()).value;
  await line();
  const [first] = childrenOf(child.pid!);
  const program = descendantsOf(first!).find((pid) => commandOf(pid).includes('/programs/server'));
  return { first: first!, program: program!, line, exited };
}

/** Send process 1 SIGTERM, as docker stop does, then ask the program. */
async function stop(system: string, shell: readonly string[], text: string): Promise<Stopped> {
  const { first, program, line, exited } = await start(system, shell, text);
  process.kill(first, 'SIGTERM');
  if (program !== first) process.kill(program, 'SIGUSR1');
  const answer = await line();
  return {
    first: program === first ? 'the program' : 'the shell',
    heard: answer?.replace('got ', '') ?? 'it was killed',
    status: await exited,
  };
}

function childrenOf(pid: number): readonly number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  return text === '' ? [] : text.split(' ').map(Number);
}

function descendantsOf(pid: number): readonly number[] {
  return [pid, ...childrenOf(pid).flatMap(descendantsOf)];
}

function commandOf(pid: number): readonly string[] {
  return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
}

const texts = [
  'server a',
  'server "$X"',
  'true && server a',
  'cd /tmp && A=1 server',
  'A=1 server',
  'server a 2>&1',
  'true && server 2>&1',
  'server; true',
  'server a || true',
  'exec server a',
  'true && exec server 2>&1',
];

/** The shell that each base image has as /bin/sh, or that people name (src/dockerfile/image-table.ts). */
const known: Readonly<Record<string, KnownShell>> = {
  dash: 'dash',
  bash: 'bash',
  'bash as sh': 'bash',
  busybox: 'busybox',
};

describeWith(['root', 'namespaces', ...shellPrograms], 'process 1 and SIGTERM', () => {
  const system = temporaryFolder();

  beforeAll(() => {
    createSystem(system);
    addScript(system, 'programs/server', server);
  });

  describe.each(Object.entries(known))('%s', (name, kind) => {
    const shell = shells[name]!;
    test.each(texts)('%s', async (text) => {
      const program = /(?:^|&& )exec /.test(text) || makesWay(kind, text);
      const ending = text.endsWith('; true') ? 0 : 7;
      const said: Stopped = program
        ? { first: 'the program', heard: 'TERM', status: 42 }
        : { first: 'the shell', heard: 'nothing', status: text.endsWith('|| true') ? 0 : ending };
      expect(await stop(system, shell, text)).toEqual(said);
    });

    test.each(texts.filter((text) => 'text' in withExec(text)))('%s, with the exec of our fix', async (text) => {
      const fixed = withExec(text);
      expect('text' in fixed && (await stop(system, shell, fixed.text))).toEqual({
        first: 'the program',
        heard: 'TERM',
        status: 42,
      });
    });
  });

  test('a shell behind an init ends before its program hears of SIGTERM', async () => {
    // As tini does: hand the signal to the child alone, and end when that has ended.
    const init = "/shells/dash -c 'server a' & child=$!; trap 'kill -TERM $child' TERM; wait $child; wait $child";
    const { first, program, line, exited } = await start(system, ['/shells/dash'], init);
    expect(childrenOf(first)).not.toContain(program);
    process.kill(first, 'SIGTERM');
    expect(await line(), 'the program says nothing, since it is killed').toBeUndefined();
    expect(await exited).toBe(143);
  });

  test('no shell is needed for exec form', async () => {
    expect(await stop(system, ['/programs/server'], '')).toEqual({ first: 'the program', heard: 'TERM', status: 42 });
  });
});
