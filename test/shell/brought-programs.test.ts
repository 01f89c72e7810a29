import { describe, expect, test } from 'vitest';
import { mayBring } from '../../src/shell/brought-programs.ts';
import { callsOf } from '../../src/shell/calls.ts';
import { parseScript } from '../../src/shell/parse.ts';

const sought = ['curl', 'wget', 'git'];
const all = sought.join(' ');

describe('mayBring', () => {
  test.each([
    ['/install.sh', all],
    ['bash x.sh', all],
    ['make', all],
    ['playwright install-deps', all],
    ['npx playwright install --with-deps', all],
    ['apt-get install $PACKAGES', all],
    ['apt-get install ./x.deb', all],
    ['apt-get build-dep x', all],
    ['apt-get install devscripts', all],
    ['apk add build-base', 'git'],
    ['apk add curl', 'curl git'],
    ['apt-get install wget=1.2', 'wget git'],
    ['apt-get install curl-dev', 'curl git'],
    ['apt-get install libcurl4', 'git'],
    ['apt-get update', ''],
    ['cp x/wget /bin', 'wget'],
    ['npm install libcurl', ''],
    ['curl -O curl', ''],
    ['echo hello', ''],
  ])('%s: %s', (script, expected) => {
    const [call] = callsOf(parseScript(script));
    expect(mayBring(call!, sought).join(' ')).toBe(expected);
  });
});
