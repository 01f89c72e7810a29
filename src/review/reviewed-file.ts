import type { Dockerfile, Process } from '../dockerfile/model.ts';
import type { ImageLookup } from '../dockerfile/process.ts';
import type { Finding, Fix } from '../lint/finding.ts';
import type { Span } from '../text/span.ts';

/** A Dockerfile that a pull request changes, read and linted before and after. */
export interface ReviewedFile {
  /** The head's. */
  readonly path: string;
  /** As GitHub gives it; undefined for pure renames and large diffs. */
  readonly patch: string | undefined;
  /** False where GitHub shows no diff and takes no comment; `patch` is then our own and says what changed. */
  readonly isShown?: boolean;
  readonly isNew: boolean;
  /** undefined when the file is new, or its old text could not be read. */
  readonly before: Analysis | undefined;
  readonly after: Analysis;
  /** Lints a changed text of this file; fixes are wanted for findings that begin inside `within`. */
  readonly relint: (text: string, within: Span) => readonly Finding[];
  /** The other file that a finding is cured in, where the pull request changes it; left out: none. */
  readonly beside?: (finding: Finding) => Beside | undefined;
}

/** Another file that the pull request changes, and what would cure a finding in it. */
export interface Beside {
  /** The head's. */
  readonly path: string;
  readonly patch: string | undefined;
  readonly text: string;
  readonly fix: Fix;
}

export interface Analysis {
  readonly file: Dockerfile;
  readonly findings: readonly Finding[];
  /** One per stage. */
  readonly processes: readonly Process[];
  /** What the processes were worked out with; the table of official images when left out. */
  readonly imageFacts?: ImageLookup;
}

/** A changed file with a Dockerfile's name that was not reviewed. */
export interface NotReviewed {
  readonly path: string;
  /** Ends a sentence: "it is a symbolic link". */
  readonly reason: string;
  /** Whether it is a Dockerfile that we should have read and could not; false: there is no Dockerfile to read. */
  readonly isGap: boolean;
  /** How many files `path` stands for; one when left out. */
  readonly count?: number;
}
