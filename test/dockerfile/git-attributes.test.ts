import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { lineEndsOf } from '../../src/dockerfile/git-attributes.ts';
import type { FileLookup } from '../../src/dockerfile/model.ts';
import { temporaryFolder } from '../support/folders.ts';
import fc from '../support/properties.ts';

const lookupIn =
  (files: Readonly<Record<string, string>>): FileLookup =>
  (path) => {
    const text = files[path];
    return text === undefined ? null : { mode: '100644', text };
  };

const ofScript = (attributes: string) => lineEndsOf('api/bin/start.sh', lookupIn({ '.gitattributes': attributes }));

describe('the line ends that .gitattributes ask for', () => {
  test('are told with the line that decides, counted from 1', () => {
    expect(ofScript('# scripts\n* text=auto\r\n  *.sh   text eol=lf\n')).toEqual({
      checkout: 'lf',
      onlyText: false,
      by: { path: '.gitattributes', line: 3, start: 25, text: '*.sh   text eol=lf' },
    });
  });

  test('are asked for in every folder down to the file, whatever the answers are', () => {
    const asked: string[] = [];
    const nothing = lineEndsOf('api/bin/start.sh', (path) => {
      asked.push(path);
      return undefined;
    });
    expect(nothing).toBeUndefined();
    expect(asked).toEqual(['.gitattributes', 'api/.gitattributes', 'api/bin/.gitattributes']);
  });

  test('are not known behind a link, and not where a line cannot be read', () => {
    const link: FileLookup = () => ({ mode: '120000', text: 'other' });
    expect(lineEndsOf('start.sh', link)).toBeUndefined();
    expect(ofScript('[attr]unix text eol=lf\n*.sh unix\n')).toBeUndefined();
    expect(ofScript('"*.sh" eol=crlf\n')).toBeUndefined();
    expect(ofScript('[a-z]* eol=crlf\n')).toBeUndefined();
  });

  test('are known where what cannot be read is about other things', () => {
    expect(ofScript('[attr]doc linguist-documentation\n[A-Z]* linguist-vendored\n*.sh eol=crlf\n')?.checkout).toBe(
      'crlf',
    );
    expect(ofScript('[attr]doc text\n*.md doc\n*.sh eol=crlf\n')?.checkout).toBe('crlf');
  });

  test.each([
    ['*.sh filter=lfs -text', 'filtered'],
    ['*.sh working-tree-encoding=UTF-16', 'filtered'],
    ['*.sh -filter eol=crlf', 'crlf'],
    ['*.sh binary', 'as-is'],
    ['*.sh binary eol=crlf', 'as-is'],
    ['*.sh binary text eol=crlf', 'crlf'],
    ['*.sh binary eol=crlf\n*.sh -binary', 'crlf'],
    ['*.sh binary -binary eol=crlf', 'crlf'],
    ['*.sh binary eol=crlf\n*.sh !binary', 'crlf'],
    ['', undefined],
    ['\n*.sh\teol=crlf', 'crlf'],
    ['\uFEFF*.sh eol=crlf', 'crlf'],
    ['#*.sh eol=crlf', undefined],
    ['*.sh# eol=crlf', undefined],
    ['*.sh eol=crlf\n*.sh !eol', undefined],
    ['*.sh eol=crlf\n*.sh !text', 'crlf'],
    ['*.sh eol=crlf\n*.sh eol=crlf-not', undefined],
    ['*.sh eol=mycrlf', undefined],
    ['*.sh text eol=lf=crlf', 'lf'],
    ['*.sh crlf', undefined],
    ['*.sh -crlf', 'as-is'],
    ['*.sh crlf=input', 'lf'],
    ['*.sh text=inputs', undefined],
    ['*.sh text crlf=input', undefined],
    ['*.sh text=other crlf=input', 'lf'],
    ['!*.sh eol=crlf', undefined],
    ['bin/ eol=crlf', undefined],
    ['/start.sh eol=crlf', undefined],
    ['api/bin/start.sh eol=crlf', 'crlf'],
    ['/api/bin/*.sh eol=crlf', 'crlf'],
    ['bin/start.sh eol=crlf', undefined],
    ['**/start.sh eol=crlf', 'crlf'],
    ['api/** eol=crlf', 'crlf'],
    ['start.sh! eol=crlf', undefined],
    [`*.sh eol=crlf ${'x'.repeat(2036)}`, undefined],
    [`*.sh eol=crlf ${'x'.repeat(2034)}`, 'crlf'],
  ])('%s: %s', (attributes, checkout) => {
    expect(ofScript(attributes)?.checkout).toBe(checkout);
  });
});

