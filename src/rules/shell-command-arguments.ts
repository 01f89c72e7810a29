import { execArrays, hasNoShell, type ExecArray } from '../dockerfile/exec-arrays.ts';
import type { Command, Dockerfile, ProcessPart } from '../dockerfile/model.ts';
import { processesOf, type ImageLookup } from '../dockerfile/process.ts';
import { heldCommands, mapEdits, replaceCommand, type HeldCommand } from '../dockerfile/rewrite.ts';
import { defineRule, type ProposedFix, type Report } from '../lint/rule.ts';
import { toExecForm } from '../shell/exec-form.ts';
import {
  awaitsScript,
  isPlaceholder,
  joinedScript,
  readInvocation,
  scriptInOption,
  usesArguments,
} from '../shell/invocation.ts';
import { parseScript, scriptOf } from '../shell/parse.ts';
import { looksLikeCommandLine, looksLikeScript } from '../shell/programs.ts';
import { splitScripts, type SplitScript } from '../shell/split-scripts.ts';
import { execWhatStays } from '../shell/with-exec.ts';
import { quoteWord } from '../shell/words.ts';
import { excerpt } from '../text/excerpt.ts';
import { applyEdits, type TextEdit } from '../text/edit.ts';
import { jsonArray } from '../text/json-array.ts';
import { sourceSpan } from '../text/mapped.ts';

export const rule = defineRule({
  id: 'shell-command-arguments',
  aliases: [],
  summary: 'a shell takes its script as one string behind `-c`; without `-c` it looks for a file',
  category: 'form',
  severity: 'error',
  fix: 'unsafe',
  *check(file, { facts }) {
    const lookup = facts.image;
    for (const array of execArrays(file, lookup)) {
      const report = checkArray(array);
      if (report !== undefined) yield report;
    }
    yield* checkShellForm(file, lookup);
    yield* checkLines(file);
  },
});

function checkArray(array: ExecArray): Report | undefined {
  const { json, entrypoint } = array;
  const own = readInvocation(json.values);
  const before =
    own === undefined && typeof entrypoint === 'object' && entrypoint.form === 'exec' ? entrypoint.argv : [];
  const argv = [...before, ...json.values];
  const invocation = own ?? readInvocation(argv);
  if (invocation?.operand === undefined) return undefined;
  const { takesScript, operand } = invocation;
  // An ENTRYPOINT that names its script or file itself: what CMD holds are arguments for that.
  if (operand < before.length) return takesScript ? checkEntrypointScript(array, argv, operand) : undefined;
  const words = argv.slice(operand);
  const place = { array, argv, at: operand - before.length, words };
  return takesScript ? checkScript(place) : checkFile(place);
}

/** The words of an array from the shell's first operand on. */
interface Place {
  readonly array: ExecArray;
  /** What is executed. */
  readonly argv: readonly string[];
  /** Index of the operand in the array. */
  readonly at: number;
  readonly words: readonly string[];
}

/** `["sh", "-c", "node", "app.js"]`: only the first word is the script. */
function checkScript(place: Place): Report | undefined {
  const { array, words } = place;
  const [script = '', ...rest] = words;
  if (isPlaceholder(rest) || usesArguments(script)) return undefined;
  return {
    message: `${executes(array.held, place.argv)}: \`-c\` takes one string, so the script is \`${excerpt(script, 40)}\` alone, and ${lost(rest)}. Write the whole command as one string.`,
    span: spanFrom(place),
    fixes: oneString(place, joinedScript(words)),
  };
}

function lost(rest: readonly string[]): string {
  const [first = ''] = rest;
  return `\`${excerpt(first, 30)}\` is only its \`$0\`${rest.length > 1 ? ', what follows `$1` and so on' : ''}`;
}

/** `ENTRYPOINT ["sh", "-c", "node app.js"]` with `CMD ["--port", "80"]`: nobody reads what CMD holds. */
function checkEntrypointScript(
  { held, json, entrypoint }: ExecArray,
  argv: readonly string[],
  at: number,
): Report | undefined {
  const script = argv[at] ?? '';
  const behind = argv.slice(at + 1);
  if (typeof entrypoint !== 'object' || isPlaceholder(behind) || usesArguments(script)) return undefined;
  return {
    message: `${executes(held, argv)}: the script \`${excerpt(script, 40)}\` never looks at what stands behind it, so CMD and the arguments of \`docker run\` are lost. End it with \`"$@"\`, and put \`"--"\` behind it as \`$0\`.`,
    span: json.span,
    fixes: passingArguments(entrypoint, at),
  };
}

function passingArguments({ argv, instruction }: ProcessPart, at: number): readonly ProposedFix[] {
  const replaced = execWhatStays(argv[at] ?? '');
  const span = instruction?.json?.spans[at];
  if ('no' in replaced || span === undefined || at < argv.length - 1) return [];
  const words = [`${replaced.text} "$@"`, '--'];
  const edits = [{ span, text: jsonArray(words).slice(1, -1) }];
  return [{ title: 'Pass the arguments on', safety: 'unsafe', edits, argv: [...argv.slice(0, at), ...words] }];
}

