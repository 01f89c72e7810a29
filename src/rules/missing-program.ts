import { rootBase, rootFacts } from '../dockerfile/base-image.ts';
import { lacks, mayBeLacking } from '../dockerfile/lacking.ts';
import type { Command, Dockerfile, Instruction } from '../dockerfile/model.ts';
import type { ImageLookup } from '../dockerfile/process.ts';
import { heldCommands } from '../dockerfile/rewrite.ts';
import { runScripts } from '../dockerfile/run-scripts.ts';
import { runText } from '../dockerfile/run-text.ts';
import { defineRule, type Report } from '../lint/rule.ts';
import { mayBring } from '../shell/brought-programs.ts';
import { callsOf, looksFor, type Call } from '../shell/calls.ts';
import { parseScript, scriptOf, type Script } from '../shell/parse.ts';
import { isShell, programName } from '../shell/vocabulary.ts';
import { excerpt } from '../text/excerpt.ts';
import { sourceSpan } from '../text/mapped.ts';
import { memo } from '../text/memo.ts';
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
    for (const { instruction, run, text } of runScripts(file)) {
      if (instruction !== run || !programs.some((one) => text.text.includes(one))) continue;
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

const programs: readonly string[] = [...mayBeLacking];

/** Where each program may be there first: an offset in the file or the script. */
type Places = ReadonlyMap<string, number>;

function isMissing(file: Dockerfile, at: Instruction, before: number, program: string, lookup: ImageLookup): boolean {
  if (!mayBeLacking.has(program)) return false;
  const base = rootBase(file, at.stage);
  if (at.stage === undefined || base?.kind !== 'image') return false;
  if (!lacks(base.image, rootFacts(file, at.stage, lookup), program)) return false;
  return (placesInStages(file)[at.stage]?.get(program) ?? before) >= before;
}

/** One a stage: from where on a step of it, or of a stage below it, may have brought a program. */
const placesInStages = memo(({ stages }: Dockerfile): readonly Places[] => {
  const all: Places[] = [];
  for (const { base, instructions } of stages) {
    const places = new Map(base.kind === 'stage' ? all[base.stage] : []);
    for (const instruction of instructions) {
      if (places.size === programs.length) break;
      for (const one of broughtBy(instruction)) if (!places.has(one)) places.set(one, instruction.span.start);
    }
    all.push(places);
  }
  return all;
});

/** What a step may bring: by its name, by packages that nobody here can see, or in what nobody can look into. */
function broughtBy(instruction: Instruction): Iterable<string> {
  const { keyword, args, command, trigger } = instruction;
  if (keyword === 'COPY' || keyword === 'ADD')
    return unnamed.test(args.text) ? programs : programs.filter((one) => args.text.includes(one));
  if (keyword === 'ONBUILD') return trigger?.keyword === 'RUN' ? programs : [];
  if (keyword !== 'RUN') return [];
  if (command === undefined || command.form === 'exec') return programs;
  const script = parseScript(runText(instruction));
  return script.valid ? placesIn(script).keys() : programs;
}

/** Archives, and folders of programs. */
const unnamed = /\.t(?:ar|[gx]z|bz2)|\s"?\/(?:usr\/)?(?:local\/)?(?:s?bin\/?)?"?\s*\]?$/;

/** Where in a script the first call begins that may bring a program. */
const placesIn: (script: Script) => Places = memo((script) => {
  const places = new Map<string, number>();
  for (const call of callsOf(script)) {
    const { start } = call.command.span;
    for (const one of mayBring(call, programs)) places.set(one, Math.min(places.get(one) ?? start, start));
  }
  return places;
});

/** The first call of a missing program that surely runs: in no condition, without a way out. */
function firstMissing(file: Dockerfile, at: Instruction, script: Script, lookup: ImageLookup): Call | undefined {
  return surelyCalled(script).find(({ name }) => isMissing(file, at, at.span.start, name, lookup));
}

const surelyCalled: (script: Script) => readonly Call[] = memo((script) => {
  if (script.text.includes('||')) return [];
  const calls = callsOf(script).filter(
    ({ name, program, command }) =>
      mayBeLacking.has(name) &&
      !program.text.includes('/') &&
      command.nesting.every((one) => one === 'pipeline' || one === 'substitution'),
  );
  const lookedFor = new Set([...new Set(calls.map(({ name }) => name))].filter((name) => looksFor(script, name)));
  return calls.filter(({ name, command: { span } }) => {
    const place = lookedFor.has(name) ? undefined : (placesIn(script).get(name) ?? span.start);
    return place !== undefined && place >= span.start;
  });
});

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
const installsAnything = memo(({ instructions }: Dockerfile): boolean =>
  instructions.some(
    ({ keyword, args }) => keyword === 'RUN' && /\b(?:apt-get|apt|apk)\s[^;&|]*\b(?:install|add)\b/.test(args.text),
  ),
);
