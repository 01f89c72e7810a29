import { describe, expect, test } from 'vitest';
import { parse } from '../src/dockerfile/parse.ts';
import { imageFacts } from '../src/jobs/facts.ts';
import { everyRuleOn } from '../src/lint/config.ts';
import { fixAll } from '../src/lint/fix.ts';
import { lint, type LintResult } from '../src/lint/lint.ts';
import type { Facts } from '../src/lint/rule.ts';
import { rules } from '../src/rules/index.ts';
import { applyEdits } from '../src/text/edit.ts';
import { readCorpus } from './support/corpus.ts';
import fc from './support/properties.ts';

const corpus = readCorpus();

/** Every rule on, also those that are off by default. */
const everything = everyRuleOn(rules);

function lintText(text: string, known = imageFacts): LintResult {
  return lint(parse('Dockerfile', text), rules, everything, known);
}

describe.each(rules.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  test('has an id in kebab-case and a summary without a full stop', () => {
    expect(id).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
    expect(rule.summary).toMatch(/^(?:[a-z]|[A-Z]{3})[^\n]{10,120}[^.\n]$/);
  });

  test('names aliases as peers write them, each once', () => {
    for (const alias of rule.aliases)
      expect(alias).toMatch(/^(?:[A-Z]{1,3}\d+|[A-Z][A-Za-z]+|(?:hadolint#|tally\/)[\w-]+)$/);
    expect(new Set(rule.aliases).size).toBe(rule.aliases.length);
  });
});

test('no two rules share an id, and no alias is the id of a rule', () => {
  const ids = rules.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(rules.flatMap(({ aliases }) => aliases).filter((alias) => ids.includes(alias))).toEqual([]);
});

/** What must be true of whatever the rules say about a text. */
function checkLaws(text: string, known = imageFacts): void {
  const { findings, failures } = lintText(text, known);
  expect(failures).toEqual([]);
  for (const { span, message, fixes } of findings) {
    expect(span.start).toBeLessThanOrEqual(span.end);
    expect(span.end).toBeLessThanOrEqual(text.length);
    checkMessage(message);
    for (const { edits } of fixes) checkFixed(text, applyEdits(text, edits));
  }
  for (const level of ['safe', 'unsafe'] as const) {
    const fixed = fix(text, level, known);
    checkFixed(text, fixed);
    expect(fix(fixed, level, known)).toBe(fixed);
  }
}

/** A quotation counts as one word: how long it is, is the author's choice. */
function checkMessage(message: string): void {
  expect(message).not.toMatch(/[\n\r]/);
  expect(message).toMatch(/^\S.*[.)]$/);
  const words = message.replace(/`[^`]*`/g, 'x').split(/\s+/).length;
  expect(words, message).toBeLessThanOrEqual(60);
  expect(message.split('`').length % 2, `unbalanced backticks: ${message}`).toBe(1);
}

function checkFixed(before: string, after: string): void {
  const problems = (text: string): number => parse('Dockerfile', text).problems.length;
  expect(problems(after), after).toBeLessThanOrEqual(problems(before));
}

function fix(text: string, level: 'safe' | 'unsafe', known: Facts): string {
  return fixAll('Dockerfile', text, rules, everything, known, level).text;
}

describe('over our own Dockerfiles', () => {
  test.each(corpus.map(({ name, text }) => [name, text]))(
    '%s keeps the laws, and every proposed fix stands',
    (_, text) => {
      checkLaws(text);
      expect(lintText(text).rejected).toEqual([]);
    },
  );
});

describe('over our own Dockerfiles, where every file that is asked for is there', () => {
  const contents = ['', '#!/bin/bash\r\n', '#!/bin/sh\nserve\n', '{"scripts":{"start":"node a.js"}}', '*\n', undefined];
  const modes = ['100644', '100755', '120000', '040000'];
  const file = fc.record({ mode: fc.constantFrom(...modes), text: fc.constantFrom(...contents) });

  test('the laws hold whatever it holds', () => {
    const text = fc.constantFrom(...corpus.map((one) => one.text));
    const repository = fc.property(text, file, fc.boolean(), (dockerfile, answer, ignores) => {
      const answers = (path: string) => (path.endsWith('.dockerignore') && !ignores ? null : answer);
      checkLaws(dockerfile, { ...imageFacts, file: answers });
    });
    fc.assert(repository, { numRuns: 100 });
  });
});

describe('over texts that nobody wrote', () => {
  const instruction = fc.tuple(
    fc.constantFrom(
      'RUN',
      'CMD',
      'ENTRYPOINT',
      'SHELL',
      'HEALTHCHECK CMD',
      'ONBUILD RUN',
      'ONBUILD CMD',
      'FROM',
      'ENV',
      'ARG',
      'WORKDIR',
      'COPY',
      'X',
    ),
    fc.array(
      fc.constantFrom(
        ...[
          '[',
          ']',
          '"',
          "'",
          ',',
          '\\',
          '\\\n',
          '\n',
          '\r\n',
          ' ',
          ' && ',
          ' || ',
          '; ',
          ' | ',
          ' & ',
          '$A',
          '${A}',
          '`',
          '#',
          '<<E',
          '\nE\n',
        ],
        ...[
          '["sh", "-c", "',
          '["a", "b"]',
          'node app.js',
          'npm install',
          'cd /x',
          'export A=b',
          'set -e',
          'exec ',
          './start.sh',
          '--flag',
          'é',
          '\0',
        ],
      ),
      { maxLength: 8 },
    ),
  );
  const dockerfile = fc
    .array(instruction, { maxLength: 6 })
    .map((lines) => lines.map(([keyword, parts]) => `${keyword} ${parts.join('')}\n`).join(''));

  test('the laws hold for broken instructions', () => {
    fc.assert(
      fc.property(dockerfile, (text) => {
        checkLaws(text);
      }),
      { numRuns: 300 },
    );
  });

  test('the laws hold for our own Dockerfiles with a piece cut out', () => {
    const cut = fc
      .tuple(fc.constantFrom(...corpus.map(({ text }) => text)), fc.nat(), fc.nat({ max: 30 }))
      .map(([text, at, length]) => {
        const start = text.length === 0 ? 0 : at % text.length;
        return text.slice(0, start) + text.slice(start + length);
      });
    fc.assert(
      fc.property(cut, (text) => {
        checkLaws(text);
      }),
      { numRuns: 150 },
    );
  });
});
