import { describe, expect, test } from 'vitest';
import { readsAlike } from '../../src/shell/docker-words.ts';

describe('Docker’s ENV reads a word as the shell does', () => {
  test.each(['A=b', 'A="b c"', "A='$x'", 'PATH=$PATH:/opt/bin', 'PATH=/a:${PATH}', '/srv/$APP', 'A=it"s"'])(
    '%s',
    (word) => {
      expect(readsAlike(word, '')).toBe(true);
    },
  );
});

describe('Docker’s ENV would read otherwise', () => {
  test.each([
    'A=$(date)',
    'A=`date`',
    'A=$((1+1))',
    'A=~/bin',
    'PATH=/a:~/bin',
    'A=$HOME/bin',
    'A=${X:-y}',
    'A=${X%y}',
    'A=$1',
    'A=$?',
    "A=$'\\n'",
    'A=b\\ c',
    'A=*',
    '~/app',
  ])('%s', (word) => {
    expect(readsAlike(word, '')).toBe(false);
  });

  test.each(['V=1 && make', 'export V=2', '. ./env', 'read V', 'for V in a; do x; done', 'eval "$x"'])(
    '$V after %s',
    (before) => {
      expect(readsAlike('/opt/$V', before)).toBe(false);
    },
  );

  test('but a script that sets another variable is no matter', () => {
    expect(readsAlike('/opt/$V', 'W=1 && make')).toBe(true);
  });
});
