import { splitOnBlanks } from '../dockerfile/blanks.ts';
import { baseName } from '../dockerfile/copied-names.ts';
import { resolve } from '../dockerfile/copies.ts';
import type { Instruction, Stage } from '../dockerfile/model.ts';
import { runScripts, type RunScript } from '../dockerfile/run-scripts.ts';
import { shippedStages } from '../dockerfile/stage-family.ts';
import { defineRule, type Report } from '../lint/rule.ts';
import { allCommands, type SimpleCommand } from '../shell/commands.ts';
import { scriptOf, type Script } from '../shell/parse.ts';
import { filesRemovedBy, filesWrittenBy } from '../shell/written-files.ts';
import { excerpt } from '../text/excerpt.ts';
import { sourceSpan } from '../text/mapped.ts';
import { memo } from '../text/memo.ts';

export const rule = defineRule({
  id: 'deleted-in-later-layer',
  aliases: [],
  summary: 'a file that a later instruction removes stays in the layer that brought it',
  category: 'script',
  severity: 'info',
  fix: 'none',
  *check(file) {
    const scripts = new Map(runScripts(file).map((script) => [script.instruction, script]));
    const removes = [...scripts.values()].some(({ text }) =>
      changesOf(scriptOf(text)).some((each) => each.removed.length > 0),
    );
    if (!removes) return;
    for (const stage of shippedStages(file)) yield* checkStage(stage, scripts);
  },
});

function* checkStage(stage: Stage, scripts: ReadonlyMap<Instruction, RunScript>): Iterable<Report> {
  const origins = new Map<string, Instruction>();
  // What the base image's WORKDIR is does not matter as long as nothing changes it.
  let workdir = '/?';
  for (const instruction of stage.instructions) {
    const script = scripts.get(instruction);
    if (instruction.keyword === 'WORKDIR') workdir = resolve(workdir, instruction.args.text);
    else if (instruction.keyword === 'COPY' || instruction.keyword === 'ADD')
      for (const path of copiedPaths(instruction, workdir)) origins.set(path, instruction);
    else if (script !== undefined && instruction.keyword === 'RUN') {
      const reports = readRun(script, workdir, origins);
      for (const report of reports) yield report;
    }
  }
}

/** Paths that COPY or ADD surely makes. ADD unpacks local archives, so the archive itself is not there. */
function copiedPaths({ keyword, json, args }: Instruction, workdir: string): readonly string[] {
  const words = json?.values ?? splitOnBlanks(args.text);
  const destination = words.at(-1) ?? '';
  const sources = words.slice(0, -1);
  if (words.some((word) => /[$*?[\]<]/.test(word))) return [];
  const target = resolve(workdir, destination);
  const isFolder = sources.length > 1 || /(?:\/|(?:^|\/)\.)$/.test(destination);
  return sources.flatMap((source) => {
    if (keyword === 'ADD' && !/^https?:/.test(source) && /\.(?:t\w*z|tar|gz|bz2|xz)$/.test(source)) return [];
    if (!isFolder) return source.endsWith('/') || /(?:^|\/)\.$/.test(source) ? [] : [target];
    return /\.\w+$/.test(source) ? [resolve(target, baseName(source))] : [];
  });
}

/** What a command does to files, by the names that it uses. */
interface Change {
  readonly command: SimpleCommand;
  readonly written: readonly string[];
  readonly removed: readonly string[];
}

const changesOf: (script: Script) => readonly Change[] = memo((script) =>
  allCommands(script).flatMap((command) => {
    const [written, removed] = [filesWrittenBy(command), filesRemovedBy(command)];
    return written.length + removed.length === 0 ? [] : [{ command, written, removed }];
  }),
);

/** What a RUN removes of what was there before, and, noted for later ones, what it leaves behind. */
function readRun(script: RunScript, workdir: string, origins: Map<string, Instruction>): readonly Report[] {
  const changes = changesOf(scriptOf(script.text));
  if (changes.length === 0) return [];
  const moves = allCommands(scriptOf(script.text)).some(({ name }) => name === 'cd' || name === 'pushd');
  const absolute = (path: string): readonly string[] =>
    path.startsWith('/') || !moves ? [resolve(workdir, path)] : [];
  const reports: Report[] = [];
  const written = new Set<string>();
  for (const change of changes) {
    for (const path of change.written.flatMap(absolute)) written.add(path);
    for (const path of change.removed.flatMap(absolute)) {
      const origin = written.has(path) ? undefined : origins.get(path);
      written.delete(path);
      if (origin !== undefined) reports.push(report(script, change.command, origin));
      origins.delete(path);
    }
  }
  for (const path of written) origins.set(path, script.instruction);
  return reports;
}

function report({ text }: RunScript, { span }: SimpleCommand, { keyword, startLine, args }: Instruction): Report {
  const cure =
    keyword === 'RUN' || (keyword === 'ADD' && args.text.includes('://'))
      ? 'Make it and remove it in one RUN.'
      : '`RUN --mount=type=bind` reads a file of the build context without a copy; a stage of its own keeps it out as well.';
  return {
    message:
      `\`${excerpt(text.text.slice(span.start, span.end), 60)}\` hides a file and frees nothing: ` +
      `the layer of ${keyword} in line ${startLine} keeps its bytes, and whoever has the image can read them. ${cure}`,
    span: sourceSpan(text, span),
  };
}
