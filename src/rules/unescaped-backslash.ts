import { rootFacts } from '../dockerfile/base-image.ts';
import { heldCommands } from '../dockerfile/rewrite.ts';
import { defineRule } from '../lint/rule.ts';
import { programName } from '../shell/vocabulary.ts';
import { excerpt } from '../text/excerpt.ts';
import { textOf } from '../text/source.ts';

export const rule = defineRule({
  id: 'unescaped-backslash',
  aliases: [],
  summary: 'in JSON a backslash begins an escape, so the path `C:\\temp` holds a tab',
  category: 'form',
  severity: 'error',
  fix: 'safe',
  *check(file, { facts }) {
    const lookup = facts.image;
    for (const { instruction, inner, command } of heldCommands(file)) {
      const { json } = inner;
      if (json === undefined || takesEscapes(json.values[0] ?? '')) continue;
      const { kind } = command.shell;
      const windows =
        kind === 'cmd' || kind === 'powershell' || rootFacts(file, instruction.stage, lookup)?.family === 'windows';
      const strings = json.spans.map((span) => textOf(file.source, span));
      const faulty = strings.map((raw) => escapesInPath(raw, windows).length > 0 && !raw.includes('\n'));
      const first = faulty.indexOf(true);
      const span = json.spans[first];
      const raw = strings[first];
      if (span === undefined || raw === undefined) continue;
      const escapes = escapesInPath(raw, windows).map((escape) => `\`${escape}\` is ${controls[escape] ?? ''}`);
      yield {
        message:
          `In JSON ${escapes.join(', ')}. So Docker does not see the path \`${excerpt(raw.slice(1, -1), 60)}\`, but one with control ` +
          'characters in it, and there is no such file. Double the backslashes.',
        span,
        fixes: [
          {
            title: 'Double the backslashes',
            safety: 'safe',
            edits: json.spans.flatMap((each, at) =>
              faulty[at] === true ? [{ span: each, text: doubled(strings[at] ?? '') }] : [],
            ),
            argv: json.values.map((value, at) =>
              faulty[at] === true ? (JSON.parse(doubled(strings[at] ?? '')) as string) : value,
            ),
          },
        ],
      };
    }
  },
});

const controls: Readonly<Record<string, string>> = {
  '\\b': 'a backspace',
  '\\f': 'a form feed',
  '\\n': 'a line break',
  '\\r': 'a carriage return',
  '\\t': 'a tab',
};

/** Programs that are given control characters, escapes and patterns on purpose. */
function takesEscapes(program: string): boolean {
  return /^(?:printf|echo|sed|grep|egrep|awk|gawk|perl|python[\d.]*|ruby|php|node|tr)$/.test(programName(program));
}

/** `C:\temp`; where Windows is certain `.\temp` and `%ProgramFiles%\new` too. */
const drivePath = /(?:^|[\s=,;'(])[A-Za-z]:\\/;
const windowsPath = /(?:^|[\s=,;'(])(?:[A-Za-z]:|\.\.?|%\w+%|\$env:\w+)\\/;

/** The escapes that stand in a JSON string (quotes included) which holds a Windows path, each once. */
function escapesInPath(raw: string, windows: boolean): readonly string[] {
  if (!(windows ? windowsPath : drivePath).test(raw.slice(1, -1))) return [];
  const escapes = [...raw.matchAll(/\\./g)]
    .map(([escape]) => escape)
    .filter((escape) => Object.hasOwn(controls, escape));
  return [...new Set(escapes)];
}

/** Each single backslash twice; what is escaped on purpose (`\\`, `\"`, `\/`) stays. */
function doubled(raw: string): string {
  return raw.replace(/\\(.)/g, (escape, unit: string) => ('\\"/'.includes(unit) ? escape : `\\${escape}`));
}
