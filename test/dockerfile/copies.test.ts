import { expect, test } from 'vitest';
import { sourcesOf } from '../../src/dockerfile/copies.ts';
import { parse } from '../../src/dockerfile/parse.ts';

test.each<[string, string, string, readonly string[]]>([
  ['to its name', 'COPY start.sh /start.sh', '/start.sh', ['start.sh']],
  ['to another name', 'COPY a/b.sh /start.sh', '/start.sh', ['a/b.sh']],
  ['into a folder', 'COPY a/start.sh /bin/', '/bin/start.sh', ['a/start.sh']],
  ['into a folder that is not marked as one', 'COPY start.sh /bin', '/bin/start.sh', ['start.sh']],
  ['several, of which any may be a folder', 'COPY a b.sh /bin/', '/bin/b.sh', ['a/b.sh', 'b.sh']],
  ['below a folder', 'COPY . /app', '/app/x/start.sh', ['x/start.sh']],
  ['to the working directory', 'WORKDIR /app\nCOPY . .', '/app/start.sh', ['start.sh']],
  ['a relative path', 'WORKDIR /app\nCOPY . .', './start.sh', ['start.sh']],
  ['nested working directories', 'WORKDIR /a\nWORKDIR b\nCOPY x.sh ./', '/a/b/x.sh', ['x.sh']],
  ['as an array', 'COPY ["a b.sh", "/x.sh"]', '/x.sh', ['a b.sh']],
  ['ADD', 'ADD x.sh /x.sh', '/x.sh', ['x.sh']],
  ['from another stage: not in the repository', 'COPY --from=a x.sh /x.sh', '/x.sh', []],
  ['elsewhere', 'COPY x.sh /y.sh', '/x.sh', []],
])('%s', (_, text, path, expected) => {
  expect(sourcesOf('Dockerfile', parse('Dockerfile', text).stages[0]!, path)).toEqual(expected);
});

test('the Dockerfile’s folder may be the context, or the root', () => {
  const stage = parse('a/Dockerfile', 'COPY x.sh /x.sh').stages[0]!;
  expect(sourcesOf('a/Dockerfile', stage, '/x.sh')).toEqual(['a/x.sh', 'x.sh']);
});
