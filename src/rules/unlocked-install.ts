import { resolve } from '../dockerfile/copies.ts';
import { declaredNames } from '../dockerfile/declared.ts';
import { contextsOf, filesAt, ignoreFileOf, type FoundFile } from '../dockerfile/found-files.ts';
import { arrivalsAt, workdirOf } from '../dockerfile/image-files.ts';
import { isIgnored } from '../dockerfile/ignore-file.ts';
import type { Dockerfile, FileLookup, Stage } from '../dockerfile/model.ts';
import { editedScript, runScripts, type RunScript } from '../dockerfile/run-scripts.ts';
import { defineRule, type ProposedFix } from '../lint/rule.ts';
import { allCommands } from '../shell/commands.ts';
import { lockableInstalls, type LockableInstall, type Manager } from '../shell/lockable-installs.ts';
import { scriptOf, type Script } from '../shell/parse.ts';
import type { TextEdit } from '../text/edit.ts';
import { excerpt } from '../text/excerpt.ts';
import { sourceSpan } from '../text/mapped.ts';
import { memo } from '../text/memo.ts';

export const rule = defineRule({
  id: 'unlocked-install',
  aliases: [],
  summary: 'an install may change what the lock file says, where npm ci or --frozen-lockfile installs exactly that',
  category: 'hygiene',
  severity: 'info',
  fix: 'unsafe',
  *check(file, { facts }) {
    for (const script of runScripts(file)) {
      const stage = file.stages[script.instruction.stage ?? -1];
      const install = script.run === script.instruction ? installOf(scriptOf(script.text)) : undefined;
      if (stage === undefined || install === undefined) continue;
      if (install.manager.heedsCi && isCi(file, script)) continue;
      const lock = lockFor(file, stage, script, install.manager, facts.file);
      if (lock === undefined) continue;
      const how = lock.modernYarn ? '--immutable' : install.manager.installs;
      yield {
        message:
          `\`${excerpt(install.shown, 60)}\` may install other versions than \`${excerpt(lock.path, 60)}\` names, and ` +
          `changes that file inside the image only. ` +
          (lock.copied
            ? `\`${how}\` installs exactly what it names, or fails when it does not fit package.json.`
            : `Copy it beside package.json as well, and \`${how}\` installs exactly what it names.`),
        span: sourceSpan(script.text, install.command.span),
        fixes: lock.copied ? [lockedInstall(script, install.edit(how))] : [],
      };
    }
  },
});

/** The one install of a script, for the folder that the RUN begins in. */
const installOf: (script: Script) => LockableInstall | undefined = memo((script) => {
  const [install, ...others] = lockableInstalls(script);
  if (install === undefined || others.length > 0) return undefined;
  return allCommands(script).some(({ name }) => name === 'cd' || name === 'pushd') ? undefined : install;
});

/** Whether CI is in the environment of a script. */
function isCi(file: Dockerfile, { instruction, text }: RunScript): boolean {
  const { env, arg } = declaredNames(file)[instruction.stage ?? -1] ?? {};
  return env?.has('CI') === true || arg?.has('CI') === true || /\bCI=/.test(text.text);
}

interface Lock {
  readonly path: string;
  /** It stands beside package.json when the RUN begins. */
  readonly copied: boolean;
  /** Yarn from version 2 on, whose settings stand in a file of their own. */
  readonly modernYarn: boolean;
}

const settingsOfYarn = '.yarnrc.yml';

/** The lock file that the repository keeps beside the package.json which the RUN finds. */
function lockFor(
  file: Dockerfile,
  stage: Stage,
  { instruction }: RunScript,
  { locks }: Manager,
  lookup: FileLookup,
): Lock | undefined {
  const folder = workdirOf(file, stage, instruction);
  const at = (name: string): readonly FoundFile[] =>
    filesAt(file, stage, resolve(folder, name), lookup, instruction, 'mode');
  const [manifest, ...others] = at('package.json');
  const copied = locks.flatMap(at).map(({ path }) => path);
  const beside = [...locks, ...(locks.includes('yarn.lock') ? [settingsOfYarn] : [])].map((name) =>
    filesBeside(file, stage, resolve(folder, 'package.json'), instruction, name, lookup),
  );
  if (manifest === undefined || others.length > 0) return undefined;
  const own = manifest.path.slice(0, -'package.json'.length);
  const isThere = (path: string): boolean => beside.some((found) => found.includes(path));
  const path = locks.map((name) => own + name).find(isThere);
  if (path === undefined || !manifest.path.endsWith('package.json')) return undefined;
  return { path, copied: copied.includes(path), modernYarn: isThere(own + settingsOfYarn) };
}

/** The files of a name beside each place that package.json may come from, where they exist and are not ignored. */
function filesBeside(
  file: Dockerfile,
  stage: Stage,
  place: string,
  before: RunScript['instruction'],
  name: string,
  lookup: FileLookup,
): readonly string[] {
  const sources = arrivalsAt(file, stage, place, before).flatMap((arrival) => arrival.sources);
  const files = [...new Set(sources)]
    .filter((source) => source.endsWith('package.json'))
    .map((source) => source.slice(0, -'package.json'.length) + name);
  return contextsOf(file).flatMap((context) => {
    const ignored = ignoreFileOf(file, context, lookup);
    return files.flatMap((one) => {
      const path = context === '' ? one : `${context}/${one}`;
      const found = lookup(path, 'mode');
      return found?.mode.startsWith('100') === true && ignored !== undefined && !isIgnored(ignored, one) ? [path] : [];
    });
  });
}

function lockedInstall(script: RunScript, edit: TextEdit): ProposedFix {
  return { title: 'Install what the lock file says', safety: 'unsafe', ...editedScript(script, [edit]) };
}
