import { rootBase } from '../dockerfile/base-image.ts';
import { baseName } from '../dockerfile/copied-names.ts';
import { copiedPlaces } from '../dockerfile/copied-places.ts';
import { resolve } from '../dockerfile/copies.ts';
import { arrivalsAt, unknownFolder, workdirOf } from '../dockerfile/image-files.ts';
import type { Dockerfile } from '../dockerfile/model.ts';
import { mountsOf } from '../dockerfile/mounts.ts';
import { runScripts, type RunScript } from '../dockerfile/run-scripts.ts';
import { firstPlaces } from '../dockerfile/stage-family.ts';
import { defineRule, type Report } from '../lint/rule.ts';
import { callsOf, type Call } from '../shell/calls.ts';
import { scriptOf, type Script } from '../shell/parse.ts';
import { projectNeedOf, type ProjectNeed } from '../shell/project-needs.ts';
import { excerpt } from '../text/excerpt.ts';
import { sourceSpan } from '../text/mapped.ts';
import { memo } from '../text/memo.ts';

export const rule = defineRule({
  id: 'project-not-copied',
  aliases: [],
  summary: 'a build step that reads the project’s files runs before any of them is in the image',
  category: 'build-and-run',
  severity: 'error',
  fix: 'none',
  *check(file) {
    const told = new Set<number>();
    for (const script of runScripts(file)) {
      const { stage, span } = script.instruction;
      if (stage === undefined || told.has(stage) || !hasEmptyBase(file, stage)) continue;
      const found = findStep(script);
      if (found === undefined) continue;
      const isFirst = (bringing(file)[stage] ?? 0) > span.start;
      const elsewhere = isFirst ? undefined : placeElsewhere(file, script, found);
      if (!isFirst && elsewhere === undefined) continue;
      told.add(stage);
      yield report(script, found, elsewhere ?? notYet(file, script));
    }
  },
});

/** Docker's official images that hold a system or a language, and no project. Microsoft's of .NET are more of them. */
const emptyBases: ReadonlySet<string> = new Set(
  'alpine amazoncorretto amazonlinux buildpack-deps centos composer debian eclipse-temurin fedora golang gradle maven nginx node openjdk php python ruby rust ubuntu'.split(
    ' ',
  ),
);

/** `node:8-onbuild` copies the project by itself. */
function hasEmptyBase(file: Dockerfile, stage: number): boolean {
  const base = rootBase(file, stage);
  if (base?.kind !== 'image') return false;
  if (base.image.registry === 'mcr.microsoft.com')
    return /^dotnet\/(?:core\/)?(?:sdk|aspnet|runtime)$/.test(base.image.repository);
  if (base.image.registry !== 'docker.io') return false;
  const name = /^library\/(.+)$/.exec(base.image.repository)?.[1] ?? '';
  return emptyBases.has(name) && !/onbuild/.test(base.image.tag ?? '');
}

interface Step {
  readonly call: Call;
  readonly need: ProjectNeed;
}

function findStep({ instruction, run, text }: RunScript): Step | undefined {
  if (instruction !== run) return undefined;
  const step = firstStep(scriptOf(text));
  return step === undefined || mountsOf(run).some(({ type }) => type === 'bind') ? undefined : step;
}

/** The first step that surely runs, where nothing in front of it in the script goes elsewhere or writes files. */
const firstStep: (script: Script) => Step | undefined = memo((script) => {
  if (script.text.includes('||')) return undefined;
  for (const call of callsOf(script)) {
    const need = call.command.nesting.length === 0 ? projectNeedOf(call) : undefined;
    if (need !== undefined)
      return brings.test(script.text.slice(0, call.command.span.start)) ? undefined : { call, need };
  }
  return undefined;
});

/** What may bring the files of a project, or make them: a download, a generator, a redirection. */
const brings =
  /[<>]|(?:^|[\s;&|/])(?:svn|hg|curl|wget|aria2c|tar|unzip|cp|mv|ln|cd|pushd|sed|tee|touch|npx|degit|rails|django-admin|scp|rsync|aws|gsutil)\s|\b(?:init|create|create-project|new|clone|generate|scaffold|startproject|pull|checkout|submodule)\b/;

/** Where in each stage the first instruction stands that may bring the files. */
const bringing = memo((file: Dockerfile) =>
  firstPlaces(
    file,
    ({ keyword, args, heredocs }) =>
      keyword === 'COPY' || keyword === 'ADD' || (keyword === 'RUN' && (heredocs.length > 0 || brings.test(args.text))),
  ),
);

/** Where in each stage the first RUN stands that may make files. */
const making = memo((file: Dockerfile) =>
  firstPlaces(
    file,
    ({ keyword, args, heredocs }) => keyword === 'RUN' && (heredocs.length > 0 || brings.test(args.text)),
  ),
);

/** Why the file is not there, and what to do. */
interface Cause {
  readonly reads: string;
  readonly why: string;
  readonly remedy: string;
}

/** A file of this name is in the stage, and surely not where the step looks for it. */
function placeElsewhere(file: Dockerfile, { instruction }: RunScript, { need }: Step): Cause | undefined {
  const stage = file.stages[instruction.stage ?? -1];
  if (stage === undefined || (making(file)[stage.index] ?? 0) < instruction.span.start) return undefined;
  const folder = workdirOf(file, stage, instruction);
  const places = need.named ? [resolve(folder, need.file)] : upwards(folder).map((place) => resolve(place, need.file));
  const [place = ''] = places;
  if (places.some((path) => arrivalsAt(file, stage, path, instruction).length > 0)) return undefined;
  const copied = copiedPlaces(file, stage, baseName(need.file)).find(
    ({ instruction: { span } }) => span.start < instruction.span.start,
  );
  if (copied === undefined) return undefined;
  return {
    reads: shown(place),
    why: `line ${copied.instruction.startLine} puts it at \`${shown(copied.place)}\``,
    remedy: 'Both have to name one place.',
  };
}

/** A folder and those it lies in: npm and most others look for their project there too. */
function upwards(folder: string): readonly string[] {
  const parts = folder.split('/');
  return parts.map((_, index) => parts.slice(0, parts.length - index).join('/') || '/');
}

/** A path, relative where nobody knows the folder that it counts from. */
function shown(path: string): string {
  return excerpt(path.startsWith(`${unknownFolder}/`) ? path.slice(unknownFolder.length + 1) : path, 40);
}

function notYet(file: Dockerfile, { instruction }: RunScript): Omit<Cause, 'reads'> {
  const later = file.stages[instruction.stage ?? -1]?.instructions.find(
    ({ keyword, span: { start } }) => start > instruction.span.start && (keyword === 'COPY' || keyword === 'ADD'),
  );
  return {
    why: 'nothing is copied into this stage before',
    remedy:
      later === undefined
        ? 'Copy the files of the project first.'
        : `Put the ${later.keyword} of line ${later.startLine} above it.`,
  };
}

function report({ text }: RunScript, { call, need }: Step, cause: Omit<Cause, 'reads'> & Partial<Cause>): Report {
  const { span } = call.command;
  const outcome = need.quiet ? 'it installs nothing, and succeeds' : 'it fails, and the build stops';
  const file = cause.reads ?? excerpt(need.file, 40);
  return {
    message: `\`${excerpt(text.text.slice(span.start, span.end), 60)}\` reads \`${file}\`, and ${cause.why}: ${outcome}. ${cause.remedy}`,
    span: sourceSpan(text, span),
  };
}
