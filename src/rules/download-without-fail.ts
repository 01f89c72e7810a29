import { mapEdits } from '../dockerfile/rewrite.ts';
import { arrayScripts, runScripts, type RunScript } from '../dockerfile/run-scripts.ts';
import { defineRule, type ProposedFix, type Report } from '../lint/rule.ts';
import { allCommands, type SimpleCommand } from '../shell/commands.ts';
import { curlCall, failEdit, takesErrorPages, type CurlCall } from '../shell/curl.ts';
import { setsPipefail } from '../shell/lost-failure.ts';
import { turnsOn } from '../shell/options.ts';
import { scriptOf } from '../shell/parse.ts';
import { programOf, runsItsInput } from '../shell/pipe-roles.ts';
import { pipelinesOf } from '../shell/pipelines.ts';
import { refusesPage } from '../shell/refused-pages.ts';
import { programName } from '../shell/vocabulary.ts';
import { applyEdits } from '../text/edit.ts';
import { excerpt } from '../text/excerpt.ts';
import { sourceSpan } from '../text/mapped.ts';

/** A call of curl that takes an error page for the file. */
interface Deaf {
  readonly call: CurlCall;
  /** What reads its output through a pipe; undefined when it goes into a file. */
  readonly reader: SimpleCommand | undefined;
  /** Whether something in the same script would choke on an error page. */
  readonly noticed: boolean;
  /** `curl … || …`: its failure does not stop the build. */
  readonly excused: boolean;
}

export const rule = defineRule({
  id: 'download-without-fail',
  aliases: [],
  summary: 'curl without -f succeeds when the server answers with an error, and the error page becomes the file',
  category: 'script',
  severity: 'warning',
  fix: 'unsafe',
  *check(file) {
    for (const script of [...runScripts(file), ...arrayScripts(file)])
      for (const deaf of deafCalls(script)) yield report(script, deaf);
  },
});

function deafCalls({ text, shell }: RunScript): readonly Deaf[] {
  if (!text.text.includes('curl') || /curlrc|CURL_HOME/.test(text.text)) return [];
  const script = scriptOf(text);
  const commands = allCommands(script);
  const calls = commands.flatMap((command) => curlCall(command) ?? []).filter(takesErrorPages);
  if (calls.length === 0) return [];
  const pipefail = turnsOn(shell, 'pipefail') || setsPipefail(script);
  const readers = new Map<number, SimpleCommand | undefined>();
  for (const { members } of pipelinesOf(script))
    for (const [index, member] of members.slice(0, -1).entries()) {
      if (member !== undefined) readers.set(member.span.start, members[index + 1]);
    }
  const checks = commands.filter(({ name }) => checkers.test(programName(name ?? '')));
  return calls.flatMap((call): Deaf[] => {
    const { start, end } = call.command.span;
    const excused = /^\s*\|\|/.test(text.text.slice(end));
    if (!call.saves && readers.has(start)) {
      const reader = readers.get(start);
      const noticed = !keepsPage(reader);
      // Where the pipe hides the failure, `-f` alone would do harm: sh stumbles over an error page, not over an empty
      // input. What hides it is to be mended first, and `-f` with it.
      return pipefail || !(runsItsInput(reader) || keepsPage(reader)) ? [{ call, reader, noticed, excused }] : [];
    }
    const { file } = call;
    const noticed =
      (file !== undefined && commands.some((one) => one.span.start > start && refusesPage(one, file))) ||
      checks.some((check) => check.span.start > start && opensFile(check)) ||
      call.words.some(({ text: word }) => archive.test(word)) ||
      /\bhash(?:_file)?\(/.test(text.text.slice(start));
    return call.saves ? [{ call, reader: undefined, noticed, excused }] : [];
  });
}

/** A reader that takes an error page for what it expects: it prints it as PHP does, or writes it down. */
function keepsPage(reader: SimpleCommand | undefined): boolean {
  if (reader === undefined) return false;
  const program = programOf(reader).replace(/[\d.]+$/, '');
  return (program === 'php' && runsItsInput(reader)) || programName(reader.name ?? '') === 'tee';
}

/** Whatever opens such a file, perhaps a later RUN, refuses an error page. */
const archive = /\.(?:t?gz|tar(?:\.\w+)?|zip|deb|rpm|xz|bz2|zst|apk|whl)["']?$/;

/** Programs that refuse a file which is an error page. */
const checkers =
  /^(?:tar|bsdtar|dtrx|unzip|gunzip|gzip|zcat|xz|unxz|bunzip2|bzip2|zstd|7z\w?|dpkg|rpm|rpm2cpio|cpio|gpg2?|gpgv|openssl|(?:sha\d*|md5|b2)sum|shasum|apk|apt|apt-get|yum|dnf|gem|pip3?|jar|installer|msiexec|patch|git)$/;

/** `apt-get install ./x.deb` opens a file, `apk del curl` does not. */
function opensFile({ name, words }: SimpleCommand): boolean {
  if (!/^(?:apk|apt|apt-get|yum|dnf|gem|pip3?|git)$/.test(programName(name ?? ''))) return true;
  return words.slice(1).some(({ text }) => /\/|\.(?:deb|rpm|apk|gem|whl|patch|diff)\b/.test(text));
}

function report(script: RunScript, deaf: Deaf): Report {
  const { span } = deaf.call.command;
  return {
    message: `Without \`-f\` curl succeeds (status 0) when the server answers \`404 Not Found\`${consequence(script, deaf)}. With \`-f\` curl fails there (status 22), and ${deaf.excused ? 'what stands behind `||` runs' : 'the build stops'}.`,
    severity: deaf.noticed ? 'info' : 'warning',
    span: sourceSpan(script.text, span),
    fixes: [failFix(script, deaf.call)],
  };
}

function consequence({ text }: RunScript, { call, reader, noticed }: Deaf): string {
  if (reader !== undefined) {
    const quoted = `\`${excerpt(text.text.slice(reader.span.start, reader.span.end), 40)}\``;
    if (noticed) return `: ${quoted} gets the error page, and names the wrong culprit when it refuses it`;
    return runsItsInput(reader)
      ? `: ${quoted} prints the error page, installs nothing, and succeeds`
      : `: ${quoted} keeps the error page`;
  }
  if (!call.saves) return ': the error page goes through the pipe';
  return noticed
    ? ': the error page is saved as the file, and what opens or checks it names the wrong culprit'
    : ': the error page is saved as the file, and the build goes on with it';
}

function failFix({ text, command, as }: RunScript, call: CurlCall): ProposedFix {
  const edit = failEdit(call);
  const title = 'Let curl fail on HTTP errors';
  const edits = mapEdits(text, [edit]);
  if (as !== 'line') return { title, safety: 'unsafe', edits };
  return { title, safety: 'unsafe', argv: [...command.shell.argv, applyEdits(text.text, [edit])], edits };
}
