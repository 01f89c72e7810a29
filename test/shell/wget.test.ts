import { describe, expect, test } from 'vitest';
import { callsOf } from '../../src/shell/calls.ts';
import { parseScript } from '../../src/shell/parse.ts';
import { drawsProgress, optionPlace } from '../../src/shell/wget.ts';

const draws = (text: string): boolean => drawsProgress(callsOf(parseScript(text))[0]!);

describe('whether wget draws its progress', () => {
  test.each([
    'wget https://x/a',
    'wget -O a https://x/a',
    'wget -c https://x/a',
    'wget -nc https://x/a',
    'wget -Pq https://x/a',
    'wget -Uq https://x/a',
    'wget -n https://x/a',
    'wget x-q https://x/a',
    'wget https://x/a > log',
    'wget https://x/a 2< log',
    'wget --quieter https://x/a',
    'wget --tries=3 https://x/a',
    'wget "$URL"',
    'wget https://x/$ARG',
    'sudo wget https://x/a',
  ])('it does: %s', (text) => {
    expect(draws(text)).toBe(true);
  });

  test.each([
    'wget',
    'wget -q https://x/a',
    'wget -nv https://x/a',
    'wget -cnv https://x/a',
    'wget -nHnv https://x/a',
    'wget -bc https://x/a',
    'wget -qO- https://x/a',
    'wget -V',
    'wget -h',
    'wget -o log https://x/a',
    'wget -a log https://x/a',
    'wget --quiet https://x/a',
    'wget --progress=dot:giga https://x/a',
    'wget --output-file log https://x/a',
    'wget --spider https://x/a',
    'wget https://x/a 2> log',
    'wget https://x/a 2>> log',
    'wget https://x/a &> log',
    'wget https://x/a &>> log',
    'wget $WGET_OPTS https://x/a',
    'wget "${wget_flags}" https://x/a',
    'wget "$QUIET" https://x/a',
  ])('it does not: %s', (text) => {
    expect(draws(text)).toBe(false);
  });
});

test.each([
  ['sudo /usr/bin/wget -c a', 'sudo /usr/bin/wget'],
  ['"wget" a', '"wget"'],
])('an option goes right behind the name: %s', (text, before) => {
  const script = parseScript(text);
  expect(text.slice(0, optionPlace(script, callsOf(script)[0]!))).toBe(before);
});
