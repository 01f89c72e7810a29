import { editScript } from '../dockerfile/chain.ts';
import { runScripts, type RunScript } from '../dockerfile/run-scripts.ts';
import { isSetBefore } from '../dockerfile/said-before.ts';
import { shippedStages } from '../dockerfile/stage-family.ts';
import { defineRule, type ProposedFix } from '../lint/rule.ts';
import { packageCalls, type PackageCall } from '../shell/package-calls.ts';
import type { Recommends } from '../shell/package-manager.ts';
import { scriptOf } from '../shell/parse.ts';
import { excerpt } from '../text/excerpt.ts';
import { sourceSpan } from '../text/mapped.ts';

export const rule = defineRule({
  id: 'recommended-packages',
  aliases: ['DL3015'],
  summary: 'apt installs what packages recommend, too, unless it is told not to',
  category: 'hygiene',
  severity: 'info',
  fix: 'unsafe',
  *check(file) {
    const shipped = new Set(shippedStages(file).map(({ index }) => index));
    for (const script of runScripts(file)) {
      const { instruction, text } = script;
      if (!shipped.has(instruction.stage ?? -1)) continue;
      for (const call of packageCalls(scriptOf(text))) {
        const recommends = undecided(call);
        if (recommends === undefined || isSetBefore(file, instruction, recommends.setting)) continue;
        const { span } = call.command;
        yield {
          message:
            `\`${excerpt(text.text.slice(span.start, span.end), 60)}\` also installs what these packages recommend: more to pull, and more to patch. ` +
            `With \`${recommends.option}\` come only those they depend on${certificates(call)}.`,
          span: sourceSpan(text, span),
          aliases: [recommends.code],
          fixes: leaveOut(script, call, recommends),
        };
      }
    }
  },
});

function undecided(call: PackageCall): Recommends | undefined {
  const { manager, program, subcommand, operands, globals, options, words, hasHiddenOptions } = call;
  const { recommends } = manager;
  if (recommends?.programs.includes(program) !== true || hasHiddenOptions) return undefined;
  if (subcommand !== 'install' || operands.length === 0) return undefined;
  const isDecided = [...globals, ...options].some((option) => recommends.decided.test(option));
  return isDecided || words.some(({ text }) => recommends.setting.said.test(text)) ? undefined : recommends;
}

/** curl, wget and git only recommend the certificates without which they trust no server. */
function certificates({ operands }: PackageCall): string {
  const names = operands.map(({ value }) => value);
  const loses = names.some((name) => /^(?:curl|wget|git)$/.test(name ?? '')) && !names.includes('ca-certificates');
  return loses ? '; name `ca-certificates` then, which https needs' : '';
}

function leaveOut(
  { command, text, as }: RunScript,
  { optionAt }: PackageCall,
  { option }: Recommends,
): readonly ProposedFix[] {
  if (optionAt === undefined) return [];
  const edit = { span: { start: optionAt, end: optionAt }, text: ` ${option}` };
  const { edits, text: after } = editScript(text, [edit]);
  const fix: ProposedFix = { title: 'Install only what they depend on', safety: 'unsafe', edits };
  return [as === 'line' || as === 'body' ? { ...fix, argv: [...command.shell.argv, after] } : fix];
}
