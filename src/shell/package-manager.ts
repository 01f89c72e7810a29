/**
 * What a subcommand does. `refresh` fetches the lists of what there is, `upgrade` changes packages that are there, `tidy`
 * removes those that nothing needs any more.
 */
export type PackageAction = 'install' | 'refresh' | 'upgrade' | 'full-upgrade' | 'remove' | 'tidy' | 'clean';

/** How a manager is told not to ask, and what it does where nobody can answer. */
export interface Confirmation {
  /** The short option; it may stand among others: `-yq`. */
  readonly letter: string;
  readonly long: RegExp;
  /** Options that answer only in front of the subcommand. */
  readonly global?: RegExp;
  /** Two `q` imply yes (apt-get(8), `-q`). */
  readonly quietImplies?: boolean;
  /** A setting that answers: `said` in a file or behind `-o` and `--setopt`, `copied` with the manager's own files, or made in the images that a stage is `based` upon. */
  readonly setting: { readonly said: RegExp; readonly copied: RegExp; readonly based?: RegExp };
  /** Options with which nothing is installed. */
  readonly dry: RegExp;
  /** The question. */
  readonly prompt: string;
  /** Its own last words when nobody answers. */
  readonly aborts: string;
  /** Peers' code. */
  readonly code: string | undefined;
}

/** What a manager leaves on disk that the image does not need. */
export interface PackageCache {
  /** What it is, as the subject of a message's clause. */
  readonly holds: string;
  readonly folders: readonly string[];
  readonly filledBy: readonly PackageAction[];
  /** The option of the subcommand that leaves nothing behind. */
  readonly option?: string;
  readonly optionPattern?: RegExp;
  /** Old releases that are still about do not know the option. */
  readonly isRecent?: boolean;
  /** Settings with which there is no cache, or it is to stay. */
  readonly setting?: { readonly said: RegExp; readonly copied: RegExp };
  /** Environment variables that turn the cache off or move it. */
  readonly variables: readonly string[];
  /** The command that removes it. */
  readonly removal: string;
  /** Whether nothing that comes later can miss what is removed. */
  readonly removable: 'safe' | 'unsafe';
  readonly code: string | undefined;
}

/** Packages that come along although nothing depends on them. */
export interface Recommends {
  readonly programs: readonly string[];
  /** The option that leaves them out. */
  readonly option: string;
  /** Options that decide either way. */
  readonly decided: RegExp;
  readonly setting: { readonly said: RegExp; readonly copied: RegExp };
  readonly code: string;
}

/** How a package is told apart from one with a version. */
export interface Pinning {
  /** Operands that name a version, or are no name in a registry (paths, addresses, groups). */
  readonly pinned: RegExp;
  /** Options that give the version elsewhere. */
  readonly elsewhere?: RegExp;
  readonly example: string;
  readonly code: string | undefined;
}

/** One program that installs packages, or a family that reads its command line alike. */
export interface PackageManager {
  readonly programs: readonly string[];
  /** By subcommand, of one word or two. */
  readonly actions: Readonly<Record<string, PackageAction>>;
  /** What it does without a subcommand. */
  readonly bare?: PackageAction;
  /** Short options that take a value. */
  readonly valueLetters: string;
  /** Long options whose value is the next word. */
  readonly valueOptions: readonly string[];
  /** Options with which an install fetches the lists itself. Set only for managers that do not do so anyway. */
  readonly refreshes?: RegExp;
  readonly confirmation?: Confirmation;
  readonly cache?: PackageCache;
  readonly recommends?: Recommends;
  readonly pinning?: Pinning;
}

/** An operand that is no name in a registry: a path, an address, a pattern, a package's file. */
export const notFromRegistry: RegExp =
  /^\.|^\/|^~|^[A-Za-z][\w+.-]*:\/\/|^git\+|[*]|\.(?:deb|rpm|apk|whl|tgz|gem|tar\.gz|zip)$/;

export function either(...patterns: readonly RegExp[]): RegExp {
  return new RegExp(patterns.map(({ source }) => `(?:${source})`).join('|'));
}
