import { baseName } from '../dockerfile/copied-names.ts';
import { copiedPlaces, type CopiedPlace } from '../dockerfile/copied-places.ts';
import { resolve } from '../dockerfile/copies.ts';
import { filesAt } from '../dockerfile/found-files.ts';
import { arrivalsAt, folderedInstructions, unknownFolder, workdirOf } from '../dockerfile/image-files.ts';
import type { Command, Dockerfile, Instruction, Process, ProcessPart, Stage } from '../dockerfile/model.ts';
import { runText } from '../dockerfile/run-text.ts';
import { stageAndParents } from '../dockerfile/stage-family.ts';
import { startedFiles, type StartedFile } from '../dockerfile/started-files.ts';
import { defineRule, type Facts, type ProposedFix, type Report } from '../lint/rule.ts';
import { allCommands, topLevel } from '../shell/commands.ts';
import { mayChange } from '../shell/file-changes.ts';
import { parseScript, scriptOf } from '../shell/parse.ts';
import { startedIn, startedProgram, type Started } from '../shell/started.ts';
import { applyEdits } from '../text/edit.ts';
import { excerpt } from '../text/excerpt.ts';
import { jsonArray } from '../text/json-array.ts';
import { sourceSpan } from '../text/mapped.ts';
import type { Span } from '../text/span.ts';

type Script = StartedFile<Started>;

export const rule = defineRule({
  id: 'script-not-found',
  aliases: [],
  summary: 'the container starts with a script where no COPY puts it',
  category: 'files',
  severity: 'error',
  fix: 'unsafe',
  *check(file, { facts }) {
    for (const script of startedFiles(file, facts.image, startedHere)) {
      const { started } = script;
      if (!isPlain(script) || !/^[\w./-]+\.(?:sh|bash|py|rb|pl)$/.test(started.program)) continue;
      const report = started.program.includes('/') ? checkPath(file, script) : checkName(file, script, facts);
      if (report !== undefined) yield report;
    }
  },
});

/** A shell form runs its script behind every ENTRYPOINT that starts what it is given, so that need not be known. */
function startedHere(part: ProcessPart, process: Process): Started | undefined {
  const started = startedIn(part, process);
  const mayBehind = part === process.cmd && part.form === 'shell' && process.entrypoint === 'unknown';
  return started ?? (mayBehind ? startedProgram(part) : undefined);
}

/** Exec form, or a shell form that is this one command: `cd /app && ./start.sh` starts it from elsewhere. */
function isPlain({ part, started }: Script): boolean {
  if (part.form === 'exec') return started.by !== 'shell';
  const [command, ...others] = part.form === 'shell' ? topLevel(parseScript(part.argv.at(-1) ?? '')) : [];
  return others.length === 0 && command?.commands[0]?.assignments.length === 0;
}

/** What images put into PATH for programs of their own: `/usr/local/tomcat/bin`, `/go/bin`, `/opt/docker-solr/scripts`. */
const ownFolder = /\/s?bin$|^\/opt\/[^/]+\//;

/** `["start.sh"]`: looked for in PATH alone, and COPY put it elsewhere. */
function checkName(file: Dockerfile, script: Script, facts: Facts): Report | undefined {
  const { stage, started, path, place, part } = script;
  if (started.by === 'reader') return undefined;
  const elsewhere = path.folders.some((folder) => mayHold(file, script, resolve(folder, started.program)));
  if (elsewhere) return undefined;
  const [named] = copiedPlaces(file, stage, started.program);
  const [found] = filesAt(file, stage, place, facts.file);
  const copied =
    named ?? (found && { place, instruction: found.arrival.instruction }) ?? changedPlace(file, stage, started.program);
  if (copied === undefined) return undefined;
  const folder = copied.place.slice(0, copied.place.lastIndexOf('/')) || '/';
  if (ownFolder.test(folder)) return undefined;
  const where = folder.startsWith(unknownFolder) ? 'the working directory' : `\`${excerpt(folder, 50)}\``;
  const { keyword, startLine } = copied.instruction;
  const [brings, into] = keyword === 'RUN' ? ['finds', 'in'] : ['puts', 'into'];
  const isSure = script.process.entrypoint !== 'unknown';
  const unless = isSure ? '' : 'Unless the base has an ENTRYPOINT, ';
  return {
    message:
      `${unless}Docker will execute \`${excerpt(jsonArray(part.argv), 80)}\`: a name without a slash is looked for in PATH alone, ` +
      `and ${keyword} in line ${startLine} ${brings} \`${started.program}\` ${into} ${where}. ` +
      (path.complete
        ? failure(started, 'executable file not found in $PATH')
        : 'Unless the base image has that folder in PATH, the container does not start.'),
    span: script.instruction.span,
    severity: path.complete && isSure ? 'error' : 'warning',
    fixes: fixes(file, script, copied),
  };
}

