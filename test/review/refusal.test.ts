import { describe, expect, it } from 'vitest';
import { parse } from '../../src/dockerfile/parse.ts';
import type { Finding } from '../../src/lint/finding.ts';
import { pageOf } from '../../src/review/links.ts';
import { refusalOf, refusalRule } from '../../src/review/refusal.ts';

const heredoc = parse('Dockerfile', 'FROM a\nCMD <<EOF\none\ntwo\nEOF\n');

describe('refusalOf', () => {
  it('is undefined for what builds', () => {
    expect(refusalOf(parse('Dockerfile', 'FROM a\nRUN x \\\n\n  y\n'), [])).toBeUndefined();
  });

  it('points at the first refused line, and counts the others', () => {
    const lines = parse('Dockerfile', 'FROM a\none\ntwo\nthree\n');
    const refusal = refusalOf(lines, []);
    expect(refusal).toMatchObject({ rule: refusalRule, severity: 'error', fixes: [] });
    expect(lines.source.text.slice(refusal?.span.start).split('\n')[0]).toBe('one');
    expect(refusal?.message).toMatch(
      /^Docker refuses to build this line: .*\. The check run lists 2 more lines like this\.$/,
    );
  });

  it('is silent where a rule tells of that line', () => {
    const { span } = refusalOf(heredoc, [])!;
    const told: Finding = { rule: 'x', aliases: [], severity: 'error', message: 'm', span, fixes: [] };
    expect(refusalOf(heredoc, [told])).toBeUndefined();
    expect(refusalOf(heredoc, [{ ...told, severity: 'info' }])).toBeDefined();
  });

  it('is silent where a rule tells of another line of the same instruction', () => {
    const flags = parse('Dockerfile', 'FROM a\nHEALTHCHECK --interval=1s \\\n  --tries=3 \\\n  CMD x\n');
    const start = flags.source.text.indexOf('--tries');
    const told: Finding = {
      rule: 'x',
      aliases: [],
      severity: 'error',
      message: 'm',
      span: { start, end: start + 9 },
      fixes: [],
    };
    expect(refusalOf(flags, [])).toBeDefined();
    expect(refusalOf(flags, [told])).toBeUndefined();
    expect(refusalOf(flags, [{ ...told, span: { start: 0, end: 4 } }])).toBeDefined();
  });

  it('is silent where a rule tells of the instruction that leads to the unknown line', () => {
    const start = heredoc.source.text.indexOf('<<EOF');
    const told: Finding = {
      rule: 'x',
      aliases: [],
      severity: 'error',
      message: 'm',
      span: { start, end: start + 5 },
      fixes: [],
    };
    expect(refusalOf(heredoc, [told])).toBeUndefined();
    expect(refusalOf(heredoc, [{ ...told, severity: 'warning' }])).toBeDefined();
  });

  it('links to Docker’s reference', () => {
    expect(pageOf(refusalRule)).toBe('https://docs.docker.com/reference/dockerfile/');
  });
});
