import { describe, expect, test } from 'vitest';
import { parseScript } from '../../src/shell/parse.ts';
import { quotedLine } from '../../src/shell/quoted-line.ts';

const line = (text: string): string | undefined => quotedLine(parseScript(text));

describe('a command line in quotes', () => {
  test.each([
    ['"node app.js"', 'node app.js'],
    ["'node app.js'", 'node app.js'],
    ['  "node app.js"\n', 'node app.js'],
    ['" node  app.js "', 'node  app.js'],
    ['"node $A"', 'node $A'],
    ['"my-tool run"', 'my-tool run'],
    ['"tool /etc/a.conf"', 'tool /etc/a.conf'],
    ['"tool -f/a"', 'tool -f/a'],
    ['"serve \\"a\\""', 'serve "a"'],
  ])('%s: %s', (text, expected) => {
    expect(line(text)).toBe(expected);
  });

  test.each([
    'node app.js',
    '"node"',
    '""',
    '"node app.js" b',
    'a "node app.js"',
    '"node" "app.js"',
    '"node app.js"; "b c"',
    '"node app.js" | "b c"',
    '"node app.js" && "b c"',
    '"a" || "node app.js"',
    '"node app.js" > "a"',
    '("node app.js")',
    '"node app.js',
    'x="node app.js"',
    '"/opt/My App/run"',
    '"My App/run"',
    '"a b c/d"',
    '"Program Files\\\\x"',
    '"päckchen holen"',
    '"a: b"',
  ])('%s is none', (text) => {
    expect(line(text)).toBeUndefined();
  });
});
