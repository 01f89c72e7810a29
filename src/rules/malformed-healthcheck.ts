import { flagProblem } from '../dockerfile/flag-names.ts';
import { nearest } from '../dockerfile/keywords.ts';
import type { Dockerfile, Flag, Instruction } from '../dockerfile/model.ts';
import { hasCommentsInside } from '../dockerfile/rewrite.ts';
import { defineRule, type ProposedFix, type Report } from '../lint/rule.ts';
import { excerpt } from '../text/excerpt.ts';
import { sourceSpan } from '../text/mapped.ts';
import { textOf } from '../text/source.ts';

const options: ReadonlySet<string> = new Set(['interval', 'timeout', 'start-period', 'start-interval', 'retries']);

export const rule = defineRule({
  id: 'malformed-healthcheck',
  aliases: [],
  summary: 'HEALTHCHECK takes its options before CMD, and the command behind it',
  category: 'health',
  severity: 'error',
  fix: 'safe',
  *check(file) {
    for (const instruction of file.instructions) {
      const inner = instruction.trigger ?? instruction;
      if (inner.keyword !== 'HEALTHCHECK') continue;
      const report = flagReport(file, inner) ?? typeReport(file, inner) ?? optionsBehindCmd(file, inner);
      if (report !== undefined) yield report;
    }
  },
});

/** A flag that Docker refuses: no such name, no value, or a value that is no duration or number. */
function flagReport(file: Dockerfile, { flags, args }: Instruction): Report | undefined {
  for (const flag of flags) {
    const report = unknownFlag(file, flag) ?? missingValue(file, flag, args, flag === flags.at(-1)) ?? badValue(flag);
    if (report !== undefined) return report;
  }
  const problem = flagProblem('HEALTHCHECK', flags);
  const [first] = flags;
  if (problem === undefined || first === undefined) return undefined;
  return { message: `Docker refuses to build this: ${problem}. Leave one of the two.`, span: first.span };
}

function unknownFlag(file: Dockerfile, { name, span }: Flag): Report | undefined {
  if (options.has(name)) return undefined;
  const meant = nearest(name.replaceAll('_', '-'), options);
  const known = '`--interval`, `--timeout`, `--start-period`, `--start-interval` and `--retries`';
  const nameSpan = { start: span.start, end: span.start + 2 + name.length };
  const replaceable = meant !== undefined && textOf(file.source, nameSpan) === `--${name}`;
  const fix: ProposedFix | undefined = replaceable
    ? { title: `Write --${meant}`, safety: 'unsafe', edits: [{ span: nameSpan, text: `--${meant}` }] }
    : undefined;
  const remedy = meant === undefined ? '' : ` \`--${meant}\` was probably meant.`;
  return {
    message: `Docker refuses to build this: HEALTHCHECK has no option \`--${excerpt(name, 30)}\`; it knows ${known}.${remedy}`,
    span,
    fixes: fix ? [fix] : [],
  };
}

/** `--interval 5s`: the value belongs to the option. */
function missingValue(
  { source }: Dockerfile,
  { name, value, span }: Flag,
  args: Instruction['args'],
  last: boolean,
): Report | undefined {
  if (value !== undefined) return undefined;
  const given = last ? /^\d[\w.]*(?=\s)/.exec(args.text)?.[0] : undefined;
  const at = given === undefined ? undefined : sourceSpan(args, { start: 0, end: given.length });
  const oneLine = at !== undefined && /^[ \t]+$/.test(source.text.slice(span.end, at.start));
  const edits = oneLine ? [{ span: { start: span.end, end: at.start }, text: '=' }] : [];
  return {
    message: `Docker refuses to build this: \`--${name}\` has no value. It is written with \`=\`, as in \`--${name}=${given ?? (name === 'retries' ? '3' : '5s')}\`.`,
    span,
    fixes: edits.length > 0 ? [{ title: 'Write the value with `=`', safety: 'safe', edits }] : [],
  };
}

const duration = /^(?:[-+]?0|[-+]?(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|\u00b5s|\u03bcs|ms|s|m|h))+)$/;

