import { describe, expect, test } from 'vitest';
import { copiesFileNamed } from '../../src/dockerfile/copied-names.ts';
import { copiedPlaces } from '../../src/dockerfile/copied-places.ts';
import { parse } from '../../src/dockerfile/parse.ts';

describe('where a file named start.sh comes to lie', () => {
  const places = (lines: string): readonly string[] => {
    const file = parse('Dockerfile', `FROM scratch\n${lines}\n`);
    return copiedPlaces(file, file.stages[0]!, 'start.sh').map(({ place }) => place);
  };

  test.each<[string, string, readonly string[]]>([
    ['in a folder', 'COPY start.sh /app/', ['/app/start.sh']],
    ['under its full name', 'COPY start.sh /app/start.sh', ['/app/start.sh']],
    ['under this name, whatever its source', 'COPY docker/run /app/start.sh', ['/app/start.sh']],
    ['out of a folder', 'COPY docker/start.sh /', ['/start.sh']],
    ['by ADD', 'ADD start.sh /app/', ['/app/start.sh']],
    ['in the working directory', 'WORKDIR /app\nCOPY start.sh .', ['/app/start.sh']],
    ['in ./', 'WORKDIR /app\nCOPY start.sh ./', ['/app/start.sh']],
    ['in the working directory, by its path', 'WORKDIR /app\nCOPY start.sh /app', ['/app/start.sh']],
    ['among others', 'COPY a start.sh b /bin', ['/bin/start.sh']],
    ['as an array', 'COPY ["start.sh", "/my app/"]', ['/my app/start.sh']],
    ['the last one first', 'COPY start.sh /a/\nCOPY start.sh /b/', ['/b/start.sh', '/a/start.sh']],
    ['of another stage', 'COPY --from=b /x/start.sh /a/', ['/a/start.sh']],
  ])('%s', (_, lines, expected) => {
    expect(places(lines)).toEqual(expected);
  });

  test.each([
    ['a folder or a file of that name, nobody knows', 'COPY start.sh /app'],
    ['another name', 'COPY start.sh /app/run.sh'],
    ['other files alone', 'COPY a b /bin/'],
    ['several sources, of which none is it, into a folder of that name', 'COPY a b /start.sh'],
    ['a folder of that name', 'COPY a /start.sh/'],
    ['the name is a part of another', 'COPY restart.sh /bin/'],
    ['a variable', 'COPY start.sh $HOME/'],
    ['quotes', 'COPY start.sh "/app/"'],
    ['with its parents', 'COPY --parents a/start.sh /app/'],
    ['a heredoc', 'COPY <<EOF /app/start.sh\nx\nEOF'],
    ['nothing but a word', 'COPY start.sh'],
    ['no COPY', 'LABEL start.sh /app/'],
    ['RUN', 'RUN cp start.sh /app/'],
  ])('nowhere for sure: %s', (_, lines) => {
    expect(places(lines)).toEqual([]);
  });
});

describe('whether a stage brings a program named app', () => {
  const brings = (lines: string): boolean => {
    const file = parse('Dockerfile', `FROM scratch\n${lines}\n`);
    return copiesFileNamed(file.stages[0], 'app');
  };

  test.each([
    'COPY app /',
    'ADD app /',
    'COPY target/app x /',
    'COPY ["my folder/app", "/"]',
    'COPY build/out /usr/local/bin/app',
    'RUN x\nCOPY a /a\nCOPY app .',
  ])('it does: %s', (lines) => {
    expect(brings(lines)).toBe(true);
  });

  test.each([
    'COPY x /app',
    'COPY app/x /',
    'COPY x /bin/app/',
    'COPY x /bin/app/y',
    'COPY app.py /',
    'RUN app /',
    'COPY x',
    'LABEL app x',
  ])('it does not: %s', (lines) => {
    expect(brings(lines)).toBe(false);
  });

  test('no stage brings nothing', () => {
    expect(copiesFileNamed(undefined, 'app')).toBe(false);
  });
});
