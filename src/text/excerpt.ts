/** A piece of a file as a message quotes it between backticks: one line, no backtick, cut after `most` units. */
export function excerpt(text: string, most = 70): string {
  const plain = text
    .slice(0, most * 8)
    .replaceAll(/(?:\\\r?\n|\s)+/g, ' ')
    .replaceAll('`', "'")
    .trim();
  return plain.length > most ? `${plain.slice(0, most - 1)}…` : plain;
}

/** A Dockerfile's escape character as a message names it: a backtick cannot be quoted between backticks. */
export function sayEscape(escape: '\\' | '`'): string {
  return escape === '`' ? 'backtick' : '`\\`';
}
