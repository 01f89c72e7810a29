import type { SimpleCommand } from './commands.ts';
import { programOf } from './pipe-roles.ts';
import { isShell, programName } from './vocabulary.ts';

/** Files that a program reads without being told to, and refuses when they are an error page. */
const readUnasked: readonly (readonly [RegExp, RegExp])[] = [
  [/^(?:package|package-lock|npm-shrinkwrap)\.json$/, /^(?:npm|npx|yarn|pnpm)$/],
  [/^Gemfile(?:\.lock)?$/, /^bundler?$/],
  [/^composer\.(?:json|lock)$/, /^(?:composer|composer\.phar|php)$/],
  [/^Cargo\.(?:toml|lock)$/, /^cargo$/],
  [/^pom\.xml$/, /^mvn$/],
  [/\.(?:list|sources)$/, /^apt(?:-get)?$/],
  [/\.repo$/, /^(?:yum|dnf|microdnf|zypper)$/],
];

/** A key ring: without the key in it apt-get update refuses the source that it is for. */
const aptKey = /\.(?:gpg|asc)$/;

/**
 * Whether a command stops for an error page in place of a downloaded file: it runs the file, itself or with an
 * interpreter, or reads it as its project. PHP is no such interpreter: it prints HTML and succeeds.
 */
export function refusesPage(command: SimpleCommand, file: string): boolean {
  const program = programOf(command);
  // gosu, tini and the like start what follows, and are files themselves.
  if ([program, programName(command.name ?? '')].includes(file.toLowerCase())) return true;
  if (readUnasked.some(([name, reader]) => name.test(file) && reader.test(program))) return true;
  if (aptKey.test(file)) return /^apt(?:-get)?$/.test(program) && command.words.some(({ text }) => text === 'update');
  const runs = isShell(program) || /^(?:\.|source|(?:python|perl|ruby|node|java|pip)[\d.]*)$/.test(program);
  return (
    runs &&
    command.words.slice(1).some(
      ({ text }) =>
        text
          .replace(/^["']|["']$/g, '')
          .split('/')
          .at(-1) === file,
    )
  );
}
