import type { TextEdit } from '../text/edit.ts';
import type { Span } from '../text/span.ts';

export type Severity = 'info' | 'warning' | 'error';

/**
 * How far a fix may be trusted. `safe`: keeps the meaning, or turns what surely fails into what was plainly meant.
 * `unsafe`: probably meant; a person decides. `display`: words only, never offered as an edit.
 */
export type Safety = 'display' | 'unsafe' | 'safe';

/** All of its edits or none of them. */
export interface Fix {
  readonly title: string;
  readonly safety: Safety;
  readonly edits: readonly TextEdit[];
}

/** One thing found in one file. `message` is plain text with `code` in backticks; it becomes Markdown at the edge. */
export interface Finding {
  readonly rule: string;
  readonly aliases: readonly string[];
  readonly severity: Severity;
  readonly message: string;
  readonly span: Span;
  /** Verified, the best first. */
  readonly fixes: readonly Fix[];
}
