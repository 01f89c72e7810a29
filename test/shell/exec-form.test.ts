import { describe, expect, it } from 'vitest';
import { jsonArray, toExecForm } from '../../src/shell/exec-form.ts';

describe('toExecForm', () => {
  it.each([
    ['node app.js', ['node', 'app.js']],
    [' \tnode \t app.js ', ['node', 'app.js']],
    ['echo "a;b" \'c|d\' e\\ f', ['echo', 'a;b', 'c|d', 'e f']],
    ['node --name="my app" --x=\'y z\'', ['node', '--name=my app', '--x=y z']],
    ['"echo" "hi"', ['echo', 'hi']],
    ['app ""', ['app', '']],
    ['app "a\\qb" "\\$X" \'\\n\'', ['app', 'a\\qb', '$X', '\\n']],
    ['app A=1 --b=c', ['app', 'A=1', '--b=c']],
    ['find . -exec rm {} +', ['find', '.', '-exec', 'rm', '{}', '+']],
    ['app a#b', ['app', 'a#b']],
    ['nginx -g "daemon off;"', ['nginx', '-g', 'daemon off;']],
    ['app 🚀', ['app', '🚀']],
  ])('%s', (text, argv) => {
    expect(toExecForm(text)).toEqual({ argv });
  });

  it.each([
    ['', 'it is empty'],
    ['   ', 'it is empty'],
    ['node $PORT', 'it uses `$`'],
    ['node "$PORT"', 'it uses `$`'],
    ['node `id`', 'it substitutes a command'],
    ['echo *.txt', 'it holds a file pattern'],
    ['app ~/x', 'it uses `~`'],
    ['a && b', 'it joins commands with `&&`'],
    ['a || b', 'it joins commands with `||`'],
    ['a | b', 'it is a pipeline'],
    ['a & b', 'it starts a process in the background'],
    ['a; b', 'it holds several commands'],
    ['a > b', 'it redirects'],
    ['A=1 b', 'it sets a variable'],
    ['A=1', 'it sets a variable'],
    ['cd /app', '`cd` is built into the shell'],
    ['. /env', '`.` is built into the shell'],
    ['exec node', '`exec` is built into the shell'],
    ['time node', "`time` is a word of the shell's own language"],
    ['! node', "`!` is a word of the shell's own language"],
    ['echo -e hi', '`echo` is built into the shell'],
    ["echo 'a\\n'", '`echo` is built into the shell'],
    ['echo hi # comment', 'a comment follows'],
    ['node \\', 'it ends with a backslash'],
    ['node "app', 'a quote is not closed'],
    ["node 'app", 'a quote is not closed'],
    ["'' a", 'its name is empty'],
    ['a\nb', 'it has several lines'],
    ['node {a,b}', 'it uses braces'],
    ['node \u0007', 'it holds a control character'],
    ['node \ud800', 'it holds a control character'],
  ])('%j: %s', (text, no) => {
    expect(toExecForm(text)).toEqual({ no });
  });
});

it('writes an array with one blank after each comma and JSON escapes', () => {
  expect(jsonArray(['a', 'b "c"', '\\d', '\t'])).toBe('["a", "b \\"c\\"", "\\\\d", "\\t"]');
  expect(jsonArray([])).toBe('[]');
});
