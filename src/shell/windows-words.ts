import type { ExecForm } from './exec-form.ts';

/** cmd has quoting rules of its own, so only plain words behind a program named with `.exe` are taken apart. */
export function windowsWords(text: string): ExecForm {
  const argv = text.trim().split(/[ \t]+/);
  const plain = argv.every((word) => /^[\w:\\./=@-]+$/.test(word));
  return plain && /\.exe$/i.test(argv[0] ?? '') ? { argv } : { no: 'cmd may read it in its own way' };
}

/** Where the words stand that blanks separate. */
export function blankWords(
  text: string,
): readonly { readonly span: { readonly start: number; readonly end: number } }[] {
  return [...text.matchAll(/[^ \t]+/g)].map((match) => ({
    span: { start: match.index, end: match.index + match[0].length },
  }));
}
