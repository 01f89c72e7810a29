/** What the plugin of Stryker and the thread with the tests say to each other, on a channel of this name. */
export const channelName = 'mutants';

/** Numbers of mutants, and how often a test reached each. */
export type Coverage = Readonly<Record<string, number>>;

export interface Ran {
  readonly id: string;
  readonly milliseconds: number;
  /** undefined: it passed. */
  readonly failure: string | undefined;
}

export type Order =
  | { readonly kind: 'try' }
  | {
      readonly kind: 'judge';
      readonly mutant: string;
      /** The file it is in. */
      readonly file: string;
      readonly tests: readonly string[];
      readonly mostHits: number;
    }
  | { readonly kind: 'end' };

export type Answer =
  | { readonly kind: 'ready' }
  | {
      readonly kind: 'tried';
      readonly ran: readonly Ran[];
      readonly loading: Coverage;
      readonly each: Readonly<Record<string, Coverage>>;
    }
  /** `ran`: up to the first test that failed. */
  | { readonly kind: 'judged'; readonly ran: readonly Ran[]; readonly hits: number };
