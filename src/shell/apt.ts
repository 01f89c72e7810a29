import type { TextEdit } from '../text/edit.ts';
import { isEditable, valuesOf, type Call } from './calls.ts';
import type { SimpleCommand } from './commands.ts';
import type { Script } from './parse.ts';

/** A call of apt, and what a script should call in its place. */
export interface AptCall {
  readonly command: SimpleCommand;
  /** A sentence. */
  readonly cure: string;
  /** In the script; undefined where no command does the same. */
  readonly edits: readonly TextEdit[] | undefined;
  /** Whether the edited command does exactly what this one does. */
  readonly same: boolean;
}

/** Subcommands that apt-get has under the same name (apt-get(8)); `full-upgrade` since apt 1.1. */
const ofAptGet: ReadonlySet<string> = new Set(
  (
    'install reinstall remove purge autoremove autopurge update upgrade full-upgrade dist-upgrade build-dep satisfy source ' +
    'download changelog clean autoclean'
  ).split(' '),
);

/** Those of apt-cache. Their output is laid out otherwise, which whoever reads it must know. */
const ofAptCache: ReadonlySet<string> = new Set(['search', 'show', 'showsrc', 'policy', 'depends', 'rdepends']);

/** Options of apt that take the next word as their value (apt(8)). */
const takesValue = /^(?:-[a-z]*[toca]|--(?:target-release|default-release|option|config-file|host-architecture))$/;

/** What to write in the place of a call of apt; undefined where it only prints what it is. */
export function replacementOf(script: Script, { command, program, words }: Call): AptCall | undefined {
  const values = valuesOf(words);
  const at = values.findIndex((value, index) => !value.startsWith('-') && !takesValue.test(values[index - 1] ?? ''));
  const subcommand = words[at];
  if (subcommand?.value === undefined || values.includes('--version')) return undefined;
  const { value } = subcommand;
  const only = (cure: string): AptCall => ({ command, cure, edits: undefined, same: false });
  if (ofAptCache.has(value)) return only(`\`apt-cache ${value}\` answers the same, in another layout.`);
  if (value === 'list') return only('`dpkg-query -W` lists what is installed, `apt-cache pkgnames` what there is.');
  if (!ofAptGet.has(value)) return only('apt-get, apt-cache and dpkg are for scripts.');
  if (!isEditable(script, program)) return only(`\`apt-get ${value}\` does the same.`);
  const start = program.span.end - (/apt["']?$/.exec(program.text)?.[0].length ?? 0);
  const edits: TextEdit[] = [{ span: { start: start + 'apt'.length, end: start + 'apt'.length }, text: '-get' }];
  // APT::Get::Upgrade-Allow-New is on for apt alone (apt.conf.d of apt's own, Binary::apt).
  const allowsNew = value === 'upgrade' && !values.includes('--with-new-pkgs');
  if (allowsNew && isEditable(script, subcommand)) {
    edits.push({ span: { start: subcommand.span.end, end: subcommand.span.end }, text: ' --with-new-pkgs' });
  }
  const cure = `\`apt-get ${value}${allowsNew ? ' --with-new-pkgs' : ''}\` does the same${value === 'update' ? '.' : ', and stays as it is.'}`;
  return { command, cure, edits, same: !words.slice(at + 1).some(({ text }) => isPattern(text)) };
}

/** apt-get also takes regular expressions for packages, which apt does not (APT::Cmd::Pattern-Only, apt 2.0). */
function isPattern(text: string): boolean {
  return /[*?[\]^$|]/.test(text) && !text.startsWith('-') && !/^["']?\$/.test(text);
}
