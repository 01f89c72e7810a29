import { memo } from '../text/memo.ts';
import { rootBase, rootFacts } from './base-image.ts';
import { namesDeclaredBy } from './declared.ts';
import type { Dockerfile, Instruction } from './model.ts';
import type { ImageLookup } from './process.ts';

/** Whether ARG or ENV declares a name above a RUN, in its stage or in one that it builds upon. */
export function isDeclaredAbove(file: Dockerfile, { stage = -1, span }: Instruction, name: string): boolean {
  if (file.stages[stage] === undefined) return true;
  const own = declarations(file).get(name);
  if (own === undefined) return false;
  own.reached ??= reachedBy(file, own.places);
  return (own.reached[stage] ?? Infinity) < span.start;
}

interface Declared {
  /** Where each stage declares the name first, by its index. */
  readonly places: Map<number, number>;
  /** The same with what a stage has of those below it. One pass over all stages, made when somebody asks for the name. */
  reached: readonly number[] | undefined;
}

/** The names that ARG or ENV declares in a stage. */
const declarations = memo(({ instructions, escape }: Dockerfile): ReadonlyMap<string, Declared> => {
  const names = new Map<string, Declared>();
  for (const instruction of instructions) {
    const { keyword, span, stage } = instruction;
    if (stage === undefined || (keyword !== 'ARG' && keyword !== 'ENV')) continue;
    for (const name of namesDeclaredBy(instruction, escape)) {
      const own = names.get(name) ?? { places: new Map(), reached: undefined };
      if (!own.places.has(stage)) own.places.set(stage, span.start);
      names.set(name, own);
    }
  }
  return names;
});

/** A stage stands behind all that it builds upon. */
function reachedBy({ stages }: Dockerfile, places: ReadonlyMap<number, number>): readonly number[] {
  const reached: number[] = [];
  for (const { index, base } of stages) {
    const below = base.kind === 'stage' ? reached[base.stage] : undefined;
    reached.push(Math.min(below ?? Infinity, places.get(index) ?? Infinity));
  }
  return reached;
}

/** Whether a RUN may see a name that its Dockerfile does not declare: the shell, the builder or the base image sets it. */
export function mayComeFromOutside(
  file: Dockerfile,
  { stage }: Instruction,
  name: string,
  lookup: ImageLookup,
): boolean {
  if (ofShell.has(name)) return true;
  const base = rootBase(file, stage);
  if (base?.kind === 'scratch') return false;
  if (base?.kind === 'image' && base.image.registry === 'docker.io' && bare.test(base.image.repository)) return false;
  if (name === 'ROS_DISTRO' && base?.kind === 'image' && ofRos.test(base.image.repository)) return true;
  const known = rootFacts(file, stage, lookup)?.env;
  return known?.includes(name) === true || usual.test(name);
}

/** Whether it is known what the base image of a RUN declares. */
export function isBaseKnown(file: Dockerfile, { stage }: Instruction, lookup: ImageLookup): boolean {
  const base = rootBase(file, stage);
  const isBare = base?.kind === 'scratch' || (base?.kind === 'image' && bare.test(base.image.repository));
  return isBare || rootFacts(file, stage, lookup)?.env !== undefined;
}

/** `SHELL ["bash", "-lc"]`, BASH_ENV: each shell reads files that may set anything. */
export function readsStartFiles({ instructions, escape }: Dockerfile): boolean {
  return instructions.some(
    (each) =>
      (each.keyword === 'SHELL' && /"-\w*[il]/.test(each.args.text)) ||
      (each.keyword === 'ENV' && namesDeclaredBy(each, escape).some((name) => name === 'BASH_ENV' || name === 'ENV')),
  );
}

/** What a shell or the builder sets by itself. */
const ofShell: ReadonlySet<string> = new Set(
  (
    'PATH HOME HOSTNAME PWD OLDPWD TERM SHLVL IFS UID EUID GROUPS USER PPID RANDOM SECONDS LINENO OSTYPE HOSTTYPE MACHTYPE ' +
    'HTTP_PROXY HTTPS_PROXY FTP_PROXY NO_PROXY ALL_PROXY http_proxy https_proxy ftp_proxy no_proxy all_proxy ' +
    'SOURCE_DATE_EPOCH'
  ).split(' '),
);

/** Images of bare systems, which declare nothing a Dockerfile would call its own. */
const bare = /^library\/(?:debian|ubuntu|alpine|busybox|fedora|centos|almalinux|rockylinux|amazonlinux|oraclelinux)$/;

/** Images of ROS, which set ROS_DISTRO: https://github.com/osrf/docker_images. */
const ofRos = /(?:^|\/)ros2?(?:[-_][\w-]+)?$/;

/** Names that images like to declare: `NODE_VERSION`, `JAVA_HOME`, `PIP_INDEX_URL`. */
const usual = /(?:_VERSION|_HOME|_PATH|_URL|_SHA\w*)$|^(?:NV|CUDA|LC|PIP|CONDA|NPM|GO)_|^(?:LANG|TZ|DEBIAN_FRONTEND)$/;
