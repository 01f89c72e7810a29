/** The first line of a script that says who reads it. */
export interface Shebang {
  /** `#!/bin/sh -e`, without the line's end. */
  readonly line: string;
  /** Its words. */
  readonly words: readonly string[];
  /** The program that reads the script: `bash` of `#!/usr/bin/env bash`. */
  readonly program: string;
  /** The line ends with a carriage return, which the kernel takes for a part of its last word. */
  readonly carriageReturn: boolean;
}

/** Reads the `#!` line; undefined when there is none. */
export function shebangOf(text: string): Shebang | undefined {
  const match = /^#!([^\r\n]*)(\r?)/.exec(text);
  if (match === null) return undefined;
  const words = (match[1] ?? '').trim().split(/[ \t]+/);
  const behindEnv = words.slice(1).find((word) => !word.startsWith('-') && !word.includes('='));
  const program = /(?:^|\/)env$/.test(words[0] ?? '') ? (behindEnv ?? '') : (words[0] ?? '');
  return { line: `#!${match[1] ?? ''}`, words, program, carriageReturn: match[2] === '\r' };
}