describe('what git does', () => {
  const folder = temporaryFolder();
  const git = (...args: readonly string[]) => {
    const settings = ['core.autocrlf=false', 'user.name=a', 'user.email=a@example.org', 'advice.addIgnoredFile=false'];
    const env = {
      ...process.env,
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_CONFIG_SYSTEM: '/dev/null',
      GIT_ATTR_NOSYSTEM: '1',
    };
    execFileSync('git', [...settings.flatMap((each) => ['-c', each]), ...args], { cwd: folder, env, stdio: 'ignore' });
  };

  const attribute = fc.constantFrom(
    ...['text', '-text', '!text', 'text=auto', 'text=other', 'eol=lf', 'eol=crlf', 'eol=CRLF', '-eol', '!eol', 'eol'],
    ...['binary', '-binary', 'crlf', '-crlf', 'crlf=input', '!crlf', 'diff', 'eol=crlf', 'text eol=crlf'],
  );
  const pattern = fc.constantFrom(
    ...[
      '*',
      '*.sh',
      'start.sh',
      '/start.sh',
      's*.s?',
      'api',
      'api/',
      'api/*',
      '/api/**',
      'api/bin/start.sh',
      '*/bin/*',
    ],
    ...['**/start.sh', '**', 'api/**/start.sh', 'bin/start.sh', '!*.sh', '*.md', '#*.sh', 'START.SH', '*.sh/'],
  );
  const line = fc
    .tuple(pattern, fc.array(attribute, { maxLength: 3 }))
    .map(([first, rest]) => [first, ...rest].join(' '));
  const attributes = fc.array(line, { maxLength: 4 }).map((lines) => `${lines.join('\n')}\n`);
  const repository = fc.record({ top: attributes, inner: attributes });

  test('with LF in a checkout is foreseen', () => {
    const texts = { lf: '#!/bin/sh\necho a\n', mixed: '#!/bin/sh\necho a\r\n', crlf: '#!/bin/sh\r\necho a\r\n' };
    const places = ['start.sh', 'api/start.sh', 'api/bin/start.sh'];
    const cases = fc.sample(repository, 150).map(({ top, inner }, index) => ({
      root: `case-${index}`,
      text: Object.values(texts)[index % 3] ?? '',
      files: { '.gitattributes': top, 'api/.gitattributes': inner },
    }));
    const write = (path: string, text: string) => {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    };
    git('init', '-q');
    for (const { root, text } of cases) for (const place of places) write(`${root}/${place}`, text);
    git('add', '.');
    git('commit', '-q', '-m', 'LF and CRLF');
    for (const { root, files } of cases) {
      for (const [path, text] of Object.entries(files)) write(`${root}/${path}`, text);
      for (const place of places) rmSync(join(folder, root, place));
    }
    git('checkout', '-q', '--', '.');
    const foreseen = cases.flatMap(({ root, text, files }) => {
      const all = Object.fromEntries(Object.entries(files).map(([path, content]) => [`${root}/${path}`, content]));
      return places.map((place) => {
        const ends = lineEndsOf(`${root}/${place}`, lookupIn(all));
        const converts = ends?.checkout === 'crlf' && !(ends.onlyText && text.includes('\r'));
        return { root, place, files, text: converts ? text.replace(/\r?\n/g, '\r\n') : text };
      });
    });
    const seen = foreseen.map((each) => ({ ...each, text: readFileSync(join(folder, each.root, each.place), 'utf8') }));
    expect(seen).toEqual(foreseen);
    expect(seen.filter(({ text }) => /^#!.*\r\n/.test(text)).length).toBeGreaterThan(20);
  });
});
