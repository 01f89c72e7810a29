import { expect, test } from 'vitest';
import { parse } from '../../src/dockerfile/parse.ts';
import { imageFacts } from '../../src/jobs/facts.ts';
import { defaultConfig } from '../../src/lint/config.ts';
import { lint } from '../../src/lint/lint.ts';
import { rules } from '../../src/rules/index.ts';
import { positionAt } from '../../src/text/source.ts';
import { readCorpus } from '../support/corpus.ts';
import { fromRoot } from './rule-files.ts';

test('the rules say of our own Dockerfiles what test/corpus/findings.txt holds (npm run generate)', async () => {
  const lines = readCorpus().flatMap(({ name, text }) => {
    const file = parse(name, text);
    const { findings } = lint(file, rules, defaultConfig, imageFacts);
    return findings.map(({ rule, severity, span, fixes }) => {
      const { line, column } = positionAt(file.source, span.start);
      return `${name}:${line}:${column} ${severity} ${rule} [${fixes.map(({ safety }) => safety).join(', ')}]\n`;
    });
  });
  await expect(lines.join('')).toMatchFileSnapshot(fromRoot('test/corpus/findings.txt'));
});
