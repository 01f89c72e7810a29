import { describe, expect, test } from 'vitest';
import { toExecForm } from '../../src/shell/exec-form.ts';
import { lastProgram, lastWords, metByScript, metBySigterm } from '../../src/shell/main-process.ts';
import { innerStays, nestedScript } from '../../src/shell/nested-shell.ts';
import { parseScript } from '../../src/shell/parse.ts';

describe('what becomes of SIGTERM', () => {
  test.each([
    ['sleep infinity', 'deaf'],
    ['/usr/bin/tail -f /dev/null', 'deaf'],
    ['bash', 'deaf'],
    ['bash --login', 'deaf'],
    ['sh -c', 'deaf'],
    ['sh a.sh', 'serves'],
    ['echo a', 'brief'],
    ['ls -l', 'brief'],
    ['mkdir a', 'brief'],
    ['wait', 'serves'],
    ['node --version', 'brief'],
    ['java -version', 'brief'],
    ['node --help', 'brief'],
    ['app -help', 'brief'],
    ['app -V', 'brief'],
    ['app -h', 'brief'],
    ['app --versions', 'serves'],
    ['app x-V', 'serves'],
    ['app x --helper', 'serves'],
    ['apachectl -D FOREGROUND', 'wrapped'],
    ['mysqld_safe', 'wrapped'],
    ['node app.js', 'serves'],
    ['app', 'serves'],
    ['php -S 0.0.0.0:80', 'deaf'],
    ['R -e shiny::runApp()', 'deaf'],
    ['/usr/bin/Rscript app.R', 'deaf'],
    ['Rserve', 'serves'],
    ['php8.3 -d a=b -t public -S0.0.0.0:80 router.php', 'deaf'],
    ['php -c -S', 'serves'],
    ['php artisan -S', 'serves'],
    ['phpize -S', 'serves'],
    ['/usr/bin/python3 -u -m http.server 80', 'deaf'],
    ['python2 -W ignore -m SimpleHTTPServer', 'deaf'],
    ['python -m http.servers', 'serves'],
    ['python -m uvicorn app', 'serves'],
    ['python app.py -m http.server', 'serves'],
    ['python', 'serves'],
  ])('%s: %s', (line, met) => {
    expect(metBySigterm(line.split(' '))).toBe(met);
  });

  test.each([
    ['import time; time.sleep(10**9)', 'deaf'],
    ['import http.server, time; from socketserver import TCPServer', 'deaf'],
    ['import time, app', 'serves'],
    ['from app import main', 'serves'],
    ['from signal import pause; pause()', 'serves'],
    ['import asyncio', 'serves'],
    ['import time; exec(x)', 'serves'],
    ['import time; time.sleep($T)', 'serves'],
  ])('python -c %j: %s', (code, met) => {
    expect(metBySigterm(['python3', '-u', '-c', code])).toBe(met);
    expect(metBySigterm(['pypy', '-c', code])).toBe('serves');
  });

  test.each([
    ['a && sleep 5', 'deaf'],
    ['sleep 5; node b', 'serves'],
    ['bash -c "a; sleep 5"', 'deaf'],
    ['bash -c "sleep 5; node b"', 'serves'],
  ])('the last command decides: %s: %s', (text, met) => {
    expect(metByScript(toExecForm(text), parseScript(text))).toBe(met);
  });
});

test.each<[string, readonly string[], string]>([
  ['a b; /c/d "$E" f', ['/c/d', '"$E"', 'f'], '`/c/d`'],
  ['a | b c', ['b', 'c'], '`b`'],
  ['"$A" b', ['"$A"', 'b'], 'the program'],
  ['A=b', [], 'the program'],
  ['', [], 'the program'],
])('the last words of %j', (text, words, program) => {
  expect(lastWords(parseScript(text))).toEqual(words);
  expect(lastProgram(parseScript(text))).toBe(program);
});

describe('the script of a shell in exec form', () => {
  test.each<[readonly string[], string | undefined]>([
    [['bash', '-c', 'a && node b'], 'a && exec node b'],
    [['/bin/sh', '-ec', 'node b'], 'exec node b'],
    [['sh', '-c', ' exec node b'], ' exec node b'],
    [['sh', '-c', 'executor b'], 'exec executor b'],
    [['sh', '-c', 'a; b'], undefined],
    [['sh', '-c', 'a; exec b'], undefined],
  ])('%j: %j', (argv, text) => {
    expect(nestedScript({ argv })?.text).toBe(text);
    expect(innerStays({ argv })).toBe(text === undefined);
  });

  test.each([
    [['sh', '-c', 'a', 'b']],
    [['sh', 'a.sh']],
    [['sh', '-c']],
    [['sh', '-x', 'a']],
    [['sh', 'x-c', 'a']],
    [['sh', '-c.', 'a']],
    [['node', '-c', 'a']],
  ])('%j is none', (argv) => {
    expect(nestedScript({ argv })).toBeUndefined();
    expect(innerStays({ argv })).toBe(false);
  });

  test('nor is what needs its own shell', () => {
    expect(nestedScript({ no: 'it is a pipeline' })).toBeUndefined();
  });
});
