import { expect, test } from 'vitest';
import { resolve } from '../../src/dockerfile/copies.ts';

test.each([
  ['/app', 'x.sh', '/app/x.sh'],
  ['/app', './a//b/', '/app/a/b'],
  ['/app', '../x', '/x'],
  ['/', '../../x', '/x'],
  ['/app', '/x/.', '/x'],
  ['/app', '.', '/app'],
])('%s and %s: %s', (folder, path, expected) => {
  expect(resolve(folder, path)).toBe(expected);
});
