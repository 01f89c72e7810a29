import type { ProcessPart } from '../../dockerfile/model.ts';
import type { Finding, Fix } from '../../lint/finding.ts';
import { positionAt, type Source } from '../../text/source.ts';
import type { Span } from '../../text/span.ts';
import type { Inspected, InspectedStage } from '../inspect.ts';

/**
 * `{version: 1, files: [{path, findings, problems, stages}]}`. Lines and columns count from 1 and name a half-open range, as the
 * offsets of the edits do; all count UTF-16 units. Fields may be added under the same version, none is taken away.
 */
export function formatJson(files: readonly Inspected[]): string {
  const report = {
    version: 1,
    files: files.map(({ file, findings, problems, stages }) => ({
      path: file.source.path,
      findings: findings.map((finding) => findingToJson(file.source, finding)),
      problems: problems.map(({ severity, message, span }) => ({ severity, message, ...place(file.source, span) })),
      stages: stages.map(stageToJson),
    })),
  };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}

function findingToJson(source: Source, finding: Finding): object {
  return {
    rule: finding.rule,
    aliases: finding.aliases,
    severity: finding.severity,
    message: finding.message,
    ...place(source, finding.span),
    fix: fixToJson(finding.fixes[0]),
  };
}

function place(source: Source, span: Span): object {
  const start = positionAt(source, span.start);
  const end = positionAt(source, span.end);
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}

function fixToJson(fix: Fix | undefined): object | null {
  if (fix === undefined) return null;
  const edits = fix.edits.map(({ span, text }) => ({ start: span.start, end: span.end, text }));
  return { title: fix.title, safety: fix.safety, edits };
}

function stageToJson({ stage, process }: InspectedStage): object {
  return {
    name: stage.name ?? null,
    final: stage.final,
    shell: process.shell.argv,
    entrypoint: partToJson(process.entrypoint),
    cmd: partToJson(process.cmd),
    argv: process.argv === 'unknown' ? null : process.argv,
  };
}

function partToJson(part: ProcessPart | undefined | 'unknown'): object | null {
  if (part === undefined || part === 'unknown') return null;
  return { form: part.form, argv: part.argv, from: part.from };
}
