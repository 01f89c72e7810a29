import { rootBase } from '../dockerfile/base-image.ts';
import { arrivalsAt } from '../dockerfile/image-files.ts';
import { shortName } from '../dockerfile/images.ts';
import type { Dockerfile, ImageName, Instruction, Stage } from '../dockerfile/model.ts';
import { runText } from '../dockerfile/run-text.ts';
import { stageAndParents } from '../dockerfile/stage-family.ts';
import { filesBehind, startedFiles, type StartedFile } from '../dockerfile/started-files.ts';
import { defineRule } from '../lint/rule.ts';
import { mayInstallBash } from '../shell/apk.ts';
import { bashisms } from '../shell/dialect.ts';
import { mayChange } from '../shell/file-changes.ts';
import { parseScript } from '../shell/parse.ts';
import { shebangOf } from '../shell/shebang.ts';
import { startedIn } from '../shell/started.ts';
import { programName } from '../shell/vocabulary.ts';
import { excerpt } from '../text/excerpt.ts';

/** Images that have an Alpine variant without bash, as their Dockerfiles show; others install it for scripts of their own. */
const plainOnAlpine: ReadonlySet<string> = new Set(
  ['alpine', 'busybox', 'golang', 'httpd', 'nginx', 'node', 'python', 'redis', 'ruby', 'rust'].map(
    (name) => `library/${name}`,
  ),
);

export const rule = defineRule({
  id: 'script-shell-missing',
  aliases: [],
  summary: 'a script asks for bash, which the base image does not have',
  category: 'files',
  severity: 'warning',
  fix: 'none',
  *check(file, { facts }) {
    for (const script of startedFiles(file, facts.image, startedIn)) {
      const image = baseWithoutBash(file, script);
      if (image === undefined || script.started.by === 'reader') continue;
      const found = filesBehind(file, script, facts.file);
      const [first] = found;
      const asks = found.every(({ text, arrival }) => {
        const { program = '', carriageReturn = true } = shebangOf(text ?? '') ?? {};
        return (
          programName(program) === 'bash' &&
          !carriageReturn &&
          !arrival.runs.some((run) => mayChange(runText(run), script.place))
        );
      });
      if (first === undefined || !asks) continue;
      const text = first.text ?? '';
      yield { message: message(first.path, text, shortName(image)), span: script.instruction.span };
    }
  },
});

function message(path: string, text: string, image: string): string {
  const [needs] = bashisms(parseScript(text));
  return (
    `\`${excerpt(path, 60)}\` begins with \`${excerpt(shebangOf(text)?.line ?? '', 40)}\`, and \`${excerpt(image, 40)}\` has no bash: ` +
    'the container fails with "no such file or directory" although the script is there. ' +
    (needs === undefined
      ? 'Nothing in it needs bash: begin it with `#!/bin/sh`.'
      : `Install bash with \`apk add --no-cache bash\`: \`${needs.construct}\` needs it.`)
  );
}

/** The base image, where it is known to have no bash and nothing in the Dockerfile may bring one. */
function baseWithoutBash(file: Dockerfile, { stage, image }: StartedFile<unknown>): ImageName | undefined {
  const base = rootBase(file, stage.index);
  if (base?.kind !== 'image' || image === undefined) return undefined;
  const { registry, repository } = base.image;
  const plain = image.family === 'alpine' && registry === 'docker.io' && plainOnAlpine.has(repository);
  const lacks = image.bash === false || (image.bash === undefined && plain);
  return lacks && !bringsBash(file, stage) ? base.image : undefined;
}

function bringsBash(file: Dockerfile, stage: Stage): boolean {
  const brings = ({ keyword, trigger, ...rest }: Instruction): boolean => {
    if (trigger !== undefined) return trigger.keyword === 'RUN';
    if (keyword !== 'RUN') return false;
    const text = runText({ keyword, trigger, ...rest });
    return mayChange(text, '/bin/bash') || mayInstallBash(parseScript(text));
  };
  const instructions = stageAndParents(file, stage).flatMap((each) => each.instructions);
  const places = ['/bin/bash', '/usr/bin/bash', '/usr/local/bin/bash'];
  return instructions.some(brings) || places.some((place) => arrivalsAt(file, stage, place).length > 0);
}
