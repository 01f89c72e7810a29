import type { FoundFile } from '../dockerfile/found-files.ts';
import type { Dockerfile } from '../dockerfile/model.ts';
import { runText } from '../dockerfile/run-text.ts';
import { filesBehind, startedFiles, type StartedFile } from '../dockerfile/started-files.ts';
import { defineRule, type Facts, type FixElsewhere } from '../lint/rule.ts';
import { bashisms } from '../shell/dialect.ts';
import { mayChange } from '../shell/file-changes.ts';
import { parseScript } from '../shell/parse.ts';
import { startedIn, type Started } from '../shell/started.ts';
import { excerpt } from '../text/excerpt.ts';
import { jsonArray } from '../text/json-array.ts';

export const rule = defineRule({
  id: 'script-without-shebang',
  aliases: [],
  summary: 'exec form starts a script that does not say which program reads it',
  category: 'files',
  severity: 'error',
  fix: 'none',
  *check(file, { facts }) {
    for (const { script, found } of unreadable(file, facts)) {
      const [first] = found;
      const marked = hasMark(first);
      const why = marked ? 'begins with a byte order mark, so nobody sees its `#!`' : 'has no `#!` line';
      yield {
        message:
          `Docker will execute \`${excerpt(jsonArray(script.part.argv), 90)}\` without a shell. ` +
          `\`${excerpt(first.path, 80)}\` ${why}: the container fails with "exec format error". ` +
          (marked
            ? 'Save it without the mark.'
            : 'Begin it with `#!/bin/sh`, or the interpreter that it is written for.'),
        span: script.instruction.span,
      };
    }
  },
  *elsewhere(file, facts) {
    for (const { script, found } of unreadable(file, facts)) {
      const [first, ...others] = found;
      const fix = others.length > 0 ? undefined : firstLine(first, script.image?.bash === true);
      if (fix !== undefined) yield { span: script.instruction.span, fix };
    }
  },
});

interface Unreadable {
  readonly script: StartedFile<Started>;
  readonly found: readonly [FoundFile, ...FoundFile[]];
}

/** What the kernel is to start and cannot: every file that may be meant lacks the line. */
function* unreadable(file: Dockerfile, facts: Facts): Iterable<Unreadable> {
  for (const script of startedFiles(file, facts.image, startedIn)) {
    // A shell, and the execvp of most wrappers, take such a file for a shell's script.
    if (script.started.by !== 'kernel') continue;
    const [first, ...others] = filesBehind(file, script, facts.file);
    const lacks = ({ text, arrival }: FoundFile): boolean =>
      text?.startsWith('#!') === false && !arrival.runs.some((run) => mayChange(runText(run), script.place));
    if (first !== undefined && [first, ...others].every(lacks)) yield { script, found: [first, ...others] };
  }
}

function hasMark({ text }: FoundFile): boolean {
  return text?.startsWith('\ufeff#!') === true;
}

/** What reads a file, by its name. */
const readers: Readonly<Record<string, string>> = {
  py: '#!/usr/bin/env python3',
  js: '#!/usr/bin/env node',
  mjs: '#!/usr/bin/env node',
  rb: '#!/usr/bin/env ruby',
  pl: '#!/usr/bin/env perl',
  php: '#!/usr/bin/env php',
  bash: '#!/usr/bin/env bash',
};

/** The line that the script lacks, where its name tells who is to read it. */
function firstLine(file: FoundFile, hasBash: boolean): FixElsewhere | undefined {
  const { path, text = '' } = file;
  if (hasMark(file)) {
    const edits = [{ span: { start: 0, end: 1 }, text: '' }];
    return { path, title: 'Save the script without its byte order mark', safety: 'safe', edits };
  }
  const blank = /^\s+(?=#!)/.exec(text)?.[0];
  if (blank !== undefined) {
    const edits = [{ span: { start: 0, end: blank.length }, text: '' }];
    return { path, title: 'Begin the script with its #! line', safety: 'safe', edits };
  }
  const extension = /\.(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? '';
  const line = extension === 'sh' ? shellLine(text, hasBash) : readers[extension];
  if (line === undefined) return undefined;
  const edits = [{ span: { start: 0, end: 0 }, text: `${line}\n` }];
  return { path, title: `Begin the script with ${line}`, safety: 'unsafe', edits };
}

/** A script that needs bash says so, where there is a bash. */
function shellLine(text: string, hasBash: boolean): string | undefined {
  const script = parseScript(text);
  if (script.valid && bashisms(script).length === 0) return '#!/bin/sh';
  return script.valid && hasBash ? '#!/bin/bash' : undefined;
}
