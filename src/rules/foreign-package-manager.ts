import { rootBase, rootFacts } from '../dockerfile/base-image.ts';
import type { Dockerfile, ImageFacts } from '../dockerfile/model.ts';
import { runScripts, type RunScript } from '../dockerfile/run-scripts.ts';
import { firstPlaces } from '../dockerfile/stage-family.ts';
import { defineRule, type Report } from '../lint/rule.ts';
import { callsOf, looksFor, type Call } from '../shell/calls.ts';
import { scriptOf, type Script } from '../shell/parse.ts';
import { excerpt } from '../text/excerpt.ts';
import { sourceSpan } from '../text/mapped.ts';
import { memo } from '../text/memo.ts';

type Family = NonNullable<ImageFacts['family']>;

/** Whose package manager a program is. `dpkg` and `rpm` are left out: other systems have them as packages, for their files. */
const familyOf: ReadonlyMap<string, Family> = new Map([
  ...['apt-get', 'apt', 'aptitude', 'add-apt-repository'].map((name) => [name, 'debian'] as const),
  ...['yum', 'dnf', 'microdnf'].map((name) => [name, 'fedora'] as const),
  ['apk', 'alpine'],
  ['pacman', 'other'],
  ['zypper', 'other'],
]);

/** The families a manager can be foreign to, and what they have instead. */
const systems: Readonly<Partial<Record<Family, { readonly name: string; readonly instead: string }>>> = {
  alpine: { name: 'Alpine', instead: '`apk add`' },
  debian: { name: 'Debian or a child of it', instead: '`apt-get install`' },
  fedora: { name: 'of the Fedora family', instead: '`dnf install` or `yum install`' },
};

export const rule = defineRule({
  id: 'foreign-package-manager',
  aliases: [],
  summary: 'a RUN calls the package manager of another distribution than that of its base image',
  category: 'build-and-run',
  severity: 'error',
  fix: 'none',
  *check(file, { facts }) {
    const told = new Set<number | undefined>();
    const places = new Map<string, readonly number[]>();
    for (const script of runScripts(file)) {
      const { stage } = script.instruction;
      if (told.has(stage) || managersIn(scriptOf(script.text)).length === 0) continue;
      const family = rootFacts(file, stage, facts.image)?.family;
      const system = family === undefined ? undefined : systems[family];
      if (system === undefined) continue;
      const call = managersIn(scriptOf(script.text)).find(({ name }) => familyOf.get(name) !== family);
      if (call === undefined || !isSureToRun(script, call) || isBrought(file, script, call, places)) continue;
      told.add(stage);
      yield report(file, script, call, system);
    }
  },
});

/** The package managers that a script calls. */
const managersIn: (script: Script) => readonly Call[] = memo((script) =>
  callsOf(script).filter(({ name }) => familyOf.has(name)),
);

/** A script that asks which system it is on, or goes on when the command fails, may serve several. */
function isSureToRun({ text }: RunScript, { command, name }: Call): boolean {
  return command.nesting.length === 0 && !text.text.includes('||') && !looksFor(scriptOf(text), name);
}

/**
 * Whether a step of the stage may have installed it: some systems have the manager of another one as a package.
 * `places` keeps where that is in each stage, by name: many RUNs ask.
 */
function isBrought(
  file: Dockerfile,
  { instruction, text }: RunScript,
  { name, command }: Call,
  places: Map<string, readonly number[]>,
): boolean {
  if (installs(text.text.slice(0, command.span.start), name)) return true;
  const inStages =
    places.get(name) ??
    firstPlaces(file, ({ keyword, args }) =>
      keyword === 'RUN' ? installs(args.text, name) : args.text.includes(name),
    );
  places.set(name, inStages);
  return (inStages[instruction.stage ?? -1] ?? 0) < instruction.span.start;
}

function installs(script: string, name: string): boolean {
  return (
    script.includes(name) && new RegExp(`(?:install|add|-S\\w*)\\s[^;&|]*(?<![\\w-])${name}(?![\\w-])`).test(script)
  );
}

function report(
  file: Dockerfile,
  { instruction, text }: RunScript,
  { command, name }: Call,
  { name: system, instead }: { readonly name: string; readonly instead: string },
): Report {
  const base = rootBase(file, instruction.stage);
  const image = base?.kind === 'image' ? `\`${excerpt(base.text, 50)}\`` : 'The base image';
  return {
    message:
      `${image} is ${system} and has no \`${name}\`: this RUN fails with \`${name}: not found\`. ` +
      `Packages come with ${instead} there, and may have other names.`,
    span: sourceSpan(text, command.span),
  };
}
