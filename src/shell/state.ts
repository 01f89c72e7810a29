import type { SimpleCommand } from './commands.ts';

/** A part of a shell's state that ends with the shell. */
export type StateKind = 'export' | 'cd' | 'source' | 'eval' | 'alias' | 'ulimit' | 'umask' | 'set';

/** What of its own shell a command changes; undefined when it does other work, or only prints. */
export function stateKind({ name, words }: SimpleCommand): StateKind | undefined {
  const args = words.slice(1).map(({ text }) => text);
  switch (name) {
    case 'cd':
      return 'cd';
    case 'export':
      return args.some((text) => /^["']?[A-Za-z_]/.test(text)) ? 'export' : undefined;
    case 'alias':
      return args.some((text) => text.includes('=')) ? 'alias' : undefined;
    case 'umask':
    case 'ulimit':
      return args.some((text) => /^[^-]/.test(text)) ? name : undefined;
    case 'set':
      return args.length > 0 ? 'set' : undefined;
    case '.':
    case 'source':
      return setsUpEnvironment(args[0] ?? '') ? 'source' : undefined;
    case 'eval':
      return args.length === 1 && printsSetUp.test(args[0] ?? '') ? 'eval' : undefined;
    default:
      return undefined;
  }
}

/** Scripts that are known to set variables and do nothing else. Any other may do the RUN's work. */
function setsUpEnvironment(script: string): boolean {
  const name = script.replaceAll(/["']/g, '').split('/').at(-1) ?? '';
  return /^(?:activate|\.?\w*profile|\.\w*rc|bashrc|bash\.bashrc|\.?env|(?:\w+[-_.])?env(?:ironment)?(?:[-_.]setup)?\.sh|environment|setup\.(?:bash|zsh)|nvm\.sh|conda\.sh|sdkman-init\.sh|\w*vars\.sh)$/.test(
    name,
  );
}

/** `eval "$(pyenv init -)"`: commands that print assignments for the shell, and nothing that would do the RUN's work. */
const printsSetUp = new RegExp(
  /^["']?(?:\$\(|`)\s*(?:\S*\/)?/.source +
    /(?:(?:py|rb|node|go|pl|php|j)env\s+(?:virtualenv-)?init|(?:opam|fnm)\s+(?:config\s+)?env|luarocks\s+path|brew\s+shellenv|(?:conda|mamba|micromamba)\s+shell|(?:direnv\s+hook|mise\s+activate)|ssh-agent)\b/
      .source +
    /[^;&|]*$/.source,
);

/** `cd src make`, `set -e make`: the word that was meant as the next command and became an argument. */
export function swallowedWord(kind: StateKind, command: SimpleCommand): string | undefined {
  const operands = command.words.slice(1).map(({ text }) => text);
  if (kind === 'set')
    return operands.includes('--')
      ? undefined
      : operands.find((text, at) => /^\w/.test(text) && !/^[-+]\w*o$/.test(operands[at - 1] ?? ''));
  return kind === 'cd' ? operands.filter((text) => !text.startsWith('-'))[1] : undefined;
}

/** Where a `cd` goes, without quotes and without the `/` at the end; undefined for other commands. */
export function cdTarget({ name, words }: SimpleCommand): string | undefined {
  return name === 'cd' ? (words[1]?.text ?? '').replace(/["']/g, '').replace(/(?<=.)\/$/, '') : undefined;
}

const lastChange = /^[^]*(?:^|[\s;&|])(?:cd|export|source|\.|eval|alias|ulimit|umask|set)((?:\s[^]*)?)$/;

/** A quick look that spares most RUNs the reading of their script: behind the last change another command stands. */
export function mayEndWithChange(text: string): boolean {
  const rest = lastChange.exec(text)?.[1];
  if (rest === undefined) return false;
  return /["'`()\\#{]/.test(rest) || !/(?:&&|[;|\n])\s*\S/.test(rest);
}

/** The names that exports among commands set or pass on. */
export function namesExported(
  changes: readonly { readonly kind: StateKind; readonly command: SimpleCommand }[],
): readonly string[] {
  const given = changes.filter(({ kind }) => kind === 'export').flatMap(({ command }) => command.words.slice(1));
  return given.flatMap(({ text }) => /^["']?([A-Za-z_]\w*)/.exec(text)?.[1] ?? []);
}
