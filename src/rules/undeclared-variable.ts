import { rootBase } from '../dockerfile/base-image.ts';
import { namesDeclaredBy } from '../dockerfile/declared.ts';
import type { Dockerfile, Instruction } from '../dockerfile/model.ts';
import type { ImageLookup } from '../dockerfile/process.ts';
import { runScripts, type RunScript } from '../dockerfile/run-scripts.ts';
import { mayComeFromOutside, readsStartFiles } from '../dockerfile/visible-names.ts';
import { defineRule, type Report } from '../lint/rule.ts';
import { asksFor, assignedIn, setsUnknownNames } from '../shell/assigned.ts';
import { scriptOf, type Script } from '../shell/parse.ts';
import { isOnlyShown } from '../shell/shown.ts';
import { variablesIn, type VariableUse } from '../shell/words.ts';
import { sourceSpan } from '../text/mapped.ts';
import { memo } from '../text/memo.ts';

export const rule = defineRule({
  id: 'undeclared-variable',
  aliases: [],
  summary: 'a variable that no ARG, no ENV and no base image declares is empty in a RUN',
  category: 'build-and-run',
  severity: 'warning',
  fix: 'none',
  *check(file, { facts }) {
    if (readsStartFiles(file)) return;
    for (const script of runScripts(file)) {
      const [first, ...rest] = undeclaredIn(file, script, facts.image);
      if (first !== undefined) yield report(script, first, rest);
    }
  },
});

/** Official images of systems, and of two languages that set nothing but their versions, keys and folders. */
const plain =
  /^library\/(?:debian|ubuntu|alpine|busybox|fedora|centos|almalinux|rockylinux|amazonlinux|oraclelinux|node|python)$/;

function isPlain(file: Dockerfile, stage: number): boolean {
  const base = rootBase(file, stage);
  return base?.kind === 'image' && base.image.registry === 'docker.io' && plain.test(base.image.repository);
}

/** One use of each name. */
function undeclaredIn(
  file: Dockerfile,
  { instruction, run, text }: RunScript,
  lookup: ImageLookup,
): readonly VariableUse[] {
  if (instruction !== run || instruction.stage === undefined) return [];
  const uses = emptyIn(scriptOf(text));
  if (uses.length === 0 || !isPlain(file, instruction.stage)) return [];
  const found = new Map<string, VariableUse>();
  for (const use of uses) {
    const { name } = use;
    if (found.has(name) || declaredAnywhere(file).has(name) || mayComeFromOutside(file, instruction, name, lookup))
      continue;
    if (!takesFromMount(run, name)) found.set(name, use);
  }
  return [...found.values()];
}

/** Names in capitals that a script reads without a default and does something with, and neither sets nor asks for. */
const emptyIn: (script: Script) => readonly VariableUse[] = memo((script) => {
  const uses = variablesIn(script).filter(
    ({ name, hasDefault }) => !hasDefault && /^[A-Z][A-Z0-9_]{2,}$/.test(name) && !optional.test(name),
  );
  if (uses.length === 0 || setsUnknownNames(script)) return [];
  const own = assignedIn(script);
  const asked = asksFor(script);
  return uses.filter(({ name, span }) => !own.has(name) && !asked.has(name) && !isOnlyShown(script, span));
});

/** Names that shells or images set, those that another rule speaks of, and such as are often empty on purpose. */
const optional =
  /^(?:BASH\w*|FUNCNAME|PIPESTATUS|DIRSTACK|OPT(?:ARG|IND|ERR)|REPLY|LOGNAME|SHELL|EPOCH\w*|COLUMNS|LINES|XDG_\w+|GPG_KEY|(?:TARGET|BUILD)(?:PLATFORM|OS|ARCH|VARIANT)|DISPLAY|TMPDIR|BUILDKIT_\w+)$|(?:PATH|FLAGS?|OPTS?|OPTIONS?|ARGS?|EXTRAS?|PREFIX|DESTDIR|PROXY)$/;

/** What any ARG, ENV or RUN of the file names, wherever it stands: of those other rules speak. */
const declaredAnywhere = memo(
  (file: Dockerfile): ReadonlySet<string> =>
    new Set([
      ...file.instructions.flatMap((each) =>
        each.keyword === 'ARG' || each.keyword === 'ENV' ? namesDeclaredBy(each, file.escape) : [],
      ),
      ...runScripts(file).flatMap(({ text }) => [...assignedIn(scriptOf(text))]),
    ]),
);

/** `--mount=type=secret,id=token,env=TOKEN`. */
function takesFromMount({ flags }: Instruction, name: string): boolean {
  return flags.some(({ value }) => new RegExp(`(?:^|,)env(?:=${name})?(?:,|$)`).test(value ?? ''));
}

function report({ text }: RunScript, { name, span }: VariableUse, rest: readonly VariableUse[]): Report {
  const others = rest.slice(0, 3).map((each) => `\`${each.name}\``);
  const likewise = others.length === 0 ? '' : `, likewise for ${others.join(', ')}`;
  return {
    message:
      `No ARG or ENV declares \`${name}\`, nor does the base image: in this RUN it is unset, so the shell puts nothing in its place${likewise}. ` +
      `The environment of \`docker build\` does not reach a RUN; \`ARG ${name}\` above it, and \`--build-arg\`, pass the value in.`,
    span: sourceSpan(text, span),
  };
}
