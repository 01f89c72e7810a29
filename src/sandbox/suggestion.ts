import { emailOf, threadOf, type Account, type PullRequest, type Repository, type Thread } from './state.ts';
import { announceThread } from './events/pull.ts';
import { moveBranch } from './pulls.ts';
import type { World } from './world.ts';

/** The lines of the first fenced block with the info string `suggestion`; undefined when the body has none. */
export function readSuggestion(body: string): string[] | undefined {
  const lines = body.split(/\r?\n/);
  let fence: string | undefined;
  let indent = 0;
  let block: string[] | undefined;
  for (const line of lines) {
    if (fence === undefined) {
      const open = /^( {0,3})(`{3,}|~{3,})[ \t]*([^`\r\n]*)$/.exec(line);
      if (open === null) continue;
      fence = open[2] ?? '';
      indent = open[1]?.length ?? 0;
      block = /^suggestion\b/.test(open[3] ?? '') ? [] : undefined;
    } else if (closes(line, fence)) {
      if (block !== undefined) return block;
      fence = undefined;
    } else {
      block?.push(indent === 0 ? line : line.replace(new RegExp(`^ {0,${indent}}`), ''));
    }
  }
  // A block that nothing closes runs to the body's end, as in any Markdown.
  return block;
}

function closes(line: string, fence: string): boolean {
  const text = /^ {0,3}([`~]{3,})[ \t]*$/.exec(line)?.[1];
  return text !== undefined && text.length >= fence.length && text === fence.charAt(0).repeat(text.length);
}

/**
 * Replaces the whole lines `first..last` (from 1) of a file, keeping every other byte. New lines end with `\n`, as
 * GitHub writes them also into CRLF files; only where the last line had no line break, the new last one has none.
 */
export function replaceLines(content: Buffer, first: number, last: number, lines: readonly string[]): Buffer {
  const starts = lineStarts(content);
  const start = starts[first - 1];
  if (start === undefined || last < first || last > starts.length) {
    throw new RangeError(`Lines ${first} to ${last} are not in a file of ${starts.length} lines.`);
  }
  const end = starts[last] ?? content.length;
  const open = end === content.length && content[end - 1] !== NEWLINE;
  const text = lines.map((line) => `${line}\n`).join('');
  const fresh = Buffer.from(open ? text.replace(/\n$/, '') : text);
  return Buffer.concat([content.subarray(0, start), fresh, content.subarray(end)]);
}

const NEWLINE = 0x0a;

/** The lines `first..last` of a file without their line endings. */
export function readLines(content: Buffer, first: number, last: number): string[] {
  const starts = lineStarts(content);
  const [from = content.length, to = content.length] = [starts[first - 1], starts[last]];
  const text = content.subarray(from, to).toString('utf8').replace(/\n$/, '');
  return from >= to ? [] : text.split('\n').map((line) => line.replace(/\r$/, ''));
}

/** A file that ends with a line break has no further, empty line. */
function lineStarts(content: Buffer): number[] {
  const starts = content.length === 0 ? [] : [0];
  for (let at = content.indexOf(NEWLINE); at >= 0 && at + 1 < content.length; at = content.indexOf(NEWLINE, at + 1)) {
    starts.push(at + 1);
  }
  return starts;
}

/** Why GitHub's button would be grey; null when the suggestion can be applied. */
export function blockedReason(pull: PullRequest, thread: Thread): string | null {
  if (pull.state !== 'open') return 'the pull request is closed';
  if (thread.outdated || thread.line === null) return 'outdated';
  if (thread.resolvedBy !== null) return 'resolved';
  if (thread.anchor.side === 'LEFT' || thread.anchor.startSide === 'LEFT') return 'on a deleted line';
  return null;
}

/** The suggestion cannot be applied; the message is for the person who pressed the button. */
export class SuggestionRefused extends Error {
  constructor(reason: string) {
    super(`This suggestion cannot be applied: ${reason}.`);
    this.name = 'SuggestionRefused';
  }
}

/**
 * Applies a comment's suggestion as GitHub does: one commit by `user` on the head branch with the comment's author as
 * co-author; the thread is resolved; the App hears of the push. Returns the commit.
 */
export async function applySuggestion(
  world: World,
  repository: Repository,
  pull: PullRequest,
  commentId: number,
  user: Account,
): Promise<string> {
  const thread = threadOf(pull, commentId);
  const comment = thread?.comments.find((one) => one.id === commentId);
  const lines = comment === undefined ? undefined : readSuggestion(comment.body);
  if (thread === undefined || comment === undefined || lines === undefined)
    throw new SuggestionRefused('there is none');
  const blocked = blockedReason(pull, thread);
  if (blocked !== null || thread.line === null) throw new SuggestionRefused(blocked ?? 'outdated');
  const { path } = thread.anchor;
  const before = pull.headSha;
  const entry = await repository.git.entry(before, path);
  if (entry?.type !== 'blob') throw new SuggestionRefused('the file is gone');
  const content = await repository.git.blob(entry.oid);
  const fresh = replaceLines(content, thread.startLine ?? thread.line, thread.line, lines);
  if (fresh.equals(content)) throw new SuggestionRefused('it changes nothing');
  const coAuthor = `Co-authored-by: ${comment.user.login} <${emailOf(comment.user)}>`;
  const after = await repository.git.commit([{ path, content: fresh }], {
    parents: [before],
    message: `Update ${path}\n\n${coAuthor}\n`,
    author: { name: user.login, email: emailOf(user) },
    at: Math.floor(world.now() / 1000),
  });
  // Before the push is heard of: the App's next read must find the thread resolved.
  thread.resolvedBy = user;
  if (!(await moveBranch(world, repository, { branch: pull.headRef, before, after }, user))) {
    thread.resolvedBy = null;
    throw new SuggestionRefused('the branch has moved');
  }
  await announceThread(world, repository, pull, thread, user);
  return after;
}
