import type { Base, Process, ProcessPart } from '../dockerfile/model.ts';
import { usesArguments } from '../shell/invocation.ts';
import { jsonArray } from '../text/json-array.ts';
import { textOf, type RunExplanation } from './explain-run.ts';

type Run = Omit<RunExplanation, 'why'>;

/** Why a container executes what it does: short sentences with `code` in backticks. */
export function whyOf(process: Process, root: Base, run: Run): readonly string[] {
  const { entrypoint, cmd, reasons } = process;
  return [
    ...reasons.filter((reason) => !isSaidByPlace(reason)).map((reason) => `${reason}.`),
    ...unknownBase(process, root),
    ...[entrypoint, cmd].flatMap((part) => shellForm(part)),
    ...together(process),
    ...shellOf(run),
  ];
}

/** The place of ENTRYPOINT and CMD is shown beside them. */
function isSaidByPlace(reason: string): boolean {
  return /^(?:ENTRYPOINT|CMD) comes from /.test(reason);
}

function unknownBase({ entrypoint, cmd, reasons }: Process, root: Base): readonly string[] {
  if (entrypoint !== 'unknown') return [];
  const base = textOf(root);
  const isNamed = base === '' || reasons[0]?.includes(base) === true;
  const image = isNamed ? 'it' : `\`${oneWord(base)}\``;
  if (cmd === 'unknown') return [`So what runs is whatever ${image} says.`];
  return [`If ${image} has an ENTRYPOINT, that one runs and gets the words of CMD as its arguments.`];
}

function oneWord(text: string): string {
  return text.replace(/[`\s]+/g, ' ');
}

function shellForm(part: Process['cmd']): readonly string[] {
  if (typeof part !== 'object' || part.instruction === undefined || part.form !== 'shell') return [];
  const { keyword, startLine, command } = part.instruction;
  const shell = jsonArray(part.argv.slice(0, -1));
  const line = `${keyword} in line ${startLine}`;
  if (command?.malformedArray === true) {
    return [`${line} looks like an array but is not valid JSON, so Docker hands all of its text to \`${shell}\`.`];
  }
  return [`${line} is shell form: Docker hands its text to \`${shell}\` as one argument.`];
}

/** How the two halves meet, and what arguments of `docker run` do. */
function together({ entrypoint, cmd, argv }: Process): readonly string[] {
  if (entrypoint === 'unknown') return ['Arguments of `docker run` take the place of CMD.'];
  if (entrypoint === undefined || isEmpty(entrypoint)) {
    if (cmd === undefined)
      return ['There is neither ENTRYPOINT nor CMD: `docker run` needs a command, or it refuses to start.'];
    return ['Without an ENTRYPOINT, arguments of `docker run` replace the whole command.'];
  }
  const script = entrypoint.form === 'shell' ? (entrypoint.argv.at(-1) ?? '') : undefined;
  if (script !== undefined && !usesArguments(script)) {
    const lost = cmd === undefined ? 'arguments of `docker run` become' : 'CMD and arguments of `docker run` become';
    return [`ENTRYPOINT in shell form never looks at what follows: ${lost} \`$0\` and \`$1\` of its shell.`];
  }
  if (argv === 'unknown') return ['Arguments of `docker run` take the place of CMD, behind ENTRYPOINT.'];
  const halves = cmd === undefined ? 'ENTRYPOINT runs alone' : 'CMD follows ENTRYPOINT as its arguments';
  return [`${halves}; arguments of \`docker run\` ${cmd === undefined ? 'follow it' : 'take the place of CMD'}.`];
}

function isEmpty({ argv }: ProcessPart): boolean {
  return argv.length === 1 && argv[0] === '';
}

/** SHELL counts for later RUNs and for what it starts; said where somebody changed it. */
function shellOf({ shell }: Run): readonly string[] {
  if (shell.from === 'default') return [];
  const whose = { 'this-stage': 'SHELL', 'parent-stage': 'SHELL of the parent stage', 'base-image': 'The base image' };
  return [`${whose[shell.from]} makes \`${oneWord(jsonArray(shell.argv))}\` the shell in force.`];
}
