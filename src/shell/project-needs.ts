import { valuesOf, type Call } from './calls.ts';

/** A file of the project that a build step reads from where it runs. */
export interface ProjectNeed {
  /** The file, as a message names it. */
  readonly file: string;
  /** Without it the step does nothing and succeeds (npm, yarn 1); all others fail. */
  readonly quiet: boolean;
  /** The command names the file, so that it is looked for there and nowhere else. */
  readonly named: boolean;
}

/** Words that name another place than the working directory. */
const elsewhere =
  /^(?:-g|--global|--prefix(?:=|$)|-C$|--cwd(?:=|$)|--dir(?:=|$)|-f$|--file(?:=|$)|-p$|--project-dir|--manifest-path|-d$|--working-dir|--gemfile|--path|--chdir|--git)/;

/** What a call needs of the project; undefined where it needs nothing, or takes it from elsewhere. */
export function projectNeedOf({ name, program, words }: Call): ProjectNeed | undefined {
  const values = valuesOf(words);
  if (words.some(({ value }) => value === undefined)) return undefined;
  if (/^(?:pip3?|python[\d.]*)$/.test(name)) return pipNeed(name, values);
  if (name === 'dotnet') return dotnetNeed(values);
  if (values.some((word) => elsewhere.test(word))) return undefined;
  const [first = '', ...operands] = values.filter((word) => !/^-|^\d+$/.test(word));
  const loud = (file: string): ProjectNeed => ({ file, quiet: false, named: false });
  if (name === 'gradlew' || name === 'mvnw')
    return program.text.startsWith('./') ? { ...loud(program.text), named: true } : undefined;
  const isAll = operands.length === 0;
  switch (name) {
    case 'npm':
      if (first === 'install' || first === 'i')
        return isAll ? { file: 'package.json', quiet: true, named: false } : undefined;
      return ['ci', 'run', 'run-script'].includes(first) ? loud('package.json') : undefined;
    case 'yarn':
      if (first === '' && values.length > 0) return undefined;
      return first === '' || (first === 'install' && isAll)
        ? { file: 'package.json', quiet: true, named: false }
        : undefined;
    case 'pnpm':
      return (first === 'install' || first === 'i') && isAll ? loud('package.json') : undefined;
    case 'bundle':
      return first === 'install' && isAll ? loud('Gemfile') : undefined;
    case 'composer':
      return first === 'install' && isAll ? loud('composer.json') : undefined;
    case 'poetry':
      return first === 'install' && isAll ? loud('pyproject.toml') : undefined;
    case 'mvn':
      return /^(?:clean|package|install|compile|verify|dependency:\S+)$/.test(first) ? loud('pom.xml') : undefined;
    case 'gradle':
      return /^(?:clean|build|assemble|bootJar|shadowJar)$/.test(first) ? loud('build.gradle') : undefined;
    case 'go':
      return first === 'mod' && operands[0] === 'download' && operands.length === 1 ? loud('go.mod') : undefined;
    case 'cargo':
      return (first === 'build' || first === 'fetch') && isAll ? loud('Cargo.toml') : undefined;
    default:
      return undefined;
  }
}

/** `pip install -r FILE`, `python -m pip install -r FILE`; a URL is no file of the project. */
function pipNeed(name: string, values: readonly string[]): ProjectNeed | undefined {
  const own = name.startsWith('python') ? (values[0] === '-m' && values[1] === 'pip' ? values.slice(2) : []) : values;
  if (own[0] !== 'install') return undefined;
  const at = own.findIndex((word) => word === '-r' || word === '--requirement');
  const file = own[at + 1];
  return at < 0 || file === undefined || /:\/\/|^\/dev\//.test(file) ? undefined : { file, quiet: false, named: true };
}

/** Options of dotnet's steps that take a value (https://learn.microsoft.com/dotnet/core/tools/dotnet-publish). */
const dotnetValue = /^(?:-[acforvs]|--(?:arch|configuration|framework|output|runtime|verbosity|source|os))$/;

/** `dotnet restore`, `dotnet publish -c Release -o out`: without the name of a project they take the one in the folder. */
function dotnetNeed(values: readonly string[]): ProjectNeed | undefined {
  const [step = '', ...words] = values;
  if (!['build', 'publish', 'restore', 'test'].includes(step)) return undefined;
  const operands = words.filter((word, index) => !word.startsWith('-') && !dotnetValue.test(words[index - 1] ?? ''));
  return operands.length === 0 ? { file: '*.csproj', quiet: false, named: false } : undefined;
}
