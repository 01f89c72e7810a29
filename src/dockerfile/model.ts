import type { MappedText } from '../text/mapped.ts';
import type { Asked } from '../text/memo.ts';
import type { Source } from '../text/source.ts';
import type { Span } from '../text/span.ts';

/** A parsed Dockerfile. Parsing never throws: what Docker would refuse stands in `problems`, all the rest is still read. */
export interface Dockerfile extends Asked {
  readonly source: Source;
  readonly escape: '\\' | '`';
  readonly directives: readonly Directive[];
  /** All instructions in file order, those before the first FROM included. */
  readonly instructions: readonly Instruction[];
  readonly stages: readonly Stage[];
  /** Whole-line comments, those inside continued instructions included; parser directives are not comments. */
  readonly comments: readonly Comment[];
  readonly problems: readonly Problem[];
}

/** `# syntax=`, `# escape=` or `# check=` at the head of the file. */
export interface Directive {
  readonly name: string;
  readonly value: string;
  readonly line: number;
  readonly span: Span;
}

export interface Comment {
  readonly line: number;
  readonly span: Span;
  /** Without `#` and surrounding blanks. */
  readonly text: string;
}

/** Something Docker refuses (or, as with an empty continuation, warns about). */
export interface Problem {
  readonly message: string;
  readonly span: Span;
  /** `error`: Docker does not build it; `warning`: it builds and complains. */
  readonly severity: 'error' | 'warning';
}

export interface Instruction {
  /** Upper case: `RUN`. */
  readonly keyword: string;
  readonly keywordSpan: Span;
  /** From the keyword to the end of the last line, heredoc bodies and their delimiters included; no line break at the end. */
  readonly span: Span;
  /** Lines from 1, inclusive. */
  readonly startLine: number;
  readonly endLine: number;
  /** The logical line: continuations joined, comments and empty lines inside dropped. */
  readonly line: MappedText;
  /** Leading `--flags`, quotes and escapes removed. */
  readonly flags: readonly Flag[];
  /** What follows keyword and flags, blanks around it removed, mapped to the source. */
  readonly args: MappedText;
  /** The arguments as a JSON array of strings, where Docker reads them as such. */
  readonly json: JsonArray | undefined;
  readonly heredocs: readonly Heredoc[];
  /** The instruction inside ONBUILD. */
  readonly trigger: Instruction | undefined;
  /** What RUN, CMD, ENTRYPOINT, SHELL and the CMD of HEALTHCHECK hand to Docker; of ONBUILD see `trigger`. */
  readonly command: Command | undefined;
  /** Which stage it belongs to; undefined before the first FROM (in a fragment: the one nameless stage, 0). */
  readonly stage: number | undefined;
}

export interface Flag {
  /** Without `--`: `mount`. */
  readonly name: string;
  /** What follows `=`; undefined for a flag without one. */
  readonly value: string | undefined;
  readonly span: Span;
}

export interface JsonArray {
  readonly values: readonly string[];
  /** One per value, quotes included. */
  readonly spans: readonly Span[];
  /** From `[` to `]`. */
  readonly span: Span;
}

export interface Heredoc {
  readonly name: string;
  /** False when the name is quoted. */
  readonly expand: boolean;
  /** `<<-`: leading tabs are dropped. */
  readonly chomp: boolean;
  readonly fileDescriptor: number;
  /** `<<EOF` on the instruction's line. */
  readonly opener: Span;
  /** The body as it stands, line breaks included, delimiter excluded. */
  readonly body: Span;
  readonly delimiter: Span;
  readonly terminated: boolean;
}

/**
 * The shell that turns shell form into a process: `argv` with the text as one more argument.
 * `from` says where it was set; `default` is Docker's own `/bin/sh -c` (or `cmd /S /C` on Windows bases).
 */
export interface Shell {
  readonly argv: readonly string[];
  readonly kind: 'sh' | 'bash' | 'powershell' | 'cmd' | 'other';
  readonly from: 'default' | 'this-stage' | 'parent-stage' | 'base-image';
  /** Where the SHELL instruction stands, when this file holds it. */
  readonly span: Span | undefined;
}