/** `["/start.sh"]`: the only file of that name is copied to another place. */
function checkPath(file: Dockerfile, script: Script): Report | undefined {
  const { stage, started, place, image } = script;
  const name = baseName(started.program);
  const base = stageAndParents(file, stage)[0]?.base.kind;
  if (place.startsWith(unknownFolder) || (image === undefined && base !== 'scratch')) return undefined;
  if ([...(image?.entrypoint ?? []), ...(image?.cmd ?? [])].some((word) => baseName(word) === name)) return undefined;
  const [copied, ...others] = copiedPlaces(file, stage, name);
  if (copied === undefined || others.length > 0 || copied.place === place || mayHold(file, script, place))
    return undefined;
  if (copied.place.startsWith(unknownFolder)) return undefined;
  const { keyword, startLine } = copied.instruction;
  return {
    message:
      `Nothing in this Dockerfile makes \`${excerpt(place, 60)}\`: ${keyword} in line ${startLine} puts \`${excerpt(name, 40)}\` to ` +
      `\`${excerpt(copied.place, 60)}\`. ${failure(started, 'no such file or directory')}`,
    span: script.instruction.span,
    severity: script.process.entrypoint === 'unknown' ? 'warning' : 'error',
    fixes: fixes(file, script, copied),
  };
}

/** What is read in the terminal, of Docker itself or of the shell that it starts. */
function failure({ by, program }: Started, ofDocker: string): string {
  return by === 'shell'
    ? `The shell says "${program}: not found", and the container ends.`
    : `The container fails with "${ofDocker}".`;
}

/** Whether COPY, ADD or RUN may bring a file there. */
function mayHold(file: Dockerfile, { stage }: Script, place: string): boolean {
  if (arrivalsAt(file, stage, place).length > 0) return true;
  const runs = stageAndParents(file, stage)
    .flatMap(({ instructions }) => instructions)
    .filter(({ keyword }) => keyword === 'RUN');
  return runs.some((run) => mayMake(run, place));
}

/** `WORKDIR /app`, `RUN chmod +x start.sh`: there the file must be, or the build would have failed. */
function changedPlace(file: Dockerfile, stage: Stage, name: string): CopiedPlace | undefined {
  for (const { instruction, folder } of folderedInstructions(file, stage).toReversed()) {
    const { command } = instruction;
    if (instruction.keyword !== 'RUN' || command?.form !== 'shell' || !command.text.text.includes(name)) continue;
    const commands = allCommands(scriptOf(command.text));
    if (commands.some((each) => each.name === 'cd' || each.name === 'pushd')) continue;
    const words = commands.filter((each) => each.name === 'chmod').flatMap((each) => each.words.slice(2));
    const operand = words.find(
      ({ value }) => value !== undefined && /^[\w./-]+$/.test(value) && baseName(value) === name,
    );
    const place = operand?.value === undefined ? undefined : resolve(folder, operand.value);
    if (place !== undefined) return place.startsWith(unknownFolder) ? undefined : { place, instruction };
  }
  return undefined;
}

/** `chmod` of the file somewhere else makes none here. */
function mayMake(run: Instruction, place: string): boolean {
  const text = runText(run);
  const name = baseName(place);
  const onlyChmod = /^\s*(?:chmod|chown)\s[^;&|<>$`]*$/.test(text) && !/\s-[a-zA-Z]*R/.test(text);
  return onlyChmod && text.includes(name) ? false : mayChange(text, place);
}

/** The script's path in the place of its name, for scripts of a shell: others may lack `#!` altogether. */
function fixes(
  file: Dockerfile,
  { stage, started, part, instruction }: Script,
  copied: CopiedPlace,
): readonly ProposedFix[] {
  const { json, command } = instruction.trigger ?? instruction;
  const word = part.form === 'shell' && command !== undefined ? programWord(command) : undefined;
  const span = word?.span ?? json?.spans[started.at ?? -1];
  if (span === undefined || command === undefined || !/\.(?:sh|bash)$/.test(started.program)) return [];
  const here = resolve(workdirOf(file, stage), started.program) === copied.place && !started.program.startsWith('/');
  if (!here && copied.place.startsWith(unknownFolder)) return [];
  const path = here ? `./${started.program.replace(/^(?:\.\/)+/, '')}` : copied.place;
  const argv = word?.argv(path) ?? part.argv.map((each, index) => (index === started.at ? path : each));
  const text = word === undefined ? JSON.stringify(path) : path;
  return [{ title: `Start \`${path}\``, safety: 'unsafe', edits: [{ span, text }], argv }];
}

/** The word of a shell form that names its program, and what is executed with another one in its place. */
function programWord({ shell, text }: Command): { span: Span; argv: (program: string) => string[] } | undefined {
  const words = topLevel(scriptOf(text))[0]?.commands[0]?.words ?? [];
  const program = words[0]?.value === 'exec' ? words[1] : words[0];
  if (program === undefined || program.text !== program.value) return undefined;
  return {
    span: sourceSpan(text, program.span),
    argv: (other) => [...shell.argv, applyEdits(text.text, [{ span: program.span, text: other }])],
  };
}
