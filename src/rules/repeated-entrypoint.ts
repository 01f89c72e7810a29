import { execArrays, type ExecArray } from '../dockerfile/exec-arrays.ts';
import { defineRule, type ProposedFix } from '../lint/rule.ts';
import { runsItsArguments, runsShell, unwrap } from '../shell/programs.ts';
import { programName } from '../shell/vocabulary.ts';
import { excerpt } from '../text/excerpt.ts';
import { jsonArray } from '../text/json-array.ts';

export const rule = defineRule({
  id: 'repeated-entrypoint',
  aliases: [],
  summary: 'CMD is appended to ENTRYPOINT, so a program that both name gets its own name as an argument',
  category: 'process',
  severity: 'error',
  fix: 'unsafe',
  *check(file, { facts }) {
    for (const array of execArrays(file, facts.image)) {
      const { json, entrypoint } = array;
      if (typeof entrypoint !== 'object' || entrypoint.form !== 'exec') continue;
      const command = unwrap(entrypoint.argv);
      const last = repeatsScript(command, json.values);
      if (!last && !isRepeated(command, json.values)) continue;
      const program = (last ? command.at(-1) : command[0]) ?? '';
      yield {
        message:
          `Docker will execute \`${excerpt(jsonArray([...entrypoint.argv, ...json.values]), 120)}\`: CMD is appended to ENTRYPOINT, ` +
          `so \`${excerpt(program, 40)}\` gets \`${excerpt(json.values[0] ?? '', 40)}\` as an argument. Leave in CMD only what comes after ENTRYPOINT.`,
        span: json.spans[0] ?? json.span,
        fixes: fixesOf(array, last ? [program] : command),
      };
    }
  },
});

/** Not so for what starts its arguments: scripts, shells, `poetry run`, `bundle exec`. */
function isRepeated(command: readonly string[], values: readonly string[]): boolean {
  const [program, ...options] = command;
  const [first] = values;
  if (program === undefined || first === undefined || !isSameProgram(program, first)) return false;
  if (runsShell(command) || runsItsArguments(program)) return false;
  return !options.some((word) => /^(?:run|exec|x|dlx|start|with|--)$/.test(word));
}

/** `["python", "app.py"]` and `["app.py"]`, `["python", "-m", "app"]` and `["app"]`: the script gets its own name. */
function repeatsScript(command: readonly string[], values: readonly string[]): boolean {
  const [program = '', ...words] = command;
  const script = words.at(-1);
  if (script === undefined || script !== values[0]) return false;
  const name = programName(program);
  if (/^python[\d.]*$/.test(name) && words.at(-2) === '-m') return true;
  const interprets = /^(?:python[\d.]*|node|java|ruby|perl|php|dotnet)$/.test(name);
  return interprets && /\.(?:py|[cm]?js|jar|rb|pl|php|dll)$/.test(script);
}

/** The same path, or one of the two is the bare name. */
function isSameProgram(a: string, b: string): boolean {
  if (a === b) return true;
  return programName(a) === programName(b) && (!a.includes('/') || !b.includes('/'));
}

/** None where CMD goes on with other words than ENTRYPOINT: which of them are meant is not for us to say. */
function fixesOf({ json }: ExecArray, command: readonly string[]): readonly ProposedFix[] {
  const { values, spans } = json;
  const repeated = command.length;
  if (!command.every((word, at) => at === 0 || values[at] === word)) return [];
  const [first, next] = [spans[0], spans[repeated]];
  if (first === undefined) return [];
  const edit =
    next === undefined ? { span: json.span, text: '[]' } : { span: { start: first.start, end: next.start }, text: '' };
  return [{ title: 'Drop what ENTRYPOINT says', safety: 'unsafe', edits: [edit], argv: values.slice(repeated) }];
}
