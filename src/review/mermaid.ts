import { jsonArray } from '../text/json-array.ts';
import type { StageExplanation } from './explanation.ts';
import type { BuildStep } from './explain-build.ts';
import type { PartExplanation } from './explain-run.ts';
import { sayFirstProcess } from './first-process-words.ts';
import { shorten, visible } from './markdown.ts';

/** More steps than this are counted: a diagram shows the way, the file holds the rest. */
const mostSteps = 8;
const longestLabel = 70;

/**
 * A stage as a Mermaid flowchart: what `docker build` bakes in, and what `docker run` starts. One statement a line. All
 * text of the Dockerfile goes through `label`, so whatever it holds, it is text in a box: no statement, no link, no markup.
 */
export function mermaidOf(explanation: StageExplanation): readonly string[] {
  const { steps, base } = explanation;
  const shown = steps.slice(0, mostSteps).map(stepLabel);
  const boxes = steps.length > mostSteps ? [...shown, `and ${steps.length - mostSteps} more steps`] : shown;
  const from = base.text === '' ? 'no FROM: a fragment' : `FROM ${base.text}`;
  return [
    'flowchart TB',
    ` from([${label(from)}])`,
    ...(boxes.length === 0
      ? [' from --> run']
      : [
          ' from --> build',
          ` subgraph build [${label('docker build bakes in')}]`,
          '  direction TB',
          ...boxes.map((text, index) => `  b${index}[${label(text)}]`),
          ...(boxes.length > 1 ? [`  ${boxes.map((_, index) => `b${index}`).join(' --> ')}`] : []),
          ' end',
          ' build --> run',
        ]),
    ...runStatements(explanation),
  ];
}

function stepLabel({ line, keyword, text, from, onBuild }: BuildStep): string {
  const source = from === undefined ? '' : `--from=${from} `;
  return `${onBuild ? 'ONBUILD ' : ''}${keyword} ${source}${shorten(text, longestLabel)} (line ${line})`;
}

function runStatements({ run }: StageExplanation): readonly string[] {
  const parts = [run.entrypoint, run.cmd].filter(({ argv }) => argv !== undefined);
  return [
    ` subgraph run [${label('docker run starts')}]`,
    '  direction TB',
    ...parts.map((part) => `  ${part.keyword.toLowerCase()}[${label(partLabel(part))}]`),
    `  argv{{${label(argvLabel(run.argv))}}}`,
    ...parts.map(({ keyword }) => `  ${keyword.toLowerCase()} --> argv`),
    ...(run.first === undefined
      ? []
      : [`  pid1([${label(`PID 1: ${sayFirstProcess(run.first, run.stopSignal).name}`)}])`, '  argv --> pid1']),
    ...(run.health?.argv === undefined
      ? []
      : [`  health[${label(`HEALTHCHECK ${run.health.every}: ${jsonArray(run.health.argv)}`)}]`, '  health -.-> argv']),
    ' end',
  ];
}

function partLabel({ keyword, argv, where }: PartExplanation): string {
  const words = argv === 'unknown' || argv === undefined ? 'that' : shorten(jsonArray(argv), longestLabel);
  return `${keyword} ${words} (${argv === 'unknown' ? 'of ' : ''}${where})`;
}

function argvLabel(argv: StageExplanation['run']['argv']): string {
  if (argv === 'unknown') return 'depends on the base image';
  return argv.length === 0 ? 'nothing: no command is set' : jsonArray(argv);
}

/** Longer than any label of ours; an untrusted one is cut. */
const longestText = 140;

/**
 * Any text as a quoted label. What is not a plain letter, digit or mark is written as Mermaid's entity code (`#34;`), which
 * neither its parser nor its Markdown and formulas see (https://mermaid.js.org/syntax/flowchart.html, entity codes; looked
 * at in Chromium with Mermaid 12.3.0 and labels that try to be markup, docs/decisions/0016).
 */
export function label(text: string): string {
  const shown = shorten(visible(text).replace(/\s+/g, ' ').trim(), longestText);
  return `"${shown.replace(/[^A-Za-z0-9 ,/:=→…–]/gu, (sign) => `#${sign.codePointAt(0) ?? 0};`)}"`;
}
