import { describe, expect, test } from 'vitest';
import { declaredNames } from '../../src/dockerfile/declared.ts';
import { parse } from '../../src/dockerfile/parse.ts';

/** Names by stage: those of ENV, a bar, those of ARG. */
function show(text: string): readonly string[] {
  return declaredNames(parse('Dockerfile', text)).map(({ env, arg }) => [...env, '|', ...arg].join(' '));
}

describe('the names a stage declares', () => {
  test.each<[string, string, readonly string[]]>([
    ['none', 'FROM a\nRUN B=c d\n', ['|']],
    ['several of one ENV', 'FROM a\nENV A=1 B="x C=3" D=\n', ['A B D |']],
    ['the old form, whose value may hold a =', 'FROM a\nENV A b C=d\n', ['A |']],
    ['ARG with and without a value', 'FROM a\nARG A B=c\nARG D\n', ['| A B D']],
    ['ENV of ONBUILD is for the child', 'FROM a\nONBUILD ENV A=1\n', ['|']],
    ['ARG in front of FROM is for FROM', 'ARG A\nFROM a\n', ['|']],
    ['of the parent stage too', 'FROM a AS b\nENV A=1\nARG B\nFROM b\nENV C=1\nARG D\n', ['A | B', 'A C | B D']],
    ['of the parent alone', 'FROM a AS b\nENV A=1\nARG B\nFROM b\nRUN x\n', ['A | B', 'A | B']],
    ['only ENV of its own', 'FROM a AS b\nENV A=1\nARG B\nFROM b\nENV C=1\n', ['A | B', 'A C | B']],
    ['of no other stage', 'FROM a AS b\nENV A=1\nARG B\nFROM a\nENV C=1\n', ['A | B', 'C |']],
    ['a backslash holds words together', 'FROM a\nENV A=b\\ C=d E=f\n', ['A E |']],
    ['the escape of the file, a backtick', '# escape=`\nFROM a\nENV A=C:\\ B=b` C=d\n', ['A B |']],
  ])('%s', (_, text, expected) => {
    expect(show(text)).toEqual(expected);
  });
});
