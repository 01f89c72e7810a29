import { baseName } from '../dockerfile/copied-names.ts';
import { candidatesAt, type FoundFile } from '../dockerfile/found-files.ts';
import { lineEndsOf, type LineEnds } from '../dockerfile/git-attributes.ts';
import type { Dockerfile, Instruction } from '../dockerfile/model.ts';
import { runText } from '../dockerfile/run-text.ts';
import { filesBehind, startedFiles } from '../dockerfile/started-files.ts';
import { defineRule, type Facts, type FixElsewhere } from '../lint/rule.ts';
import { mayChange } from '../shell/file-changes.ts';
import { shebangOf, type Shebang } from '../shell/shebang.ts';
import { startedIn } from '../shell/started.ts';
import { excerpt } from '../text/excerpt.ts';

export const rule = defineRule({
  id: 'script-line-endings',
  aliases: [],
  summary: 'the first line of a script ends with a carriage return, which becomes a part of its interpreter’s name',
  category: 'files',
  severity: 'error',
  fix: 'none',
  *check(file, { facts }) {
    for (const { instruction, path, shebang, ends } of brokenScripts(file, facts))
      yield { message: message(path, shebang, ends), span: instruction.span };
  },
  *elsewhere(file, facts) {
    for (const { instruction, ends } of brokenScripts(file, facts)) {
      const fix = ends?.checkout === 'crlf' && ends.by !== undefined ? linesWithLf(ends.by) : undefined;
      if (fix !== undefined) yield { span: instruction.span, fix };
    }
  },
});

interface BrokenScript {
  readonly instruction: Instruction;
  readonly path: string;
  readonly shebang: Shebang;
  readonly ends: LineEnds | undefined;
}

/** What is started and has a carriage return behind its interpreter, whichever file is meant. */
function* brokenScripts(file: Dockerfile, facts: Facts): Iterable<BrokenScript> {
  for (const script of startedFiles(file, facts.image, startedIn)) {
    if (script.started.by === 'reader') continue;
    const ends = new Map(
      candidatesAt(file, script.stage, script.place).map((path) => [path, lineEndsOf(path, facts.file)]),
    );
    const found = filesBehind(file, script, facts.file);
    const [first] = found;
    const broken = found.every(
      (one) =>
        endsWithReturn(one, ends.get(one.path)) &&
        !one.arrival.runs.some((run) => mayChange(runText(run), script.place)),
    );
    const shebang = shebangOf(first?.text ?? '');
    if (first === undefined || shebang === undefined || !broken) continue;
    yield { instruction: script.instruction, path: first.path, shebang, ends: ends.get(first.path) };
  }
}

/** The attribute that puts the carriage returns there, turned round; a person sees which other files the line is for. */
function linesWithLf({ path, start, text }: NonNullable<LineEnds['by']>): FixElsewhere | undefined {
  if (!/\beol=crlf$/.test(text)) return undefined;
  const span = { start: start + text.length - 'crlf'.length, end: start + text.length };
  return { path, title: 'Check out with LF', safety: 'unsafe', edits: [{ span, text: 'lf' }] };
}

/** Whether the `#!` line has a carriage return in every checkout: in git already, or because git puts it there. */
function endsWithReturn({ text = '' }: FoundFile, ends: LineEnds | undefined): boolean {
  const shebang = shebangOf(text);
  if (shebang === undefined || ends?.checkout === 'filtered') return false;
  if (shebang.carriageReturn) return true;
  // With text=auto, git leaves alone what has a carriage return anywhere, or looks binary.
  return ends?.checkout === 'crlf' && text.includes('\n') && !(ends.onlyText && /[\r\0]/.test(text));
}

function message(path: string, { words, line }: Shebang, ends: LineEnds | undefined): string {
  const shown = `\`${excerpt(path, 60)}\``;
  const fails = `${consequence(words)}, and the container does not start.`;
  if (ends?.checkout === 'crlf' && ends.by !== undefined)
    return `${said(ends.by)} makes git end the lines of ${shown} with a carriage return in every checkout: ${fails} Write \`eol=lf\` there.`;
  return `\`${excerpt(line, 40)}\` in ${shown} ends with a carriage return: ${fails} ${cure(path, ends)}`;
}

/** What keeps it from coming back stands in `.gitattributes`; what is in git already must be written anew. */
function cure(path: string, ends: LineEnds | undefined): string {
  const renormalize = `\`git add --renormalize ${excerpt(path, 60)}\``;
  if (ends?.checkout === 'lf' && ends.by !== undefined)
    return `${said(ends.by)} asks for LF already: ${renormalize} writes the file as it says.`;
  const name = baseName(path);
  const pattern = name.endsWith('.sh') ? '*.sh' : name;
  const line = `\`${excerpt(pattern, 40)} text eol=lf\``;
  if (ends?.checkout === 'as-is' && ends.by !== undefined)
    return `${said(ends.by)} keeps git from changing it: put ${line} below, then ${renormalize}.`;
  return `Put ${line} into \`.gitattributes\`, then \`git add --renormalize .\`.`;
}

function said({ path, line, text }: NonNullable<LineEnds['by']>): string {
  return `\`${excerpt(text, 40)}\` in line ${line} of \`${excerpt(path, 60)}\``;
}

function consequence(words: readonly string[]): string {
  const last = excerpt(words.at(-1) ?? '', 40);
  if (words.length === 1) return `the kernel looks for a program \`${last}\\r\` ("no such file or directory")`;
  return /(?:^|\/)env$/.test(words[0] ?? '')
    ? `env looks for a program \`${last}\\r\``
    : `the interpreter gets \`${last}\\r\``;
}
