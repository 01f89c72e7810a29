import { describe, expect, it } from 'vitest';
import { parseScript } from '../../src/shell/parse.ts';
import { isOnlyShown } from '../../src/shell/shown.ts';

const shown = (text: string): boolean => {
  const start = text.indexOf('$V');
  return isOnlyShown(parseScript(text), { start, end: start + 2 });
};

describe('isOnlyShown', () => {
  it.each(['echo $V', 'printf "%s\\n" "$V"', 'echo $V >&2', 'echo $V > /dev/null', 'if a; then echo "is $V"; fi'])(
    'printed and no more: %s',
    (text) => {
      expect(shown(text)).toBe(true);
    },
  );

  it.each([
    'get $V',
    'echo $V > f',
    'echo $V >> f',
    'echo $V | sh',
    'a=$(echo $V)',
    'echo $(get $V)',
    'V2=$V',
    'for a in $V; do b; done',
  ])('kept, read or used: %s', (text) => {
    expect(shown(text)).toBe(false);
  });
});