/** `["bash", "service x restart"]`, `["bash", "-c node app.js"]`: no file has such a name. */
function checkFile(place: Place): Report | undefined {
  const { array, argv, words } = place;
  const [file = '', ...rest] = words;
  const glued = scriptInOption(file);
  if (glued === undefined && !looksLikeCommandLine(file)) return undefined;
  const shell = argv[argv.length - words.length - 1] ?? '';
  const misreads =
    glued === undefined
      ? `without \`-c\` the shell looks for a script file whose name is all of \`${excerpt(file, 40)}\``
      : 'option and script are one word, which is no option';
  const isFile = glued === undefined && looksLikeScript(file.split(/\s/, 1)[0] ?? '');
  return {
    message: `${executes(array.held, argv)}: ${misreads}. ${isFile ? 'Give each word a string of its own.' : `\`${excerpt(shell, 20)} -c\` takes a command.`}`,
    span: spanFrom(place),
    fixes: rest.length > 0 ? [] : isFile ? splitWords(place, file) : withOption(place, glued ?? file),
  };
}

function executes({ inner }: HeldCommand, argv: readonly string[]): string {
  return `Docker ${inner.keyword === 'RUN' ? 'executes' : 'will execute'} \`${excerpt(jsonArray(argv), 100)}\``;
}

function spanFrom({ array: { json }, at }: Place): Report['span'] {
  const [first, last] = [json.spans[at], json.spans.at(-1)];
  return first === undefined || last === undefined ? json.span : { start: first.start, end: last.end };
}

/** With `exec`, where a program is to stay. A RUN waits for its last command either way. */
function asScript({ inner }: HeldCommand, text: string): string {
  if (inner.keyword !== 'CMD' && inner.keyword !== 'ENTRYPOINT') return text;
  const replaced = execWhatStays(text);
  return 'text' in replaced ? replaced.text : text;
}

function oneString(place: Place, text: string): readonly ProposedFix[] {
  return replaceFrom(place, 'Write the command as one string', [asScript(place.array.held, text)], text);
}

function withOption(place: Place, text: string): readonly ProposedFix[] {
  return replaceFrom(place, 'Add `-c`', ['-c', asScript(place.array.held, text)], text);
}

function splitWords(place: Place, line: string): readonly ProposedFix[] {
  const exec = toExecForm(line.trim());
  return 'argv' in exec ? replaceFrom(place, 'Split the string', exec.argv, line) : [];
}

/** Put other words in the place of the operand and all behind it. None where the shell could not read them, or is not there. */
function replaceFrom(place: Place, title: string, words: readonly string[], text: string): readonly ProposedFix[] {
  const { array, at } = place;
  const { file, held, json, facts } = array;
  if (!parseScript(text).valid || hasNoShell(file, held.instruction.stage, facts)) return [];
  const edits = [listFrom(place, words)];
  return [{ title, safety: 'unsafe', edits, argv: [...json.values.slice(0, at), ...words] }];
}

/** `"bash","x"` in one line gets its blank on the way. */
function listFrom(place: Place, words: readonly string[]): TextEdit {
  const { array, at } = place;
  const span = spanFrom(place);
  const text = jsonArray(words).slice(1, -1);
  const before = array.json.spans[at - 1]?.end;
  const { source } = array.file;
  const glued = before !== undefined && source.text.slice(before, span.start) === ',';
  return glued ? { span: { start: before, end: span.end }, text: `, ${text}` } : { span, text };
}

/** `ENTRYPOINT ["sh", "-c"]` with `CMD node app.js`: the script is `/bin/sh`, which reads nothing and ends. */
function* checkShellForm(file: Dockerfile, lookup: ImageLookup): Iterable<Report> {
  const processes = processesOf(file, lookup);
  for (const held of heldCommands(file)) {
    const entrypoint = processes[held.instruction.stage ?? -1]?.entrypoint;
    if (held.inner.keyword !== 'CMD' || typeof entrypoint !== 'object') continue;
    if (entrypoint.form !== 'exec' || !awaitsScript(entrypoint.argv)) continue;
    const { form, malformedArray, text } = held.command;
    if (form !== 'shell' || malformedArray || text.text === '') continue;
    const { takesScript = false } = readInvocation(entrypoint.argv) ?? {};
    const words = [...(takesScript ? [] : ['-c']), asScript(held, text.text)];
    const argv = [...entrypoint.argv, ...held.command.argv];
    const reads = takesScript
      ? 'the script is `/bin/sh` alone, which has nothing to do and ends'
      : 'the first shell takes the second, a binary, for a file with a script';
    const edits = replaceCommand(file, held, jsonArray(words));
    yield {
      message: `${executes(held, argv)}: ${reads}. The ENTRYPOINT is a shell already: give it the command as one string.`,
      span: held.inner.span,
      fixes: parseScript(text.text).valid
        ? [{ title: 'Write the command as one string', safety: 'unsafe', edits, argv: words }]
        : [],
    };
  }
}

/** `RUN sh -c a2enmod rewrite`, `CMD bash -c node app.js`: the same slip where a shell reads the line. */
function* checkLines(file: Dockerfile): Iterable<Report> {
  for (const { command } of heldCommands(file)) {
    const { form, malformedArray, shell, text } = command;
    if (form === 'exec' || malformedArray || (shell.kind !== 'sh' && shell.kind !== 'bash')) continue;
    if (form === 'heredoc' && text.text.startsWith('#!')) continue;
    for (const split of splitScripts(scriptOf(text)))
      yield {
        message: `\`-c\` takes one string: the script of \`${split.shell}\` is \`${excerpt(split.script, 40)}\` alone, and ${lost(split.rest)}. Write the whole command as one string.`,
        span: sourceSpan(text, split.span),
        fixes: oneWord(command, split),
      };
  }
}

function oneWord({ shell, text }: Command, { span, meant }: SplitScript): readonly ProposedFix[] {
  if (meant === undefined) return [];
  const edit = { span, text: quoteWord(meant) };
  const argv = [...shell.argv, applyEdits(text.text, [edit])];
  return [{ title: 'Write the command as one string', safety: 'unsafe', edits: mapEdits(text, [edit]), argv }];
}
