import { filesBehind, startedFiles, type StartedFile } from '../dockerfile/started-files.ts';
import type { Arrival } from '../dockerfile/image-files.ts';
import type { Dockerfile, Instruction } from '../dockerfile/model.ts';
import { runText } from '../dockerfile/run-text.ts';
import { defineRule, type ProposedFix, type Report } from '../lint/rule.ts';
import { mayChange } from '../shell/file-changes.ts';
import { startedIn, type Started } from '../shell/started.ts';
import { excerpt } from '../text/excerpt.ts';

export const rule = defineRule({
  id: 'script-not-executable',
  aliases: [],
  summary:
    'the file that the container starts with is not executable in git, and nothing in the Dockerfile makes it so',
  category: 'files',
  severity: 'error',
  fix: 'safe',
  *check(file, { facts }) {
    for (const script of startedFiles(file, facts.image, startedIn)) {
      if (script.started.by === 'reader') continue;
      const found = filesBehind(file, script, facts.file);
      const [first] = found;
      if (
        first === undefined ||
        !found.every(({ mode, arrival }) => mode === '100644' && staysSo(arrival, script.place))
      )
        continue;
      yield report(file, script, first.path, first.arrival);
    }
  },
});

/** No `--chmod` gives it the bit, and no RUN behind may. */
function staysSo({ instruction, runs }: Arrival, place: string): boolean {
  const chmod = instruction.flags.find(({ name }) => name === 'chmod');
  return chmod === undefined && runs.every((run) => !mayChange(runText(run), place));
}

function report(file: Dockerfile, script: StartedFile<Started>, path: string, arrival: Arrival): Report {
  const { instruction, started } = script;
  const shown = `\`${excerpt(started.program, 60)}\``;
  const { startLine, keyword } = arrival.instruction;
  const fails =
    started.by === 'shell' || !started.program.includes('/') ? 'cannot be started' : 'fails with "permission denied"';
  return {
    message:
      `${shown} ${fails}: \`${excerpt(path, 80)}\` has mode 100644 in git, and ${keyword} in line ${startLine} keeps it. ` +
      (arrival.alone
        ? `\`${keyword} --chmod=0755\` makes it executable.`
        : `Make it executable: \`git update-index --chmod=+x ${excerpt(path, 80)}\`.`),
    span: instruction.span,
    fixes: arrival.alone ? [withMode(file, arrival.instruction)] : [],
  };
}

function withMode({ source }: Dockerfile, { keywordSpan, keyword, flags }: Instruction): ProposedFix {
  const at = flags.at(-1)?.span.end ?? keywordSpan.end;
  const blank = /[ \t]/.test(source.text[at] ?? '') ? '' : ' ';
  return {
    title: `Make the script executable with ${keyword} --chmod`,
    safety: 'safe',
    edits: [{ span: { start: at, end: at }, text: ` --chmod=0755${blank}` }],
  };
}
