import { expect, test } from 'vitest';
import { blankWords, windowsWords } from '../../src/shell/windows-words.ts';

test.each<[string, readonly string[]]>([
  ['app.exe', ['app.exe']],
  [' C:\\app\\App.EXE \t -x=1  a@b ', ['C:\\app\\App.EXE', '-x=1', 'a@b']],
])('%j: %j', (text, argv) => {
  expect(windowsWords(text)).toEqual({ argv });
});

test.each(['app -x', 'app.exe "a b"', 'app.exe %PATH%', 'app.exe a&b', 'app.exe.config', 'a b.exe', '', '"app.exe"'])(
  '%j is for cmd to read',
  (text) => {
    expect(windowsWords(text)).toEqual({ no: 'cmd may read it in its own way' });
  },
);

test('blanks separate words, wherever they stand', () => {
  const text = ' a.exe\t bc ';
  expect(blankWords(text).map(({ span }) => text.slice(span.start, span.end))).toEqual(['a.exe', 'bc']);
});
