import { describe, expect, test } from 'vitest';
import { filesAt } from '../../src/dockerfile/found-files.ts';
import { arrivalsAt, workdirOf } from '../../src/dockerfile/image-files.ts';
import { isIgnored } from '../../src/dockerfile/ignore-file.ts';
import { parse } from '../../src/dockerfile/parse.ts';
import { repository, type Files } from '../support/repository.ts';

function sources(lines: string, path = '/app/start.sh'): readonly (readonly string[])[] {
  const file = parse('Dockerfile', `FROM debian:12\n${lines}\n`);
  return arrivalsAt(file, file.stages.at(-1)!, path).map((arrival) => arrival.sources);
}

describe('where COPY takes a file from', () => {
  test.each([
    ['COPY start.sh /app/start.sh', ['start.sh']],
    ['COPY go.sh /app/start.sh', ['go.sh']],
    ['COPY start.sh /app/', ['start.sh']],
    ['COPY ./start.sh /app', ['start.sh']],
    ['COPY ["start.sh", "/app/"]', ['start.sh']],
    ['COPY "start.sh" /app/', ['start.sh']],
    ['WORKDIR /app\nCOPY start.sh .', ['start.sh']],
    ['WORKDIR /app\nCOPY start.sh ./', ['start.sh']],
    ['WORKDIR /\nWORKDIR app\nCOPY docker/start.sh ./', ['docker/start.sh']],
    ['COPY . /app', ['start.sh']],
    ['COPY ./ /app/', ['start.sh']],
    ['COPY docker/ /app/', ['docker/start.sh']],
    ['COPY docker /app', ['docker/start.sh']],
    ['COPY a.sh start.sh /app/', ['start.sh']],
    ['COPY *.sh /app/', ['start.sh']],
    ['COPY docker/st?rt.* /app/', ['docker/start.sh']],
    ['COPY --chown=app start.sh /app/', ['start.sh']],
    ['ADD start.sh /app/', ['start.sh']],
    ['COPY . /', ['app/start.sh']],
    ['COPY app /app', ['app/start.sh']],
    ['COPY docker/. /app', ['docker/start.sh']],
    ['COPY / /app', ['start.sh']],
    ["COPY 'start.sh' /app/", ['start.sh']],
    ['COPY start.sh a.json /app', ['start.sh']],
    ['COPY a.json b.py docker /app', ['docker/start.sh']],
    ['COPY files.tar.gz /app', ['files.tar.gz/start.sh']],
    ['ADD files.tar.gz.d/ /app/', ['files.tar.gz.d/start.sh']],
    ['ADD https.d/ /app/', ['https.d/start.sh']],
    ['ADD xgit@.d/ /app/', ['xgit@.d/start.sh']],
    ['ADD a.gitx /app', ['a.gitx/start.sh']],
    ['COPY --from-not=x start.sh /app/', ['start.sh']],
    ['WORKDIR "/app"\nCOPY start.sh .', ['start.sh']],
  ])('%s', (lines, wanted) => {
    expect(sources(lines)).toEqual([wanted]);
  });

  test.each([
    'COPY start.sh /opt/',
    'COPY start.sh /app/go.sh',
    'COPY start.sh /app/start.sh/',
    'COPY *.py /app/',
    'COPY start.sh /application/',
    'COPY a.sh b.sh /',
    'COPY a.json /app',
    'COPY docker/st?rt.py /app/',
    'COPY d*r/start.sh /app/',
    'COPY [s]tart.sh /app/lib/',
  ])('%s puts nothing there', (lines) => {
    expect(sources(lines)).toEqual([]);
  });

  test.each([
    'COPY --from=build /src/ /app/',
    'COPY --parents start.sh /app/',
    'COPY $FILE /app/',
    'COPY start.sh $TARGET/',
    'COPY <<EOF /app/start.sh\nx\nEOF',
    'ADD files.tar.gz /app/',
    'ADD files.tar /app/',
    'ADD files.tar.zst /app/',
    'ADD files.tgz /app/',
    'ADD files.tbz2 /app/',
    'ADD a.json files.tar.xz /app/',
    'ADD git@example.org:a/b /app/',
    'ADD https://example.org/a.git#main /app/',
    'ADD a/b.git /app/',
    'ADD a/b.git#main /app/',
    'COPY --exclude=*.py . /app/',
    'COPY start.sh',
    'COPY "start.sh /app/',
    'COPY start\\.sh /app/',
    'ADD https://example.org/start.sh /app/',
    'WORKDIR $HOME\nCOPY start.sh .',
    'COPY start.sh .',
  ])('%s may put anything there', (lines) => {
    expect(sources(lines)).toEqual([[]]);
  });

  test('the last one comes first, with the RUN instructions behind it', () => {
    const file = parse('Dockerfile', 'FROM a AS b\nCOPY . /app\nRUN x\nFROM b\nRUN y\nCOPY start.sh /app/\nRUN z\n');
    const found = arrivalsAt(file, file.stages[1]!, '/app/start.sh');
    expect(found.map(({ runs, alone }) => [alone, ...runs.map(({ args }) => args.text)])).toEqual([
      [true, 'z'],
      [false, 'x', 'y', 'z'],
    ]);
  });

  test('it is alone where nothing else can be meant', () => {
    const alone = (lines: string): readonly boolean[] => {
      const file = parse('Dockerfile', `FROM debian:12\n${lines}\n`);
      return arrivalsAt(file, file.stages[0]!, '/app/start.sh').map((arrival) => arrival.alone);
    };
    expect(alone('COPY start.sh /app/')).toEqual([true]);
    expect(alone('COPY ./go.sh /app/start.sh')).toEqual([true]);
    expect(alone('COPY start.sh start.sh /app/')).toEqual([false]);
    expect(alone('COPY start.sh x.json /app/')).toEqual([false]);
    expect(alone('COPY run /app/start.sh')).toEqual([true]);
    expect(alone('COPY . /app/')).toEqual([false]);
    expect(alone('COPY *.sh /app/')).toEqual([false]);
    expect(alone('COPY --from=x start.sh /app/')).toEqual([false]);
  });

  test('paths count from the root of scratch, and from nowhere known of other bases', () => {
    const at = (base: string): readonly (readonly string[])[] => {
      const file = parse('Dockerfile', `FROM ${base}\nCOPY start.sh .\n`);
      return arrivalsAt(file, file.stages[0]!, '/start.sh').map((arrival) => arrival.sources);
    };
    expect(at('scratch')).toEqual([['start.sh']]);
    expect(at('debian:12')).toEqual([[]]);
  });

  test('the folder a stage starts in', () => {
    const folder = (text: string, before?: number): string => {
      const file = parse('Dockerfile', text);
      return workdirOf(file, file.stages.at(-1)!, before === undefined ? undefined : file.instructions[before]);
    };
    expect(folder('FROM scratch\n')).toBe('/');
    expect(folder('FROM a\n')).toBe('/?');
    expect(folder('FROM a\nWORKDIR /b\nRUN x\nWORKDIR c/../d\nRUN y\n')).toBe('/b/d');
    expect(folder('FROM a\nWORKDIR /b\nRUN x\nWORKDIR c\nRUN y\n', 2)).toBe('/b');
    expect(folder('FROM a\nWORKDIR /b\nRUN x\n', 1)).toBe('/?');
    expect(folder('FROM a AS b\nWORKDIR /b\nFROM b\nWORKDIR c\nRUN x\n')).toBe('/b/c');
    expect(folder('FROM a\nWORKDIR $HOME\nRUN x\n')).toBe('/?');
  });

  test('ONBUILD of a parent may bring anything, but neither its own nor that of another kind', () => {
    const kinds = ['RUN cp a /app', 'ADD . /app', 'CMD a'].map((trigger) => {
      const file = parse('Dockerfile', `FROM a AS b\nONBUILD ${trigger}\nFROM b\nRUN y\n`);
      return file.stages.map((stage) => arrivalsAt(file, stage, '/app/start.sh').map(({ alone }) => alone));
    });
    expect(kinds).toEqual([
      [[], [false]],
      [[], [false]],
      [[], []],
    ]);
  });

  test('ONBUILD of a parent may bring anything', () => {
    const file = parse('Dockerfile', 'FROM a AS b\nONBUILD COPY . /app\nFROM b\nRUN y\n');
    expect(arrivalsAt(file, file.stages[1]!, '/app/start.sh').map((one) => one.sources)).toEqual([[]]);
  });
});

