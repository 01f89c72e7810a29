import type {
  CheckRunItem,
  CheckRunView,
  CommentItem,
  CommitItem,
  PullRequestView,
  ReviewCommentView,
  ReviewItem,
  ThreadView,
} from '../view-model.ts';

/** HTML that is safe to insert into the page. Only `renderMarkdown` makes it. */
export type Html = string & { readonly safe: 'html' };

/** T with its Markdown of name K replaced by HTML of the same name; null stays null. */
type Rendered<T, K extends keyof T> = Omit<T, K> & { readonly [P in K]: null extends T[P] ? Html | null : Html };

export type CommentPage = Rendered<ReviewCommentView, 'body'>;
export type ThreadPage = Omit<ThreadView, 'comments'> & { readonly comments: readonly CommentPage[] };
export type CheckRunPage = Rendered<CheckRunView, 'summary' | 'text'>;
export type TimelinePage = CommitItem | CheckRunItem | Rendered<ReviewItem, 'body'> | Rendered<CommentItem, 'body'>;

/** The pull request as the browser receives it: its Markdown has become HTML, everything else is text. */
export type PullRequestPage = Omit<PullRequestView, 'body' | 'timeline' | 'threads' | 'checks'> & {
  readonly body: Html;
  readonly timeline: readonly TimelinePage[];
  readonly threads: readonly ThreadPage[];
  readonly checks: readonly CheckRunPage[];
};

/** The view with every Markdown body rendered by `render`. */
export function toPage(view: PullRequestView, render: (markdown: string) => Html): PullRequestPage {
  const renderOrNull = (markdown: string | null): Html | null => (markdown === null ? null : render(markdown));
  return {
    ...view,
    body: render(view.body),
    timeline: view.timeline.map((item) => ('body' in item ? { ...item, body: render(item.body) } : item)),
    threads: view.threads.map((thread) => ({
      ...thread,
      comments: thread.comments.map((comment) => ({ ...comment, body: render(comment.body) })),
    })),
    checks: view.checks.map((check) => ({
      ...check,
      summary: renderOrNull(check.summary),
      text: renderOrNull(check.text),
    })),
  };
}