/** What one instruction makes Docker execute. */
export interface Command {
  /** As Docker reads it: a malformed array is `shell`. */
  readonly form: 'exec' | 'shell' | 'heredoc';
  /** The text looks like a JSON array that Docker does not accept as one, so `form` is `shell`. */
  readonly malformedArray: boolean;
  /** Exactly what is executed; for `heredoc` the shell with the body as its script (or the script's interpreter line). */
  readonly argv: readonly string[];
  /** The shell's script (shell form and heredoc), or the array's text. Mapped to the source. */
  readonly text: MappedText;
  readonly span: Span;
  /** The shell in force here. */
  readonly shell: Shell;
}

export interface Stage {
  readonly index: number;
  /** Lower case as Docker compares it; undefined without AS. */
  readonly name: string | undefined;
  /** undefined in a fragment (a text without FROM). */
  readonly from: Instruction | undefined;
  readonly base: Base;
  readonly platform: string | undefined;
  /** FROM excluded. */
  readonly instructions: readonly Instruction[];
  /** Whether it is the last stage, which a build without --target produces. */
  readonly final: boolean;
}

/** What a stage builds upon. */
export type Base =
  | { readonly kind: 'stage'; readonly stage: number }
  | { readonly kind: 'scratch' }
  | { readonly kind: 'image'; readonly image: ImageName; readonly text: string }
  /** The name holds a variable that no global ARG gives a value, or it is missing. */
  | { readonly kind: 'unknown'; readonly text: string };

/** `registry/repository:tag@digest`; Docker Hub's defaults are filled in: `docker.io`, `library/node`, tag `latest` unless a digest is given. */
export interface ImageName {
  readonly registry: string;
  readonly repository: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

/** What is known of a base image. Anything undefined is not known, and then nothing is claimed; null means: known to be unset. */
export interface ImageFacts {
  readonly family: 'debian' | 'alpine' | 'fedora' | 'windows' | 'distroless' | 'other' | undefined;
  /** What `/bin/sh` is. */
  readonly sh: 'dash' | 'busybox' | 'bash' | 'none' | undefined;
  readonly entrypoint: readonly string[] | null | undefined;
  readonly cmd: readonly string[] | null | undefined;
  readonly shell: readonly string[] | null | undefined;
  /** Names that ENV declares. */
  readonly env: readonly string[] | undefined;
  /** Whether it may declare more: a table knows what all versions of an image have in common. */
  readonly isEnvPartial?: boolean | undefined;
  /** Whether there is a bash. */
  readonly bash?: boolean | undefined;
  /** As USER has it; null: root. */
  readonly user?: string | null | undefined;
}

/** A file of the repository as git keeps it. */
export interface RepositoryFile {
  /** git's mode: `100644`, `100755`, `120000` (symbolic link), `160000` (submodule), `040000` (folder). */
  readonly mode: string;
  /** undefined for what is no text, is too large, or was asked for its mode alone. */
  readonly text: string | undefined;
}

/**
 * A file of the repository by its path from the root. null: there is none. undefined: nobody looked, and then nothing is
 * claimed. `want` says how much of it matters: many bytes need not be read where the mode alone does.
 */
export type FileLookup = (path: string, want?: 'text' | 'mode') => RepositoryFile | null | undefined;

export type Origin = 'this-stage' | 'parent-stage' | 'base-image';

/** One of the two halves of what a container executes. */
export interface ProcessPart {
  readonly form: Command['form'];
  readonly argv: readonly string[];
  readonly from: Origin;
  /** The instruction that set it, when this file holds it. */
  readonly instruction: Instruction | undefined;
}

/** What `docker run` of the image that a stage produces will execute. */
export interface Process {
  readonly shell: Shell;
  /** undefined: none; `unknown`: it depends on a base image nothing is known of. */
  readonly entrypoint: ProcessPart | undefined | 'unknown';
  readonly cmd: ProcessPart | undefined | 'unknown';
  /** Entrypoint followed by cmd; empty when there is nothing to execute. */
  readonly argv: readonly string[] | 'unknown';
  /** Sentences that explain the above, in the order of their effect: "ENTRYPOINT in line 7 resets the CMD of stage base (line 3)". */
  readonly reasons: readonly string[];
}
