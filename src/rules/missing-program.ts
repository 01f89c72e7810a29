import { rootBase, rootFacts } from '../dockerfile/base-image.ts';
import { lacks, mayBeLacking } from '../dockerfile/lacking.ts';
import type { Command, Dockerfile, Instruction } from '../dockerfile/model.ts';
import type { ImageLookup } from '../dockerfile/process.ts';
import { heldCommands } from '../dockerfile/rewrite.ts';
import { runScripts } from '../dockerfile/run-scripts.ts';
import { runText } from '../dockerfile/run-text.ts';
import { stageAndParents } from '../dockerfile/stage-family.ts';
import { defineRule, type Report } from '../lint/rule.ts';
import { callMayBring } from '../shell/brought-programs.ts';
import { callsOf, looksFor, type Call } from '../shell/calls.ts';
import { parseScript, scriptOf, type Script } from '../shell/parse.ts';
import { isShell, programName } from '../shell/vocabulary.ts';
import { excerpt } from '../text/excerpt.ts';
import { sourceSpan } from '../text/mapped.ts';
import type { Span } from '../text/span.ts';

export const rule = defineRule({
  id: 'missing-program',
  aliases: [],
  summary: 'a RUN or a HEALTHCHECK calls a program that the base image does not have',
  category: 'build-and-run',
  severity: 'error',
  fix: 'none',
  *check(file, { facts }) {
    const told = new Set<string>();
    for (const script of runScripts(file)) {
      const { instruction, run, text } = script;
      if (instruction !== run) continue;
      const call = firstMissing(file, instruction, scriptOf(text), facts.image);
      const key = `${instruction.stage} ${call?.name}`;
      if (call === undefined || told.has(key)) continue;
      told.add(key);
      yield inRun(file, instruction, call, sourceSpan(text, call.command.span));
    }
    for (const { instruction, inner, command } of heldCommands(file)) {
      if (inner.keyword !== 'HEALTHCHECK' || instruction !== inner) continue;
      const found = probe(file, instruction, command, facts.image);
      if (found !== undefined) yield inProbe(file, instruction, found);
    }
  },
});

function isMissing(file: Dockerfile, at: Instruction, before: number, program: string, lookup: ImageLookup): boolean {
  if (!mayBeLacking.has(program)) return false;
  const base = rootBase(file, at.stage);
  const stage = file.stages[at.stage ?? -1];
  if (stage === undefined || base?.kind !== 'image') return false;
  if (!lacks(base.image, rootFacts(file, at.stage, lookup), program)) return false;
  const above = stageAndParents(file, stage).flatMap(({ instructions }) => instructions);
  return !above.some((one) => one !== at && one.span.start < before && mayBring(one, program));
}

/** Whether a step may bring a program: by its name, by packages that nobody here can see, or in what nobody can look into. */
function mayBring(instruction: Instruction, program: string): boolean {
  const { keyword, args, command, trigger } = instruction;
  if (keyword === 'COPY' || keyword === 'ADD') return copiedPrograms(program).test(args.text);
  if (keyword === 'ONBUILD') return trigger?.keyword === 'RUN';
  if (keyword !== 'RUN') return false;
  if (command === undefined || command.form === 'exec') return true;
  const script = parseScript(runText(instruction));
  return !script.valid || callsOf(script).some((call) => callMayBring(call, program));
}

/** Archives, folders of programs, and what is called like the program. */
function copiedPrograms(program: string): RegExp {
  return new RegExp(`${program}|\\.t(?:ar|[gx]z|bz2)|\\s"?/(?:usr/)?(?:local/)?(?:s?bin/?)?"?\\s*\\]?$`);
}

/** The first call of a missing program that surely runs: in no condition, without a way out. */
function firstMissing(file: Dockerfile, at: Instruction, script: Script, lookup: ImageLookup): Call | undefined {
  if (script.text.includes('||')) return undefined;
  return callsOf(script).find(
    ({ name, program, command }) =>
      !program.text.includes('/') &&
      command.nesting.every((one) => one === 'pipeline' || one === 'substitution') &&
      isMissing(file, at, at.span.start, name, lookup) &&
      !looksFor(script, name) &&
      !callsOf(script).some((call) => call.command.span.start < command.span.start && callMayBring(call, name)),
  );
}

interface Probe {
  readonly program: string;
  readonly span: Span;
}

/** A probe runs in the container, where all steps are done. One that asks in several ways may find one that works. */
function probe(file: Dockerfile, instruction: Instruction, command: Command, lookup: ImageLookup): Probe | undefined {
  const end = file.source.text.length;
  const [first = '', option = '', text] = command.argv;
  if (command.form === 'exec' && !isShell(first)) {
    const program = programName(first);
    return isMissing(file, instruction, end, program, lookup) ? { program, span: command.span } : undefined;
  }
  if (command.malformedArray) {
    // Repaired it calls what it names, and that is missing already.
    const program = /^\[\s*\W?([\w.+-]+)/.exec(command.text.text)?.[1] ?? '';
    return isMissing(file, instruction, end, program, lookup) ? { program, span: command.span } : undefined;
  }
  if (text === undefined || !/^-\w*c$/.test(option)) return undefined;
  const script = parseScript(text);
  const calls = callsOf(script).filter(({ name }) => !harmless.has(name));
  const [call, ...others] = calls;
  if (call === undefined || call.program.text.includes('/') || looksFor(script, call.name)) return undefined;
  if (
    others.some(({ command: { within } }) => within !== 'pipeline') ||
    !isMissing(file, instruction, end, call.name, lookup)
  )
    return undefined;
  return { program: call.name, span: command.span };
}

const harmless: ReadonlySet<string> = new Set(['exit', 'false', 'true', 'echo', 'kill', '[', 'test']);

function nameOfBase(file: Dockerfile, { stage }: Instruction): string {
  const base = rootBase(file, stage);
  return base?.kind === 'image' ? `\`${excerpt(base.text, 50)}\`` : 'the base image';
}

function inRun(file: Dockerfile, instruction: Instruction, { name, command }: Call, span: Span): Report {
  const piped = command.nesting.length > 0;
  const effect = piped
    ? `the shell says \`${name}: not found\`, and what reads its output gets nothing`
    : `the RUN fails with \`${name}: not found\``;
  return {
    message:
      `${nameOfBase(file, instruction)} has no \`${name}\`, and nothing up to here installs it: ${effect}. ` +
      'Install it in this RUN, or in one above.',
    span,
    severity: installsAnything(file) ? 'warning' : 'error',
  };
}

function inProbe(file: Dockerfile, instruction: Instruction, { program, span }: Probe): Report {
  return {
    message:
      `${nameOfBase(file, instruction)} has no \`${program}\`, and nothing here installs it: the probe fails each time, and the ` +
      `container is reported as unhealthy although it may be well. Install \`${program}\`, or probe with what the image has.`,
    span,
    severity: installsAnything(file) ? 'warning' : 'error',
  };
}

/** Other packages might bring it along. */
function installsAnything({ instructions }: Dockerfile): boolean {
  return instructions.some(
    ({ keyword, args }) => keyword === 'RUN' && /\b(?:apt-get|apt|apk)\s[^;&|]*\b(?:install|add)\b/.test(args.text),
  );
}
