import type { TextEdit } from '../text/edit.ts';
import { callsOf } from './calls.ts';
import type { SimpleCommand } from './commands.ts';
import type { Script } from './parse.ts';
import { unwrap } from './programs.ts';
import { programName } from './vocabulary.ts';

/** An install that takes the lock file for a hint, and how the same manager is told to keep to it. */
export interface LockableInstall {
  readonly command: SimpleCommand;
  readonly manager: Manager;
  /** Without the programs in front of it. */
  readonly shown: string;
  /** Makes `installs` of it; `option` instead of the manager's own. */
  readonly edit: (option?: string) => TextEdit;
}

export interface Manager {
  readonly programs: readonly string[];
  /** The verb that is replaced, or to which the option is added. */
  readonly verb: RegExp;
  /** The program alone installs as well. */
  readonly bare: boolean;
  /** Beside package.json; the first that is there counts. */
  readonly locks: readonly string[];
  /** Another verb, or an option: `npm ci`, `--frozen-lockfile`. */
  readonly installs: string;
  /** With CI in its environment it keeps to the lock file by itself. */
  readonly heedsCi: boolean;
}

/**
 * https://docs.npmjs.com/cli/commands/npm-ci, https://classic.yarnpkg.com/lang/en/docs/cli/install/,
 * https://pnpm.io/cli/install, https://bun.sh/docs/cli/install. npm reads npm-shrinkwrap.json before package-lock.json.
 * Not here, because they install what their lock file names as they are: composer and bundler; pip has none.
 */
const managers: readonly Manager[] = [
  {
    programs: ['npm'],
    verb: /^(?:install|i)$/,
    bare: false,
    locks: ['npm-shrinkwrap.json', 'package-lock.json'],
    installs: 'npm ci',
    heedsCi: false,
  },
  {
    programs: ['yarn', 'yarnpkg'],
    verb: /^install$/,
    bare: true,
    locks: ['yarn.lock'],
    installs: '--frozen-lockfile',
    heedsCi: true,
  },
  {
    programs: ['pnpm'],
    verb: /^(?:install|i)$/,
    bare: false,
    locks: ['pnpm-lock.yaml'],
    installs: '--frozen-lockfile',
    heedsCi: true,
  },
  {
    programs: ['bun'],
    verb: /^(?:install|i)$/,
    bare: false,
    locks: ['bun.lock', 'bun.lockb'],
    installs: '--frozen-lockfile',
    heedsCi: true,
  },
];

/**
 * Options that change nothing about the lock file, and that the locked install takes as well. Others name packages, other
 * folders, or say that no lock is wanted.
 */
const harmless = new RegExp(
  `^--(?:${[
    ...['production(?:=(?:true|false))?', 'prod', 'omit=\\w+', 'include=\\w+', 'only=\\w+', 'no-optional'],
    ...['ignore-scripts', 'ignore-engines', 'ignore-optional', 'legacy-peer-deps', 'unsafe-perm', 'force'],
    ...['no-audit', 'no-fund', 'audit=false', 'fund=false', 'prefer-offline', 'network-timeout(?:=\\d+)?', 'no-cache'],
    ...['silent', 'quiet', 'verbose', 'loglevel[= ]?\\w*', 'no-progress', 'non-interactive', 'reporter=[\\w-]+'],
    ...['shamefully-hoist', 'recursive', 'check-files'],
  ].join('|')})$|^-[fsdqPr]+$|^\\d+$`,
);

/** Every such install of a script, without packages and for the folder that it is in. */
export function lockableInstalls(script: Script): readonly LockableInstall[] {
  const calls = callsOf(script).filter(({ name }) => managers.some(({ programs }) => programs.includes(name)));
  return calls.flatMap(({ command }) => readInstall(command) ?? []);
}

function readInstall(command: SimpleCommand): LockableInstall | undefined {
  const argv = command.words.map(({ value, text }) => value ?? text);
  const own = unwrap(argv);
  const [program = '', verb = '', ...behind] = own;
  const manager = managers.find(({ programs }) => programs.includes(programName(program)));
  if (manager === undefined) return undefined;
  const named = manager.verb.test(verb);
  const rest = named ? behind : own.slice(1);
  const last = command.words[argv.length - rest.length - 1];
  if ((!named && !manager.bare) || last === undefined || !rest.every((word) => harmless.test(word))) return undefined;
  const edit: LockableInstall['edit'] = (option = manager.installs) =>
    option.startsWith('--')
      ? { span: { start: last.span.end, end: last.span.end }, text: ` ${option}` }
      : { span: last.span, text: option.split(' ').at(-1) ?? '' };
  return { command, manager, shown: [programName(program), ...own.slice(1)].join(' '), edit };
}
