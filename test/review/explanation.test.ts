import { describe, expect, test } from 'vitest';
import { factsOf } from '../../src/dockerfile/images.ts';
import { parse } from '../../src/dockerfile/parse.ts';
import { processesOf } from '../../src/dockerfile/process.ts';
import { explain, type StageExplanation } from '../../src/review/explanation.ts';
import { readCorpus } from '../support/corpus.ts';
import fc from '../support/properties.ts';

function explained(text: string): readonly StageExplanation[] {
  const file = parse('Dockerfile', text);
  return explain(file, processesOf(file, factsOf), factsOf).stages;
}

function final(text: string): StageExplanation {
  return explained(text).at(-1)!;
}

describe('the build half', () => {
  test('holds RUN, COPY and ADD in short, with their lines', () => {
    const { steps } = final(
      'FROM a AS x\nFROM b\nRUN one \\\n  && two\nCOPY --from=x a b /c/\nADD ["a b", "c"]\nRUN ["x", "y"]\n',
    );
    expect(steps.map(({ line, keyword, text, from, commands }) => ({ line, keyword, text, from, commands }))).toEqual([
      { line: 3, keyword: 'RUN', text: 'one && two', from: undefined, commands: 2 },
      { line: 5, keyword: 'COPY', text: 'a b → /c/', from: 'x', commands: 0 },
      { line: 6, keyword: 'ADD', text: 'a b → c', from: undefined, commands: 0 },
      { line: 7, keyword: 'RUN', text: '["x", "y"]', from: undefined, commands: 0 },
    ]);
  });

  test('shows where a heredoc breaks its lines', () => {
    expect(final('FROM a\nRUN <<EOF\none\ntwo\nEOF\n').steps[0]).toMatchObject({
      text: '<<EOF one ⏎ two',
      commands: 2,
    });
  });

  test('begins with what the parent stage left by ONBUILD', () => {
    const { steps } = final('FROM a AS x\nONBUILD RUN one\nFROM x\nRUN two\n');
    expect(steps.map(({ line, text, onBuild }) => [line, text, onBuild])).toEqual([
      [2, 'one', true],
      [4, 'two', false],
    ]);
  });

  test('parts what stays from what ends with the build', () => {
    const { settings } = final(
      'FROM a\nARG A=1 B\nENV B=$B C="x y"\nENV old form here\nARG C\nUSER me\nONBUILD RUN x\n',
    );
    expect(settings.stay.map(({ keyword, text }) => `${keyword} ${text}`)).toEqual([
      'ENV B=$B',
      'ENV C="x y"',
      'ENV old=form here',
      'USER me',
    ]);
    expect(settings.end).toEqual(['A']);
    expect(settings.later).toEqual([{ line: 7, keyword: 'ONBUILD', text: 'RUN x' }]);
  });
});

describe('the run half', () => {
  test('says where ENTRYPOINT and CMD come from', () => {
    const { run } = final('FROM node:22 AS base\nENTRYPOINT ["tini", "--"]\nFROM base\nCMD ["node"]\n');
    expect(run.entrypoint).toMatchObject({ argv: ['tini', '--'], line: 2, where: 'stage base, line 2' });
    expect(run.cmd).toMatchObject({ argv: ['node'], line: 4, where: 'line 4' });
    expect(run.argv).toEqual(['tini', '--', 'node']);
    expect(run.withArguments).toEqual(['tini', '--', 'a', 'b']);
    expect(final('FROM node:22\n').run.cmd.where).toBe('the base image');
    expect(final('FROM node:22 AS x\nFROM x\n').run.cmd.where).toBe('node:22');
  });

  test('claims nothing of an unknown base image', () => {
    const { run } = final('FROM acme/base:1\nCMD ["node", "a.js"]\n');
    expect(run.argv).toBe('unknown');
    expect(run.entrypoint).toMatchObject({ argv: 'unknown', where: 'the base image, if it has one' });
    expect(run.first).toEqual({ kind: 'program', program: 'node', through: undefined });
    expect(run.why).toEqual([
      'Nothing is known of the base image acme/base:1.',
      'If it has an ENTRYPOINT, that one runs and gets the words of CMD as its arguments.',
      'Arguments of `docker run` take the place of CMD.',
    ]);
  });

  test('gives each reason once, in the order of its effect', () => {
    expect(final('FROM node:22\nCMD ["a"]\nENTRYPOINT node b.js\n').run.why).toEqual([
      'ENTRYPOINT in line 3 replaces the ENTRYPOINT of the base image.',
      'CMD in line 2 replaces the CMD of the base image.',
      'ENTRYPOINT in line 3 is shell form: Docker hands its text to `["/bin/sh", "-c"]` as one argument.',
      'ENTRYPOINT in shell form never looks at what follows: CMD and arguments of `docker run` become `$0` and `$1` of its shell.',
    ]);
    expect(final('FROM scratch\n').run.why).toEqual([
      'There is neither ENTRYPOINT nor CMD: `docker run` needs a command, or it refuses to start.',
    ]);
  });

  test('names an array that is none', () => {
    expect(final("FROM scratch\nCMD ['a']\n").run.why[0]).toBe(
      'CMD in line 2 looks like an array but is not valid JSON, so Docker hands all of its text to `["/bin/sh", "-c"]`.',
    );
  });

  test('says where it runs, as whom, and how it is watched', () => {
    const { run } = final(
      'FROM a AS x\nWORKDIR /srv\nUSER me\nHEALTHCHECK --interval=5s CMD curl x\nFROM x\nWORKDIR app\nSTOPSIGNAL SIGINT\n',
    );
    expect(run).toMatchObject({ workdir: '/srv/app', user: 'me', stopSignal: 'SIGINT', isOwn: false });
    expect(run.health).toEqual({ line: 4, argv: ['/bin/sh', '-c', 'curl x'], every: 'every 5s' });
    expect(final('FROM a\nHEALTHCHECK NONE\n').run.health).toEqual({ line: 2, argv: undefined, every: 'every 30s' });
  });
});

describe('laws', () => {
  test('each stage of each corpus file has its part, and the final one is the last', () => {
    for (const { text } of readCorpus()) {
      const stages = explained(text);
      expect(stages.length).toBe(parse('Dockerfile', text).stages.length);
      expect(stages.at(-1)?.stage.final).toBe(true);
    }
  });

  test('any text is explained', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(
            'FROM a AS b\n',
            'FROM b\n',
            'RUN ',
            'COPY ',
            'CMD ',
            'HEALTHCHECK ',
            '["',
            '"]',
            '<<E\n',
            '\n',
            '\\',
            '`',
            'x $Y ',
          ),
          { maxLength: 30 },
        ),
        (parts) => {
          for (const { run } of explained(parts.join('')))
            expect(run.why.every((reason) => reason.endsWith('.'))).toBe(true);
        },
      ),
    );
  });
});
