import { rootBase } from '../dockerfile/base-image.ts';
import type { Dockerfile, Instruction } from '../dockerfile/model.ts';
import { mountsOf } from '../dockerfile/mounts.ts';
import { runScripts, type RunScript } from '../dockerfile/run-scripts.ts';
import { stageAndParents } from '../dockerfile/stage-family.ts';
import { defineRule, type Report } from '../lint/rule.ts';
import { callsOf, type Call } from '../shell/calls.ts';
import { scriptOf } from '../shell/parse.ts';
import { projectNeedOf, type ProjectNeed } from '../shell/project-needs.ts';
import { excerpt } from '../text/excerpt.ts';
import { sourceSpan } from '../text/mapped.ts';

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
      const { stage } = script.instruction;
      if (stage === undefined || told.has(stage) || !hasEmptyBase(file, stage)) continue;
      const found = findStep(script);
      if (found === undefined || isBrought(file, script.instruction)) continue;
      told.add(stage);
      yield report(file, script, found.call, found.need);
    }
  },
});

/** Official images that hold a system or a language, and no project. */
const emptyBases: ReadonlySet<string> = new Set(
  'alpine amazoncorretto amazonlinux buildpack-deps centos composer debian eclipse-temurin fedora golang gradle maven nginx node openjdk php python ruby rust ubuntu'.split(
    ' ',
  ),
);

/** `node:8-onbuild` copies the project by itself. */
function hasEmptyBase(file: Dockerfile, stage: number): boolean {
  const base = rootBase(file, stage);
  if (base?.kind !== 'image' || base.image.registry !== 'docker.io') return false;
  const name = /^library\/(.+)$/.exec(base.image.repository)?.[1] ?? '';
  return emptyBases.has(name) && !/onbuild/.test(base.image.tag ?? '');
}

/** The first step that surely runs, where nothing in front of it in the script goes elsewhere or writes files. */
function findStep({
  instruction,
  run,
  text,
}: RunScript): { readonly call: Call; readonly need: ProjectNeed } | undefined {
  if (instruction !== run || text.text.includes('||')) return undefined;
  if (mountsOf(run).some(({ type }) => type === 'bind')) return undefined;
  for (const call of callsOf(scriptOf(text))) {
    const need = call.command.nesting.length === 0 ? projectNeedOf(call) : undefined;
    if (need !== undefined)
      return brings.test(text.text.slice(0, call.command.span.start)) ? undefined : { call, need };
  }
  return undefined;
}

/** What may bring the files of a project, or make them: a download, a generator, a redirection. */
const brings =
  /[<>]|(?:^|[\s;&|/])(?:svn|hg|curl|wget|aria2c|tar|unzip|cp|mv|ln|cd|pushd|sed|tee|touch|npx|degit|rails|django-admin|scp|rsync|aws|gsutil)\s|\b(?:init|create|create-project|new|clone|generate|scaffold|startproject|pull|checkout|submodule)\b/;

function isBrought(file: Dockerfile, { stage: index, span }: Instruction): boolean {
  const stage = file.stages[index ?? -1];
  if (stage === undefined) return true;
  return stageAndParents(file, stage).some(({ instructions }) =>
    instructions.some(
      ({ keyword, args, heredocs, span: { start } }) =>
        start < span.start &&
        (/^(?:COPY|ADD)$/.test(keyword) || (keyword === 'RUN' && (heredocs.length > 0 || brings.test(args.text)))),
    ),
  );
}

function report(file: Dockerfile, { instruction, text }: RunScript, { command }: Call, need: ProjectNeed): Report {
  const { span } = command;
  const later = file.stages[instruction.stage ?? -1]?.instructions.find(
    ({ keyword, span: { start } }) => start > instruction.span.start && (keyword === 'COPY' || keyword === 'ADD'),
  );
  const remedy =
    later === undefined ? 'Copy the files of the project first.' : `Line ${later.startLine} copies files too late.`;
  const outcome = need.quiet ? 'it installs nothing, and succeeds' : 'it fails, and the build stops';
  return {
    message: `\`${excerpt(text.text.slice(span.start, span.end), 60)}\` reads \`${excerpt(need.file, 40)}\`, and nothing is copied into this stage before: ${outcome}. ${remedy}`,
    span: sourceSpan(text, span),
  };
}
