import { describe, expect, test } from 'vitest';
import { parse } from '../../src/dockerfile/parse.ts';
import { fixesElsewhere } from '../../src/lint/elsewhere.ts';
import { lint } from '../../src/lint/lint.ts';
import { defineRule, type FixElsewhere, type Rule } from '../../src/lint/rule.ts';
import { rules } from '../../src/rules/index.ts';
import { applyEdits } from '../../src/text/edit.ts';
import { executable, repository, type Files } from '../support/repository.ts';

const code = 'FROM debian:12\nCOPY start.sh /start.sh\nENTRYPOINT ["/start.sh"]\n';

function look(files: Files, text = code, some: readonly Rule[] = rules) {
  const facts = repository(files);
  const file = parse('Dockerfile', text);
  const { findings } = lint(file, some, { rules: {} }, facts);
  return { findings, ...fixesElsewhere(file, some, findings, facts) };
}

/** The files after the one fix, and which rules that offered it still speak. */
function apply(files: Record<string, string>, text = code) {
  const { fixes, failures } = look(asExecutable(files), text);
  expect(failures).toEqual([]);
  const [[finding, fix] = []] = fixes;
  if (finding === undefined || fix === undefined) return undefined;
  const after = { ...files, [fix.path]: applyEdits(files[fix.path] ?? '', fix.edits) };
  const left = look(asExecutable(after), text).findings.filter(({ rule }) => rule === finding.rule);
  return { path: fix.path, text: after[fix.path], safety: fix.safety, left: left.length };
}

const asExecutable = (files: Readonly<Record<string, string>>): Files =>
  Object.fromEntries(Object.entries(files).map(([path, text]) => [path, executable(text)]));

describe('a fix of another file', () => {
  test.each([
    ['node server.js\n', '#!/bin/sh\nnode server.js\n', 'unsafe'],
    ['set -e\nif [[ -n $A ]]; then b; fi\n', '#!/bin/bash\nset -e\nif [[ -n $A ]]; then b; fi\n', 'unsafe'],
    ['\ufeff#!/bin/sh\na\n', '#!/bin/sh\na\n', 'safe'],
    ['\n\n#!/bin/sh\na\n', '#!/bin/sh\na\n', 'safe'],
  ])('gives %j its first line, and then nothing is left to say', (before, text, safety) => {
    expect(apply({ 'start.sh': before })).toEqual({ path: 'start.sh', text, safety, left: 0 });
  });

  test('knows the reader by the name', () => {
    const python = code.replaceAll('start.sh', 'app.py');
    expect(apply({ 'app.py': 'import a\n' }, python)?.text).toBe('#!/usr/bin/env python3\nimport a\n');
    expect(apply({ 'start.sh': 'a=(1)\n' }, code.replace('debian:12', 'alpine:3.22'))).toBeUndefined();
    expect(apply({ run: 'a\n' }, code.replaceAll('start.sh', 'run'))).toBeUndefined();
    expect(apply({ 'start.sh': 'if a\n' })).toBeUndefined();
  });

  test('turns the line ends of .gitattributes round', () => {
    const files = { 'start.sh': '#!/bin/sh\n', '.gitattributes': '* text=auto\n  *.sh text eol=crlf \n' };
    expect(apply(files)).toEqual({
      path: '.gitattributes',
      text: '* text=auto\n  *.sh text eol=lf \n',
      safety: 'unsafe',
      left: 0,
    });
    expect(apply({ ...files, '.gitattributes': '*.sh eol=crlf diff\n' })).toBeUndefined();
  });

  test('is not offered where one of two files may be meant', () => {
    const facts = repository({ 'start.sh': executable('a\n'), 'api/start.sh': executable('b\n') });
    const file = parse('api/Dockerfile', code);
    const { findings } = lint(file, rules, { rules: {} }, facts);
    expect(findings.map(({ rule }) => rule)).toContain('script-without-shebang');
    expect(fixesElsewhere(file, rules, findings, facts).fixes.size).toBe(0);
  });
});

describe('a rule', () => {
  const fix: FixElsewhere = { path: 'a', title: 'x', safety: 'safe', edits: [] };
  const speaking = (elsewhere: NonNullable<Rule['elsewhere']>): Rule =>
    defineRule({
      ...{ id: 'a', aliases: [], summary: '', category: 'files', severity: 'error', fix: 'none', elsewhere },
      *check(file) {
        yield { message: 'x', span: file.instructions[1]!.span };
      },
    });

  test('that throws is told of, and offers nothing', () => {
    const broken = speaking(() => {
      throw new Error('no');
    });
    const { findings, fixes, failures } = look({}, code, [broken]);
    expect([findings.length, fixes.size]).toEqual([1, 0]);
    expect(failures).toMatchObject([{ rule: 'a', error: { message: 'no' } }]);
  });

  test('is not asked when it said nothing, and cures only what it said', () => {
    const other = speaking((file) => [{ span: file.instructions[0]!.span, fix }]);
    expect(look({}, code, [other]).fixes.size).toBe(0);
    const right = speaking((file) => [{ span: file.instructions[1]!.span, fix }]);
    expect([...look({}, code, [right]).fixes.values()]).toEqual([fix]);
    const { fixes } = fixesElsewhere(parse('Dockerfile', code), [right], [], repository({}));
    expect(fixes.size).toBe(0);
  });
});
