import { unwrap } from './programs.ts';
import { preparesFiles, programName } from './vocabulary.ts';

/**
 * What a build step works on: `system` installs packages of the distribution and needs no file of the project,
 * `project` installs or compiles what the project's files say.
 */
export type BuildStep = 'system' | 'project';

const system: ReadonlySet<string> = new Set([
  'apt',
  'apt-get',
  'apk',
  'yum',
  'dnf',
  'microdnf',
  'tdnf',
  'zypper',
  'pacman',
]);

/** Per program: the first words that install, compile or download. `''` is the program without any. */
const project: Readonly<Record<string, readonly string[]>> = {
  npm: ['install', 'i', 'ci', 'run build', 'run-script build'],
  pnpm: ['install', 'i', 'build', 'run build'],
  yarn: ['', 'install', 'build', 'run build'],
  bun: ['install', 'i', 'run build'],
  bower: ['install'],
  tsc: [''],
  webpack: [''],
  pip: ['install'],
  pip3: ['install'],
  pipenv: ['install', 'sync'],
  poetry: ['install'],
  uv: ['sync', 'pip install'],
  conda: ['install', 'env create', 'env update'],
  bundle: ['', 'install'],
  gem: ['install'],
  composer: ['install', 'update'],
  mvn: ['install', 'package', 'compile', 'clean install', 'clean package', 'clean compile'],
  mvnw: ['install', 'package', 'compile', 'clean install', 'clean package', 'clean compile'],
  gradle: ['build', 'assemble', 'clean build', 'installdist', 'bootjar', 'shadowjar'],
  gradlew: ['build', 'assemble', 'clean build', 'installdist', 'bootjar', 'shadowjar'],
  go: ['build', 'install', 'get', 'mod download', 'mod tidy'],
  cargo: ['build', 'install', 'fetch'],
  dotnet: ['restore', 'build', 'publish'],
  mix: ['deps.get', 'deps.compile', 'compile', 'release'],
  make: ['', 'all', 'build', 'install', 'deps'],
  cmake: ['*'],
  ng: ['build'],
  git: ['clone'],
  stack: ['build', 'install'],
  sbt: ['compile', 'package', 'assembly', 'stage'],
};

/** What `python setup.py` is asked to do before there is something to start. */
const setupCommands: ReadonlySet<string> = new Set([
  'build',
  'build_ext',
  'develop',
  'install',
  'sdist',
  'bdist_wheel',
]);

/**
 * Whether a command does nothing but install for everybody: packages of the distribution, or `npm install -g`. What it
 * installs is gone with the container, so as a container's only work it has no use.
 */
export function installsForAll(argv: readonly string[]): boolean {
  const step = buildStepOf(argv);
  const [first = '', ...rest] = unwrap(argv);
  if (step === 'system') return rest.some((word) => /^(?:install|add)$/.test(word));
  const names = rest.filter((word) => !word.startsWith('-'));
  const global = rest.some((word) => word === '-g' || word === '--global');
  return step === 'project' && /^(?:npm|pnpm|bun)$/.test(programName(first)) && global && names.length > 1;
}

/**
 * The program of commands that can only have been meant for the build: `chmod +x run.sh`, `npm install`; undefined where
 * one of them is none of those. `argvs` as the shell would pass them.
 */
export function preparationBy(argvs: readonly (readonly string[])[]): string | undefined {
  const programs = argvs.map((argv) => unwrap(argv));
  const all = programs.every((argv) => preparesFiles(argv[0] ?? '') || buildStepOf(argv) !== undefined);
  const [name] = programs[0] ?? [];
  return all && name !== undefined ? programName(name) : undefined;
}

/** Whether a command installs, compiles or downloads what a running program needs; `argv` as the shell would pass it. */
export function buildStepOf(argv: readonly string[]): BuildStep | undefined {
  const [first = '', ...rest] = unwrap(argv);
  const name = programName(first);
  const words = rest.filter((word) => !word.startsWith('-') && !word.includes('=')).map((word) => word.toLowerCase());
  if (rest.some((word) => /^--?(?:help|version|V|h)$/.test(word))) return undefined;
  if (system.has(name))
    return ['install', 'groupinstall', 'add', 'update', 'upgrade', '-s', '-sy'].includes(firstWord(name, rest))
      ? 'system'
      : undefined;
  if (/^python3?$/.test(name) && rest[0] === '-m') return buildStepOf(rest.slice(1));
  if (/^python[\d.]*$/.test(name) && programName(rest[0] ?? '') === 'setup.py')
    return words.slice(1).some((word) => setupCommands.has(word)) ? 'project' : undefined;
  if (name === 'mix' && words[0] === 'do') return isMixBuild(words.slice(1)) ? 'project' : undefined;
  const steps = Object.hasOwn(project, name) ? project[name] : undefined;
  return steps?.some((step) => matches(step, words, rest)) === true ? 'project' : undefined;
}

/** `mix do deps.get, compile`: tasks parted by `,` or `+`. One that asks the database (`ecto.migrate`) has to wait for it. */
function isMixBuild(words: readonly string[]): boolean {
  const tasks = words.join(' ').split(/\s*,\s*|\s+\+\s+/);
  return tasks.every((task) => /^(?:deps\.get|deps\.compile|compile|release|local\.(?:hex|rebar))(?:\s|$)/.test(task));
}

function firstWord(name: string, words: readonly string[]): string {
  const word = words.find((one) => !one.startsWith('-') || name === 'pacman');
  return (word ?? '').toLowerCase();
}

function matches(step: string, words: readonly string[], all: readonly string[]): boolean {
  if (step === '*') return true;
  if (step === '') return words.length === 0 && !all.some((word) => /^-[vV]$/.test(word));
  const wanted = step.split(' ');
  return wanted.every((word, index) => words[index] === word);
}