function found(files: Files, lines = 'COPY . /app', path = 'api/Dockerfile'): readonly string[] {
  const file = parse(path, `FROM debian:12\n${lines}\n`);
  return filesAt(file, file.stages[0]!, '/app/start.sh', repository(files).file).map((one) => one.path);
}

describe('which file of the repository it is', () => {
  test('that of the one context which has it', () => {
    expect(found({ 'api/start.sh': '' })).toEqual(['api/start.sh']);
    expect(found({ 'start.sh': '' })).toEqual(['start.sh']);
    expect(found({})).toEqual([]);
  });

  test('either, when both have it', () => {
    expect(found({ 'start.sh': '', 'api/start.sh': '' })).toEqual(['api/start.sh', 'start.sh']);
  });

  test('that of an earlier COPY, when the last one brings none', () => {
    expect(found({ 'start.sh': '' }, 'COPY start.sh /app/\nCOPY src /app', 'Dockerfile')).toEqual(['start.sh']);
    expect(found({ 'start.sh': '', 'src/start.sh': '' }, 'COPY start.sh /app/\nCOPY src /app', 'Dockerfile')).toEqual([
      'src/start.sh',
    ]);
  });

  test('nobody knows for links, submodules, other stages and what was not read', () => {
    expect(found({ 'start.sh': { mode: '120000', text: 'x' } })).toEqual([]);
    expect(found({ 'start.sh': { mode: '160000', text: undefined } })).toEqual([]);
    expect(found({ 'start.sh': '' }, 'COPY . /app\nCOPY --from=x / /app/')).toEqual([]);
    const file = parse('Dockerfile', 'FROM a\nCOPY . /app\n');
    expect(filesAt(file, file.stages[0]!, '/app/start.sh', () => undefined)).toEqual([]);
  });

  test('nobody knows either when one of several COPYs cannot be followed', () => {
    expect(found({ 'start.sh': '' }, 'COPY --from=x / /app/\nCOPY start.sh /app/', 'Dockerfile')).toEqual(['start.sh']);
    expect(found({}, 'COPY --from=x / /app/\nCOPY start.sh /app/', 'Dockerfile')).toEqual([]);
    expect(found({ 'start.sh': '' }, 'COPY start.sh /app/\nCOPY --from=x / /app/', 'Dockerfile')).toEqual([]);
  });

  test('a folder of that name is none', () => {
    expect(found({ 'start.sh/x': '' })).toEqual([]);
  });

  test('an ignored file is not copied', () => {
    expect(found({ 'start.sh': '', '.dockerignore': '*.sh\n' })).toEqual([]);
    expect(found({ 'start.sh': '', '.dockerignore': '*.sh\n', 'api/Dockerfile.dockerignore': '' })).toEqual([
      'start.sh',
    ]);
  });

  test('a pointer of Git LFS has no text', () => {
    const file = parse('Dockerfile', 'FROM a\nCOPY . /app\n');
    const files = repository({ 'start.sh': 'version https://git-lfs.github.com/spec/v1\noid sha256:1\n' });
    expect(filesAt(file, file.stages[0]!, '/app/start.sh', files.file)).toMatchObject([{ text: undefined }]);
  });
});

test.each([
  ['*.sh', 'start.sh', true],
  ['*.sh', 'bin/start.sh', false],
  ['**/*.sh', 'a/b/start.sh', true],
  ['**/*.sh', 'start.sh', true],
  ['bin', 'bin/start.sh', true],
  ['/bin/', 'bin/start.sh', true],
  ['*\n!start.sh', 'start.sh', false],
  ['*\n!start.sh', 'go.sh', true],
  ['!start.sh\n*', 'start.sh', true],
  ['# start.sh\n\n.', 'start.sh', false],
  ['st?rt.sh\r', 'start.sh', true],
  ['a*b*c', 'axxbxxd', false],
  ['docs/**', 'docs/a/b', true],
  ['[s]tart.sh', 'start.sh', true],
])('.dockerignore %j and %s: %s', (text, path, ignored) => {
  expect(isIgnored(text, path)).toBe(ignored);
});