/** Go's time.ParseDuration wants a unit, and strconv.ParseInt a number (instructions/parse.go, parseHealthcheck). */
function badValue({ name, value = '', span }: Flag): Report | undefined {
  if (name === 'retries' ? /^[-+]?\d+$/.test(value) : duration.test(value)) return undefined;
  if (value === '' || value.includes('$')) return undefined;
  const shown = excerpt(value, 30);
  if (name === 'retries') {
    return { message: `Docker refuses to build this: \`${shown}\` is no number of retries. Write digits only.`, span };
  }
  const plain = /^\d+(?:\.\d+)?$/.test(value);
  const fixes: readonly ProposedFix[] = plain
    ? [{ title: 'Add the unit', safety: 'unsafe', edits: [{ span: { start: span.end, end: span.end }, text: 's' }] }]
    : [];
  return {
    message: plain
      ? `Docker refuses to build this: \`${shown}\` has no unit. Write \`${shown}s\` for seconds.`
      : `Docker refuses to build this: \`${shown}\` is no duration. Write it as in \`30s\` or \`1m30s\`.`,
    span,
    fixes,
  };
}

/** What follows the options is neither CMD with a command nor NONE alone. */
function typeReport({ source }: Dockerfile, { args, span, keywordSpan, command }: Instruction): Report | undefined {
  const [type = '', ...rest] = args.text.split(/\s+/).filter(Boolean);
  const upper = type.toUpperCase();
  if (upper === 'NONE') {
    if (rest.length === 0) return undefined;
    return {
      message: `Docker refuses to build this: \`NONE\` switches the probe off and takes nothing behind it. Delete \`${excerpt(rest.join(' '), 40)}\`, or write CMD instead of NONE.`,
      span,
    };
  }
  if (upper === 'CMD') {
    const empty = rest.length === 0 && command !== undefined;
    return empty ? { message: 'Docker refuses to build this: `CMD` has no command behind it.', span } : undefined;
  }
  if (type === '') {
    return {
      message: 'Docker refuses to build this: HEALTHCHECK wants `CMD` and a command, or `NONE`.',
      span: keywordSpan,
    };
  }
  const at = sourceSpan(args, { start: 0, end: type.length });
  const edits = [{ span: { start: at.start, end: at.start }, text: 'CMD ' }];
  return {
    message: `Docker refuses to build this: behind HEALTHCHECK comes \`CMD\` or \`NONE\`, not \`${excerpt(textOf(source, at), 40)}\`. Put \`CMD\` in front of the command.`,
    span,
    fixes: [{ title: 'Put CMD in front of the command', safety: 'safe', edits }],
  };
}

const misplaced = /^(?:--(?:interval|timeout|start-period|start-interval|retries)(?:=\S*|\s+\d[\w.]*)\s+)+/;

/** `HEALTHCHECK CMD --interval=5s curl …`: no error, but the option is now the program. */
function optionsBehindCmd(file: Dockerfile, { command, args, keywordSpan, flags }: Instruction): Report | undefined {
  if (command?.form !== 'shell') return undefined;
  const { text } = command.text;
  const found = misplaced.exec(text)?.[0];
  if (found === undefined) return undefined;
  const first = excerpt(found.split(/\s/)[0] ?? '', 40);
  const moved = found
    .trim()
    .replace(/(--[a-z-]+)\s+(?=\d)/g, '$1=')
    .split(/\s+/)
    .join(' ');
  const cmd = sourceSpan(args, { start: 0, end: 3 });
  const cut = { start: cmd.end, end: sourceSpan(command.text, { start: 0, end: found.length }).end };
  const simple = !hasCommentsInside(file, cut) && !flags.some(({ name }) => moved.includes(`--${name}=`));
  const argv = [...command.shell.argv, text.slice(found.length)];
  const array = text.slice(found.length).startsWith('[');
  const edits = [
    { span: { start: cmd.start, end: cmd.start }, text: `${moved} ` },
    { span: cut, text: ' ' },
  ];
  const fix: ProposedFix = { title: 'Move the options in front of CMD', safety: 'safe', edits };
  return {
    message: `Behind \`CMD\` an option is part of the command: the probe executes a program named \`${first}\`, fails, and the container is unhealthy for ever. Options stand between HEALTHCHECK and CMD.`,
    span: { start: keywordSpan.start, end: command.span.end },
    fixes: simple ? [array ? fix : { ...fix, argv }] : [],
  };
}
