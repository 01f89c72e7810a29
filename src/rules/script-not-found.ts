import { baseName } from '../dockerfile/copied-names.ts';
import { copiedPlaces, type CopiedPlace } from '../dockerfile/copied-places.ts';
import { resolve } from '../dockerfile/copies.ts';
import { filesAt } from '../dockerfile/found-files.ts';
import { arrivalsAt, unknownFolder, workdirOf } from '../dockerfile/image-files.ts';
import type { Dockerfile, Instruction } from '../dockerfile/model.ts';
import { runText } from '../dockerfile/run-text.ts';
import { stageAndParents } from '../dockerfile/stage-family.ts';
import { startedFiles, type StartedFile } from '../dockerfile/started-files.ts';
import { defineRule, type Facts, type ProposedFix, type Report } from '../lint/rule.ts';
import { mayChange } from '../shell/file-changes.ts';
import { startedIn, type Started } from '../shell/started.ts';
import { excerpt } from '../text/excerpt.ts';
import { jsonArray } from '../text/json-array.ts';

type Script = StartedFile<Started>;

export const rule = defineRule({
  id: 'script-not-found',
  aliases: [],
  summary: 'the container starts with a script where no COPY puts it',
  category: 'files',
  severity: 'error',
  fix: 'unsafe',
  *check(file, { facts }) {
    for (const script of startedFiles(file, facts.image, startedIn)) {
      const { started, part } = script;
      if (part.form !== 'exec' || started.by === 'shell' || !/^[\w./-]+\.(?:sh|bash|py|rb|pl)$/.test(started.program))
        continue;
      const report = started.program.includes('/') ? checkPath(file, script) : checkName(file, script, facts);
      if (report !== undefined) yield report;
    }
  },
});

/** What images put into PATH for programs of their own: `/usr/local/tomcat/bin`, `/go/bin`, `/opt/docker-solr/scripts`. */
const ownFolder = /\/s?bin$|^\/opt\//;

/** `["start.sh"]`: looked for in PATH alone, and COPY put it elsewhere. */
function checkName(file: Dockerfile, script: Script, facts: Facts): Report | undefined {
  const { stage, started, path, place, part } = script;
  if (started.by === 'reader') return undefined;
  const elsewhere = path.folders.some((folder) => mayHold(file, script, resolve(folder, started.program)));
  if (elsewhere) return undefined;
  const [named] = copiedPlaces(file, stage, started.program);
  const [found] = filesAt(file, stage, place, facts.file);
  const copied = named ?? (found && { place, instruction: found.arrival.instruction });
  if (copied === undefined) return undefined;
  const folder = copied.place.slice(0, copied.place.lastIndexOf('/')) || '/';
  if (ownFolder.test(folder)) return undefined;
  const where = folder.startsWith(unknownFolder) ? 'the working directory' : `\`${excerpt(folder, 50)}\``;
  const { keyword, startLine } = copied.instruction;
  return {
    message:
      `Docker will execute \`${excerpt(jsonArray(part.argv), 80)}\`: a name without a slash is looked for in PATH alone, and ` +
      `${keyword} in line ${startLine} puts \`${started.program}\` into ${where}. ` +
      (path.complete
        ? 'The container fails with "executable file not found in $PATH".'
        : 'Unless the base image has that folder in PATH, the container does not start.'),
    span: script.instruction.span,
    severity: path.complete ? 'error' : 'warning',
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
      `\`${excerpt(copied.place, 60)}\`. The container fails with "no such file or directory".`,
    span: script.instruction.span,
    fixes: fixes(file, script, copied),
  };
}

/** Whether COPY, ADD or RUN may bring a file there. */
function mayHold(file: Dockerfile, { stage }: Script, place: string): boolean {
  if (arrivalsAt(file, stage, place).length > 0) return true;
  const runs = stageAndParents(file, stage)
    .flatMap(({ instructions }) => instructions)
    .filter(({ keyword }) => keyword === 'RUN');
  return runs.some((run) => mayMake(run, place));
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
  const span = json?.spans[started.at ?? -1];
  if (span === undefined || command === undefined || !/\.(?:sh|bash)$/.test(started.program)) return [];
  const here = resolve(workdirOf(file, stage), started.program) === copied.place && !started.program.startsWith('/');
  if (!here && copied.place.startsWith(unknownFolder)) return [];
  const path = here ? `./${started.program.replace(/^(?:\.\/)+/, '')}` : copied.place;
  const argv = part.argv.map((word, index) => (index === started.at ? path : word));
  return [
    {
      title: `Start \`${path}\``,
      safety: 'unsafe',
      edits: [{ span, text: JSON.stringify(path) }],
      argv,
    },
  ];
}
