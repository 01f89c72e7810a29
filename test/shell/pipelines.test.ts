import { describe, expect, test } from 'vitest';
import { lostFailures } from '../../src/shell/lost-failure.ts';
import { turnsOn } from '../../src/shell/options.ts';
import { parseScript } from '../../src/shell/parse.ts';
import { pipelinesOf } from '../../src/shell/pipelines.ts';

describe('pipelinesOf', () => {
  const read = (text: string): readonly string[] =>
    pipelinesOf(parseScript(text)).map(
      ({ span, tested, members }) =>
        `${text.slice(span.start, span.end)} ${members.map((member) => member?.name ?? '-').join(',')}${tested ? ' tested' : ''}`,
    );

  test.each([
    ['a | b && c', ['a | b a,b']],
    ['a | b || c | d', ['a | b a,b tested', 'c | d c,d']],
    ['x && a | b || c', ['a | b a,b tested']],
    [
      'if a | b; then c | d; elif e | f; then g; else h | i; fi',
      ['a | b a,b tested', 'c | d c,d', 'e | f e,f tested', 'h | i h,i'],
    ],
    ['while a | b; do c | d; done', ['a | b a,b tested', 'c | d c,d']],
    ['! a | b', ['! a | b a,b tested']],
    ['(a) | b', ['(a) | b -,b']],
    ['V=$(a | b)', ['a | b a,b']],
    ['a || b', []],
    ['a |', []],
  ])('%s', (text, expected) => {
    expect(read(text)).toEqual(expected);
  });
});

describe('lostFailures', () => {
  test.each([
    ['curl x | sh', ['work']],
    ['sudo -E curl x | sudo bash -', ['work']],
    ['wget -O- x | gpg --dearmor | tee f', ['work']],
    ['gunzip -c x.sql.gz | mysql', ['work']],
    ['npm ci | tee log', ['work']],
    ['curl x | tar -xz', ['noticed']],
    ['curl x | jq -e .a > f', ['noticed']],
    ['curl x | xargs curl -O', ['noticed']],
    ['curl x | python -c "print(1)"', ['other']],
    ['curl x | (cd y; sh)', ['other']],
    ['a | b', ['other']],
    ['curl x | grep -q y', ['sigpipe']],
    ['curl x | sed 5q', ['sigpipe']],
    ["curl x | awk '/y/{print; exit}'", ['sigpipe']],
    ['yes | apt-get install x', ['sigpipe']],
    ['yes | a', []],
    ['curl --version | cut -c1-5', []],
    ['V=$(curl x | cut -c1) make', []],
    ['V=$(curl x | cut -c1)', ['value']],
    ['shopt -so pipefail; curl x | sh', []],
    ['curl x | sh &', []],
    ['curl https://x/get-pip.py | python && pip3 install a', ['later']],
    ['curl https://x/get-pip.py | python3 && a && python3 -m pip install b', ['later']],
    ['apk add py-pip && curl https://x/get-pip.py | python && pip install a', ['work']],
    ['curl https://x/get-pip.py | python; pip install a', ['work']],
    ['cd /tmp; curl x | php; mv /tmp/composer.phar /usr/bin/composer', ['later']],
    ['curl x | php; mv composer.phar /usr/bin/composer; a', ['work']],
    ['curl https://x/get-pip.py | python && conda a', ['work']],
    ['curl https://getcomposer.org/installer | php && php composer.phar install', ['later']],
    ['curl https://x/installer | php -- --filename=composer2 && a && composer2 b', ['later']],
    ['curl https://x/node/setup | bash - && apt-get install node', ['work']],
    ['curl https://github.com/git/x.sh | sh && git clone y', ['work']],
    ['curl https://x | bash && source "$HOME/.tool/bin/init.sh" && tool a', ['later']],
    ['curl https://x | sh -s -- -y && a && . ~/.tool/env', ['later']],
    ['curl https://x | sh; . ~/.tool/env', ['work']],
    ['mkdir ~/.tool && curl https://x | sh && . ~/.tool/env', ['work']],
    ['curl https://x | sh && . ~/.bashrc', ['work']],
    ['curl https://x | sh && . /etc/profile.d/x.sh', ['work']],
  ])('%s', (text, expected) => {
    expect(lostFailures(parseScript(text)).map(({ kind }) => kind)).toEqual(expected);
  });
});

test.each([
  [['bash', '-euo', 'pipefail', '-c'], true, true],
  [['sh', '-e'], true, false],
  [['set', '-o', 'errexit', '-o', 'pipefail'], true, true],
  [['set', '+e'], false, false],
  [['set', 'pipefail'], false, false],
])('turnsOn %j', (words, errexit, pipefail) => {
  expect([turnsOn(words, 'errexit'), turnsOn(words, 'pipefail')]).toEqual([errexit, pipefail]);
});
