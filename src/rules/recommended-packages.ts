import { editScript } from '../dockerfile/chain.ts';
import type { Dockerfile, Instruction } from '../dockerfile/model.ts';
import { runArrays } from '../dockerfile/run-arrays.ts';
import { runScripts, type RunScript } from '../dockerfile/run-scripts.ts';
import { isSetBefore } from '../dockerfile/said-before.ts';
import { shippedStages } from '../dockerfile/stage-family.ts';
import { defineRule, type ProposedFix, type Report } from '../lint/rule.ts';
import { commandWithOperators } from '../shell/array-words.ts';
import { packageCalls, type PackageCall } from '../shell/package-calls.ts';
import type { Recommends } from '../shell/package-manager.ts';
import { parseScript, scriptOf, type Script } from '../shell/parse.ts';
import { excerpt } from '../text/excerpt.ts';
import { sourceSpan } from '../text/mapped.ts';
import type { Span } from '../text/span.ts';

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
      for (const { call, recommends } of undecidedCalls(file, instruction, scriptOf(text)))
        yield report(
          '',
          text.text,
          call,
          recommends,
          sourceSpan(text, call.command.span),
          leaveOut(script, call, recommends),
        );
    }
    for (const { instruction, values, span, once } of runArrays(file)) {
      if (!shipped.has(instruction.stage ?? -1)) continue;
      const { text } = commandWithOperators(values);
      for (const { call, recommends } of undecidedCalls(file, instruction, parseScript(text)))
        yield report(once, text, call, recommends, span);
    }
  },
});

function report(
  once: string,
  text: string,
  call: PackageCall,
  { option, code }: Recommends,
  span: Span,
  fixes: readonly ProposedFix[] = [],
): Report {
  const written = excerpt(text.slice(call.command.span.start, call.command.span.end), 60);
  return {
    message:
      `${once}\`${written}\` also installs what these packages recommend: more to pull, and more to patch. ` +
      `With \`${option}\` come only those they depend on${certificates(call)}.`,
    span,
    aliases: [code],
    fixes,
  };
}

interface Undecided {
  readonly call: PackageCall;
  readonly recommends: Recommends;
}

function undecidedCalls(file: Dockerfile, instruction: Instruction, script: Script): readonly Undecided[] {
  return packageCalls(script).flatMap((call) => {
    const recommends = undecided(call);
    return recommends === undefined || isSetBefore(file, instruction, recommends.setting) ? [] : [{ call, recommends }];
  });
}

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
