import { editScript } from '../dockerfile/chain.ts';
import { runScripts, type RunScript } from '../dockerfile/run-scripts.ts';
import { isSetBefore } from '../dockerfile/said-before.ts';
import { defineRule, type ProposedFix, type Report } from '../lint/rule.ts';
import { packageCalls, type PackageCall } from '../shell/package-calls.ts';
import type { Confirmation } from '../shell/package-manager.ts';
import { openQuestion } from '../shell/package-question.ts';
import { scriptOf } from '../shell/parse.ts';
import { excerpt } from '../text/excerpt.ts';
import { sourceSpan } from '../text/mapped.ts';

export const rule = defineRule({
  id: 'install-without-yes',
  aliases: ['DL3014', 'DL3030', 'DL3034', 'DL3038'],
  summary: 'a package manager that asks before it installs gets no answer in a build, and stops',
  category: 'hygiene',
  severity: 'error',
  fix: 'safe',
  *check(file) {
    for (const script of runScripts(file)) {
      const read = scriptOf(script.text);
      for (const call of packageCalls(read)) {
        const question = openQuestion(read, call);
        if (question === undefined) continue;
        if (isSetBefore(file, script.instruction, question.setting)) continue;
        yield report(script, call, question);
      }
    }
  },
});

function report(script: RunScript, call: PackageCall, question: Confirmation): Report {
  const { text } = script;
  const { span } = call.command;
  const frontend = /DEBIAN_FRONTEND/.test(text.text) ? ' DEBIAN_FRONTEND is for other questions.' : '';
  return {
    message:
      `\`${excerpt(text.text.slice(span.start, span.end), 60)}\` asks \`${question.prompt}\` ${occasion(call)}. ` +
      `In a build nobody answers: it ends with \`${question.aborts}\` and the RUN fails. \`-${question.letter}\` answers.${frontend}`,
    severity: mayPass(call) ? 'warning' : 'error',
    span: sourceSpan(text, span),
    aliases: question.code === undefined ? [] : [question.code],
    fixes: yesFix(script, call, question),
  };
}

/** apt asks only where it would do more than it was told: whether the RUN fails, the base image decides. */
function mayPass(call: PackageCall): boolean {
  return isRepair(call) || /^apt/.test(call.program);
}

/** What works upon packages that are there rarely brings others, so the question may never come. */
function isRepair({ options, globals, subcommand }: PackageCall): boolean {
  return (
    subcommand === 'reinstall' ||
    [...globals, ...options].some((option) => /^--(?:only-upgrade|reinstall)$/.test(option))
  );
}

/** apt asks where it would do more than it was told (apt-private/private-install.cc); the others always. */
function occasion({ program, action }: PackageCall): string {
  if (!/^apt/.test(program)) return 'before it changes anything';
  return action === 'install'
    ? 'as soon as it would install more than the packages named, such as what they depend on'
    : 'as soon as there is anything to upgrade';
}

function yesFix(
  { command, text, as }: RunScript,
  { optionAt }: PackageCall,
  { letter }: Confirmation,
): readonly ProposedFix[] {
  if (optionAt === undefined) return [];
  const { edits, text: after } = editScript(text, [{ span: { start: optionAt, end: optionAt }, text: ` -${letter}` }]);
  const fix: ProposedFix = { title: 'Answer yes', safety: 'safe', edits };
  return [as === 'line' || as === 'body' ? { ...fix, argv: [...command.shell.argv, after] } : fix];
}
