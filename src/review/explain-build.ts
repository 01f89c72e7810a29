import { splitOnBlanks } from '../dockerfile/blanks.ts';
import { declaredNames, namesDeclaredBy } from '../dockerfile/declared.ts';
import type { Dockerfile, Instruction, Stage } from '../dockerfile/model.ts';
import { quotedWords } from '../dockerfile/name-values.ts';
import { allCommands } from '../shell/commands.ts';
import { scriptOf } from '../shell/parse.ts';
import { jsonArray } from '../text/json-array.ts';

/** One thing that `docker build` does. */
export interface BuildStep {
  readonly line: number;
  readonly keyword: 'RUN' | 'COPY' | 'ADD';
  /** In short: the script on one line, `source → destination`. */
  readonly text: string;
  /** How many commands a script holds; 0 for what is none. */
  readonly commands: number;
  /** COPY --from: a stage's or an image's name. */
  readonly from: string | undefined;
  /** It stands in an ONBUILD of the stage this one builds upon. */
  readonly onBuild: boolean;
}

/** What the instructions of a stage set, besides files. */
export interface Settings {
  /** `NAME=value` of ENV, and what else stays in the image, by keyword, in file order. */
  readonly stay: readonly Setting[];
  /** Names that only ARG declares: they are empty in the container. */
  readonly end: readonly string[];
  /** What ONBUILD keeps for images built upon this one. */
  readonly later: readonly Setting[];
}

export interface Setting {
  readonly line: number;
  readonly keyword: string;
  readonly text: string;
}

const settingKeywords: ReadonlySet<string> = new Set([
  'ENV',
  'WORKDIR',
  'USER',
  'EXPOSE',
  'VOLUME',
  'STOPSIGNAL',
  'LABEL',
]);

/** A longer script is cut here; renderers cut further. */
const longestText = 2_000;

/** Nobody writes so many; they count once for each child. */
const mostTriggers = 50;

/** RUN, COPY and ADD of a stage, after those that the stage below it left for its children. */
export function stepsOf(file: Dockerfile, stage: Stage): readonly BuildStep[] {
  const parent = stage.base.kind === 'stage' ? file.stages[stage.base.stage] : undefined;
  const inherited = (parent?.instructions ?? []).flatMap(({ trigger }) => trigger ?? []).slice(0, mostTriggers);
  return [
    ...inherited.flatMap((trigger) => stepOf(file, trigger, true)),
    ...stage.instructions.flatMap((instruction) => stepOf(file, instruction, false)),
  ];
}

function stepOf(file: Dockerfile, instruction: Instruction, onBuild: boolean): readonly BuildStep[] {
  const { startLine: line, keyword } = instruction;
  if (keyword === 'RUN') return [{ line, keyword, ...runText(file, instruction), from: undefined, onBuild }];
  if (keyword !== 'COPY' && keyword !== 'ADD') return [];
  const flag = instruction.flags.find(({ name }) => name === 'from')?.value;
  return [{ line, keyword, text: copyText(file, instruction), commands: 0, from: flag, onBuild }];
}

function runText(
  { source }: Dockerfile,
  { command, heredocs, args }: Instruction,
): { readonly text: string; readonly commands: number } {
  if (command === undefined) return { text: oneLine(args.text), commands: 0 };
  if (command.form === 'exec') return { text: jsonArray(command.argv), commands: 0 };
  const script = command.form === 'heredoc' ? command.text.text : command.text.text;
  if (script.length > longestText) return { text: oneLine(script), commands: 0 };
  const [first] = heredocs;
  const commands = allCommands(scriptOf(command.text)).length;
  if (command.form !== 'heredoc' || first === undefined) return { text: oneLine(script), commands };
  const body = source.text.slice(first.body.start, first.body.end);
  return { text: `<<${first.name} ${oneLine(body.replace(/(?<=\S)[ \t]*\r?\n(?=.)/g, ' ⏎ '))}`, commands };
}

function copyText({ escape }: Dockerfile, { args, json, heredocs }: Instruction): string {
  const words = json?.values ?? (args.text.includes('"') ? quotedWords(args.text, escape) : splitOnBlanks(args.text));
  const inline = heredocs.length > 0 ? words.map((word) => (word.startsWith('<<') ? `${word} (text)` : word)) : words;
  if (inline.length < 2) return oneLine(args.text);
  return `${inline.slice(0, -1).map(oneLine).join(' ')} → ${oneLine(inline.at(-1) ?? '')}`;
}

/** A text with every run of blanks and line breaks as one blank. */
export function oneLine(text: string): string {
  return text.slice(0, longestText).replace(/\s+/g, ' ').trim();
}

/** What a stage sets; of ARG what its ENV, and that of the stages below, does not keep. */
export function settingsOf(file: Dockerfile, stage: Stage): Settings {
  const env = declaredNames(file)[stage.index]?.env ?? new Set<string>();
  const stay = stage.instructions
    .filter(({ keyword }) => settingKeywords.has(keyword))
    .flatMap((instruction) => settings(file, instruction));
  const declared = stage.instructions
    .filter(({ keyword }) => keyword === 'ARG')
    .flatMap((instruction) => namesDeclaredBy(instruction, file.escape));
  const later = stage.instructions.flatMap(({ trigger, startLine }): Setting[] => {
    return trigger === undefined
      ? []
      : [{ line: startLine, keyword: 'ONBUILD', text: `${trigger.keyword} ${oneLine(trigger.args.text)}` }];
  });
  return { stay, end: [...new Set(declared)].filter((name) => name !== '' && !env.has(name)), later };
}

function settings({ escape }: Dockerfile, { keyword, startLine: line, args }: Instruction): readonly Setting[] {
  if (keyword !== 'ENV' && keyword !== 'LABEL') return [{ line, keyword, text: oneLine(args.text) }];
  const words = quotedWords(args.text, escape);
  const [name = ''] = words;
  if (!name.includes('=')) return [{ line, keyword, text: oneLine(args.text).replace(' ', '=') }];
  return words.map((word) => ({ line, keyword, text: oneLine(word) }));
}
