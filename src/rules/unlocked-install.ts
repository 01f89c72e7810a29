import { resolve } from '../dockerfile/copies.ts';
import { contextsOf, filesAt, ignoreFileOf, type FoundFile } from '../dockerfile/found-files.ts';
import { arrivalsAt, workdirOf } from '../dockerfile/image-files.ts';
import { isIgnored } from '../dockerfile/ignore-file.ts';
import type { Dockerfile, FileLookup, Stage } from '../dockerfile/model.ts';
import { mapEdits } from '../dockerfile/rewrite.ts';
import { runScripts, type RunScript } from '../dockerfile/run-scripts.ts';
import { defineRule, type ProposedFix } from '../lint/rule.ts';
import { allCommands, type SimpleCommand } from '../shell/commands.ts';
import { scriptOf } from '../shell/parse.ts';
import { unwrap } from '../shell/programs.ts';
import { programName } from '../shell/vocabulary.ts';
import type { ShellWord } from '../shell/words.ts';
import { excerpt } from '../text/excerpt.ts';
import { sourceSpan } from '../text/mapped.ts';

/** npm reads the first of these that it finds: https://docs.npmjs.com/cli/configuring-npm/package-lock-json */
const lockNames = ['npm-shrinkwrap.json', 'package-lock.json'];

export const rule = defineRule({
  id: 'unlocked-install',
  aliases: [],
  summary: 'npm install may change what the lock file says, and npm ci installs exactly that',
  category: 'hygiene',
  severity: 'info',
  fix: 'unsafe',
  *check(file, { facts }) {
    for (const script of runScripts(file)) {
      const stage = file.stages[script.instruction.stage ?? -1];
      const install = script.run === script.instruction ? findInstall(script) : undefined;
      if (stage === undefined || install === undefined) continue;
      const lock = lockFor(file, stage, script, facts.file);
      if (lock === undefined) continue;
      yield {
        message:
          `\`${excerpt(install.shown, 60)}\` may install other versions than \`${excerpt(lock.path, 60)}\` names, and ` +
          `changes that file inside the image only. ` +
          (lock.copied
            ? '`npm ci` installs exactly what it names, or fails when it does not fit package.json.'
            : 'Copy it beside package.json as well, and `npm ci` installs exactly what it names.'),
        span: sourceSpan(script.text, install.command.span),
        fixes: lock.copied ? [cleanInstall(script, install.verb)] : [],
      };
    }
  },
});

interface Install {
  readonly command: SimpleCommand;
  readonly verb: ShellWord;
  readonly shown: string;
}

/** The one `npm install` of a script, without packages and for the folder that the RUN begins in. */
function findInstall(script: RunScript): Install | undefined {
  const commands = allCommands(scriptOf(script.text));
  if (commands.some(({ name }) => name === 'cd' || name === 'pushd')) return undefined;
  const installs = commands.flatMap((command): Install[] => {
    const argv = command.words.map(({ value, text }) => value ?? text);
    const [program = '', verb = '', ...rest] = unwrap(argv);
    if (programName(program) !== 'npm' || !/^(?:install|i)$/.test(verb) || !rest.every(isHarmless)) return [];
    const word = command.words[argv.length - rest.length - 1];
    return word === undefined ? [] : [{ command, verb: word, shown: ['npm', verb, ...rest].join(' ') }];
  });
  return installs.length === 1 ? installs[0] : undefined;
}

/** Options that \`npm ci\` takes as well. Others name packages, other folders, or say that no lock is wanted. */
function isHarmless(word: string): boolean {
  return /^--(?:production|omit=\w+|include=\w+|only=\w+|ignore-scripts|legacy-peer-deps|no-audit|no-fund|no-optional|silent|quiet|verbose|loglevel[= ]?\w*|force|no-progress|prefer-offline|audit=false|fund=false|unsafe-perm)$|^-[fsdq]+$/.test(
    word,
  );
}

interface Lock {
  readonly path: string;
  /** It stands beside package.json when the RUN begins. */
  readonly copied: boolean;
}

/** The lock file that the repository keeps beside the package.json which the RUN finds. */
function lockFor(file: Dockerfile, stage: Stage, { instruction }: RunScript, lookup: FileLookup): Lock | undefined {
  const folder = workdirOf(file, stage, instruction);
  const at = (name: string): readonly FoundFile[] =>
    filesAt(file, stage, resolve(folder, name), lookup, instruction, 'mode');
  const [manifest, ...others] = at('package.json');
  const copied = lockNames.flatMap(at).map(({ path }) => path);
  const beside = lockNames.map((name) =>
    locksBeside(file, stage, resolve(folder, 'package.json'), instruction, name, lookup),
  );
  if (manifest === undefined || others.length > 0) return undefined;
  const own = manifest.path.slice(0, -'package.json'.length);
  const path = lockNames.map((name) => own + name).find((lock) => beside.some((found) => found.includes(lock)));
  if (path === undefined || !manifest.path.endsWith('package.json')) return undefined;
  return { path, copied: copied.includes(path) };
}

/** The lock files beside each place that package.json may come from, where they exist and are not ignored. */
function locksBeside(
  file: Dockerfile,
  stage: Stage,
  place: string,
  before: RunScript['instruction'],
  name: string,
  lookup: FileLookup,
): readonly string[] {
  const sources = arrivalsAt(file, stage, place, before).flatMap((arrival) => arrival.sources);
  const locks = [...new Set(sources)]
    .filter((source) => source.endsWith('package.json'))
    .map((source) => source.slice(0, -'package.json'.length) + name);
  return contextsOf(file).flatMap((context) => {
    const ignored = ignoreFileOf(file, context, lookup);
    return locks.flatMap((lock) => {
      const path = context === '' ? lock : `${context}/${lock}`;
      const found = lookup(path, 'mode');
      return found?.mode.startsWith('100') === true && ignored !== undefined && !isIgnored(ignored, lock) ? [path] : [];
    });
  });
}

function cleanInstall({ text, command, as }: RunScript, verb: ShellWord): ProposedFix {
  const edits = [{ span: verb.span, text: 'ci' }];
  const script = text.text.slice(0, verb.span.start) + 'ci' + text.text.slice(verb.span.end);
  const fix = { title: 'Install what the lock file says', safety: 'unsafe' as const, edits: mapEdits(text, edits) };
  return as === 'line' ? { ...fix, argv: [...command.argv.slice(0, -1), script] } : fix;
}
