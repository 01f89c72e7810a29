import { rootBase } from '../dockerfile/base-image.ts';
import type { Dockerfile, Instruction } from '../dockerfile/model.ts';
import type { ImageLookup } from '../dockerfile/process.ts';
import { heldCommands, mapEdits } from '../dockerfile/rewrite.ts';
import { runScripts } from '../dockerfile/run-scripts.ts';
import { shOf } from '../dockerfile/sh-in-place.ts';
import { defineRule, type ProposedFix, type Report } from '../lint/rule.ts';
import { scriptOf } from '../shell/parse.ts';
import { unknownToDash, type UnknownToDash } from '../shell/unknown-to-dash.ts';
import { programName } from '../shell/vocabulary.ts';
import { applyEdits } from '../text/edit.ts';
import { excerpt } from '../text/excerpt.ts';
import { sourceSpan, type MappedText } from '../text/mapped.ts';

/** A script that `/bin/sh` reads, at build time or in the container. */
interface ShScript {
  readonly instruction: Instruction;
  readonly text: MappedText;
  readonly shell: readonly string[];
  /** The script is the last word of what Docker executes. */
  readonly isArgument: boolean;
}

export const rule = defineRule({
  id: 'bash-syntax-in-sh',
  aliases:
    'SC3001 SC3003 SC3005 SC3009 SC3010 SC3011 SC3014 SC3020 SC3024 SC3029 SC3030 SC3037 SC3039 SC3040 SC3044 SC3046 SC3057 SC3059 SC3060'.split(
      ' ',
    ),
  summary: 'the script is written for Bash, and the sh of Debian and Ubuntu is dash',
  category: 'script',
  severity: 'error',
  fix: 'unsafe',
  *check(file, { facts }) {
    for (const script of [...ofRuns(file), ...ofContainers(file)]) {
      const found = readByDash(file, script, facts.image) ? unknownToDash(scriptOf(script.text)) : [];
      const [worst] = ['fails', 'silent', 'text'].flatMap((outcome) => found.filter((one) => one.outcome === outcome));
      if (worst !== undefined) yield report(file, script, worst, found);
    }
  },
});

function ofRuns(file: Dockerfile): readonly ShScript[] {
  return runScripts(file).flatMap(({ kind, instruction, run, text, shell, as }) =>
    kind === 'sh' && instruction === run
      ? [{ instruction, text, shell, isArgument: as === 'line' || as === 'body' }]
      : [],
  );
}

/** CMD, ENTRYPOINT and HEALTHCHECK in shell form. */
function ofContainers(file: Dockerfile): readonly ShScript[] {
  return heldCommands(file).flatMap(({ instruction, inner, command }) =>
    inner.keyword !== 'RUN' && instruction === inner && command.form === 'shell' && !command.malformedArray
      ? [{ instruction, text: command.text, shell: command.shell.argv, isArgument: true }]
      : [],
  );
}

/** dash by name, or `sh` where that is known to be dash. */
function readByDash(file: Dockerfile, { instruction, shell }: ShScript, lookup: ImageLookup): boolean {
  const program = programName(shell[0] ?? '');
  return program === 'dash' || (program === 'sh' && shOf(file, instruction, lookup) === 'dash');
}

function report(file: Dockerfile, script: ShScript, worst: UnknownToDash, found: readonly UnknownToDash[]): Report {
  const { instruction, text } = script;
  const base = rootBase(file, instruction.stage);
  const where = base?.kind === 'image' ? ` of \`${excerpt(base.text, 40)}\`` : '';
  const fix = fixOf(script, found);
  const written = text.text.slice(worst.span.start, worst.span.end);
  return {
    message:
      `\`${excerpt(/^-[a-z]+$/.test(written) ? `echo ${written}` : written, 50)}\` is for Bash, and \`/bin/sh\`${where} is dash, which ` +
      `${worst.effect}. ${cure(worst)}`,
    span: sourceSpan(text, worst.span),
    severity: worst.outcome === 'text' ? 'info' : worst.code === 'SC3037' ? 'warning' : 'error',
    aliases: [...new Set(found.map(({ code }) => code))],
    fixes: fix === undefined ? [] : [fix],
  };
}

function cure({ code, instead }: UnknownToDash): string {
  const bash = 'a `SHELL ["/bin/bash", "-c"]` above has Bash read it';
  const words = instead === undefined ? bash : code === 'SC3037' ? instead : `${instead}; ${bash}`;
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

/** Where everything that dash does not understand has a form that it does. */
function fixOf({ text, shell, isArgument }: ShScript, found: readonly UnknownToDash[]): ProposedFix | undefined {
  if (found.some(({ edits }) => edits.length === 0)) return undefined;
  const edits = found.flatMap((one) => one.edits);
  const mapped = mapEdits(text, edits);
  const title = 'Write it for sh';
  if (!isArgument) return { title, safety: 'unsafe', edits: mapped };
  return { title, safety: 'unsafe', edits: mapped, argv: [...shell, applyEdits(text.text, edits)] };
}
