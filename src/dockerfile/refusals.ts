import type { Span } from '../text/span.ts';
import { splitOnBlanks } from './blanks.ts';
import { flagProblem } from './flag-names.ts';
import type { PlainInstruction } from './instruction.ts';
import { KEYWORDS } from './keywords.ts';
import type { Problem } from './model.ts';

/** Why Docker refuses an instruction that its parser has read, in its own words (instructions/parse.go); else undefined. */
export function refusalOf(instruction: PlainInstruction, keywordText: string): Problem | undefined {
  const { keyword, keywordSpan, flags, span } = instruction;
  const problem = (message: string, at: Span): Problem => ({ message, span: at, severity: 'error' });
  if (!KEYWORDS.has(keyword)) return problem(`unknown instruction: ${keywordText}`, keywordSpan);
  const flag = flagProblem(keyword, flags);
  if (flag !== undefined) return problem(flag, flags[0]?.span ?? span);
  const message = argumentsRefusal(instruction);
  return message === undefined ? undefined : problem(message, span);
}

/** Problems of order that only the whole file shows: an instruction that no stage holds. */
export function refusalsBeforeFrom(instructions: readonly PlainInstruction[]): readonly Problem[] {
  const first = instructions.findIndex(({ keyword }) => keyword === 'FROM');
  return instructions
    .slice(0, Math.max(first, 0))
    .filter(({ keyword }) => keyword !== 'ARG' && KEYWORDS.has(keyword))
    .map(({ span }) => ({ message: 'no build stage in current context', span, severity: 'error' }));
}

function argumentsRefusal(instruction: PlainInstruction): string | undefined {
  const { keyword, args, json, heredocs, trigger } = instruction;
  const { text } = args;
  switch (keyword) {
    case 'FROM':
      return fromRefusal(text);
    case 'ADD':
    case 'COPY':
      return (json?.values ?? splitOnBlanks(text)).length < 2 && heredocs.length === 0
        ? `${keyword} requires at least two arguments, but only one was provided. Destination could not be determined.`
        : undefined;
    case 'ARG':
    case 'ENV':
    case 'EXPOSE':
    case 'LABEL':
      return text === '' ? `${keyword} requires at least one argument` : undefined;
    case 'HEALTHCHECK':
      return healthcheckRefusal(text, json?.values);
    case 'ONBUILD':
      return triggerRefusal(trigger?.keyword);
    case 'VOLUME':
      return (json?.values.length ?? text.length) === 0 ? 'VOLUME requires at least one argument' : undefined;
    case 'MAINTAINER':
    case 'STOPSIGNAL':
    case 'USER':
    case 'WORKDIR':
      return text === '' ? `${keyword} requires exactly one argument` : undefined;
    case 'SHELL':
      if (json === undefined) return 'SHELL requires the arguments to be in JSON form';
      return json.values.length === 0 ? 'SHELL requires at least one argument' : undefined;
    default:
      return undefined;
  }
}

function fromRefusal(text: string): string | undefined {
  const words = splitOnBlanks(text);
  const [, as, name = ''] = words;
  if (words.length !== 1 && (words.length !== 3 || as?.toLowerCase() !== 'as')) {
    return 'FROM requires either one or three arguments';
  }
  if (words.length === 1 || /^[a-z][a-z0-9-_.]*$/.test(name.toLowerCase())) return undefined;
  return `invalid name for build stage: "${name.toLowerCase()}", name can't start with a number or contain symbols`;
}

function healthcheckRefusal(text: string, words: readonly string[] | undefined): string | undefined {
  const [type, ...rest] = splitOnBlanks(text);
  switch (type?.toUpperCase()) {
    case undefined:
      return 'HEALTHCHECK requires at least one argument';
    case 'NONE':
      return rest.length > 0 ? 'HEALTHCHECK NONE takes no arguments' : undefined;
    case 'CMD':
      return (words ?? rest).length === 0 ? 'Missing command after HEALTHCHECK CMD' : undefined;
    default:
      return `Unknown type "${type?.toUpperCase() ?? ''}" in HEALTHCHECK (try CMD)`;
  }
}

function triggerRefusal(keyword: string | undefined): string | undefined {
  if (keyword === undefined) return 'ONBUILD requires at least one argument';
  if (keyword === 'ONBUILD') return "Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed";
  return keyword === 'FROM' || keyword === 'MAINTAINER' ? `${keyword} isn't allowed as an ONBUILD trigger` : undefined;
}
