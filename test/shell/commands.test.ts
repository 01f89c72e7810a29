import { describe, expect, it } from 'vitest';
import { allCommands, innerLevel, topLevel } from '../../src/shell/commands.ts';
import { bashisms } from '../../src/shell/dialect.ts';
import { parseScript, withoutTrailingComment } from '../../src/shell/parse.ts';
import fc from '../support/properties.ts';

const list = (text: string) =>
  topLevel(parseScript(text)).map((item) => [
    text.slice(item.span.start, item.span.end),
    item.operator,
    item.operatorSpan && text.slice(item.operatorSpan.start, item.operatorSpan.end),
  ]);

const names = (text: string) => allCommands(parseScript(text)).map((command) => [command.name, command.within]);

describe('parseScript', () => {
  it.each(['a "', 'if a', 'a &&', '(a', 'a | | b', '('.repeat(500) + 'a' + ')'.repeat(500)])(
    '%.20s is not valid',
    (text) => {
      const script = parseScript(text);
      expect(script).toMatchObject({ text, statements: [], valid: false });
      expect(topLevel(script)).toEqual([]);
      expect(allCommands(script)).toEqual([]);
    },
  );

  it.each([
    ['deep substitutions', '$('.repeat(100_000)],
    ['deep groups', '{ '.repeat(100_000)],
    ['deep quotes', '"${a:-'.repeat(50_000)],
    ['backticks', '`'.repeat(300_000)],
    ['here-documents', '<<A '.repeat(20_000)],
    ['one long list', 'a && '.repeat(200_000) + 'b'],
    ['NUL bytes', '\0'.repeat(1_000_000)],
  ])('does not throw on %s', (_, text) => {
    expect(typeof parseScript(text).valid).toBe('boolean');
  });

  it('never throws, and all positions lie inside the text and name what stands there', () => {
    const pieces = fc.constantFrom(
      'a',
      ' ',
      ' ',
      '&&',
      '||',
      '|',
      ';',
      '&',
      '\n',
      '"',
      "'",
      '`',
      '$(',
      ')',
      '(',
      '{ ',
      ' }',
      '$X',
      '\\',
      '<<E\n',
      '\nE\n',
      'if ',
      ' then ',
      ' fi',
      '#',
      '>f',
      '=',
      '[[ ',
      ' ]]',
    );
    fc.assert(
      fc.property(
        fc.array(pieces, { maxLength: 25 }).map((all) => all.join('')),
        (text) => {
          const script = parseScript(text);
          for (const command of allCommands(script)) {
            if (command.nesting.includes('substitution')) continue;
            for (const word of command.words) expect(text.slice(word.span.start, word.span.end)).toBe(word.text);
          }
          for (const { operator, operatorSpan } of topLevel(script)) {
            if (operator === undefined || operator === 'newline' || operatorSpan === undefined) continue;
            expect(text.slice(operatorSpan.start, operatorSpan.end)).toBe(operator);
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it('leaves a trailing comment out', () => {
    expect(withoutTrailingComment(parseScript('echo hi # comment'))).toBe('echo hi');
    expect(withoutTrailingComment(parseScript('echo "a # b" '))).toBe('echo "a # b"');
    expect(withoutTrailingComment(parseScript('# nothing'))).toBeUndefined();
  });
});

describe('topLevel', () => {
  it.each([
    ['a', [['a', undefined, undefined]]],
    [
      'a && b || c',
      [
        ['a', '&&', '&&'],
        ['b', '||', '||'],
        ['c', undefined, undefined],
      ],
    ],
    [
      'a ; b &\nc',
      [
        ['a', ';', ';'],
        ['b', '&', '&'],
        ['c', undefined, undefined],
      ],
    ],
    [
      'a # x; y\nb;',
      [
        ['a', 'newline', '\n'],
        ['b', ';', ';'],
      ],
    ],
    [
      'a \\\n && b',
      [
        ['a', '&&', '&&'],
        ['b', undefined, undefined],
      ],
    ],
    [
      'a | b\n\n\nc\n',
      [
        ['a | b', 'newline', '\n'],
        ['c', undefined, undefined],
      ],
    ],
  ])('%j', (text, expected) => {
    expect(list(text)).toEqual(expected);
  });

  it('tells compound and negated pipelines apart', () => {
    const items = topLevel(parseScript('! a | b && { c; } && (d) | e && [[ f ]]'));
    expect(items.map((item) => [item.negated, item.compound, item.commands.map((command) => command.name)])).toEqual([
      [true, false, ['a', 'b']],
      [false, true, []],
      [false, true, ['e']],
      [false, true, []],
    ]);
  });
});

describe('allCommands', () => {
  it.each([
    [
      'a; b | c',
      [
        ['a', 'list'],
        ['b', 'pipeline'],
        ['c', 'pipeline'],
      ],
    ],
    [
      '(a); { b; }',
      [
        ['a', 'subshell'],
        ['b', 'group'],
      ],
    ],
    [
      'if a; then b; else c; fi',
      [
        ['a', 'condition'],
        ['b', 'condition'],
        ['c', 'condition'],
      ],
    ],
    [
      'while a; do b; done; for i in $(c); do d; done',
      [
        ['a', 'loop'],
        ['b', 'loop'],
        ['c', 'substitution'],
        ['d', 'loop'],
      ],
    ],
    [
      'f() { a; }; case x in y) b ;; esac',
      [
        ['a', 'group'],
        ['b', 'case'],
      ],
    ],
    [
      'echo "$(a "`b`")"',
      [
        ['echo', 'list'],
        ['a', 'substitution'],
        ['b', 'substitution'],
      ],
    ],
  ])('%s', (text, expected) => {
    expect(names(text)).toEqual(expected);
  });

  it('reads words, assignments and redirections', () => {
    const [command] = allCommands(parseScript('A=1 B="$C" cmd "x y"$Z export=2 2>&1 >"out put" &'));
    expect(command?.name).toBe('cmd');
    expect(command?.background).toBe(true);
    expect(command?.words.map((word) => word.value)).toEqual(['cmd', undefined, 'export=2']);
    expect(command?.assignments.map((one) => [one.name, one.value?.value])).toEqual([
      ['A', '1'],
      ['B', undefined],
    ]);
    expect(command?.redirects.map((one) => [one.descriptor, one.operator, one.target?.value])).toEqual([
      [2, '>&', '1'],
      [undefined, '>', 'out put'],
    ]);
  });

  it('reads words that look like assignments', () => {
    const values = (text: string) => allCommands(parseScript(text))[0]?.words.map(({ value }) => value);
    expect(values('export A=1 B+=2 C="d e" D="$E" F=')).toEqual(['export', 'A=1', 'B+=2', 'C=d e', undefined, 'F=']);
    expect(values('declare A=(b c) D[1]=e')).toEqual(['declare', undefined, undefined]);
  });

  it('tells commands of the list how they stand', () => {
    const [item, next] = topLevel(parseScript('a | b & c'));
    expect(item?.commands.map(({ name, nesting, background }) => [name, nesting, background])).toEqual([
      ['a', ['pipeline'], true],
      ['b', ['pipeline'], true],
    ]);
    expect(next?.commands.map(({ name, nesting, background }) => [name, nesting, background])).toEqual([
      ['c', [], false],
    ]);
  });

  it.each([
    ['(a; b)', ['a', 'b']],
    ['{ (a; b); }', ['a', 'b']],
    ['(a; b) &', []],
    ['(a); b', ['b']],
    ['a; b', ['a', 'b']],
  ])('looks into the one pair of brackets that holds the whole of %s', (text, expected) => {
    expect(innerLevel(parseScript(text)).flatMap(({ commands }) => commands.map(({ name }) => name))).toEqual(expected);
  });

  it('gives commands in escaped backticks the position of their substitution', () => {
    const text = 'a `b \\`c\\``';
    expect(allCommands(parseScript(text)).map(({ span }) => text.slice(span.start, span.end))).toEqual([
      text,
      text.slice(2),
      text.slice(2),
    ]);
  });
});

describe('bashisms', () => {
  it.each([
    ['source /env && a', 'source'],
    ['[[ -f x ]]', '[[ ]]'],
    ['a &> log', '&>'],
    ['a |& b', '|&'],
    ['a=(1 2)', 'name=(…)'],
    ['echo ${a//x/y}', '${name/a/b}'],
    ['cat <<< x', '<<<'],
    ['diff <(a) b', '<( )'],
    ['rm {a,b}', '{a,b}'],
    ["echo $'x'", "$'…'"],
  ])('%s', (text, construct) => {
    expect(bashisms(parseScript(text)).map((one) => one.construct)).toEqual([construct]);
  });

  it.each([
    '. /env',
    '[ -f x ] && a',
    'a > log 2>&1',
    '${a%x} ${b:-c} $((1+1))',
    'docker ps --format {{.Names}}',
    'f() { local a; }',
  ])('%s is for every sh', (text) => {
    expect(bashisms(parseScript(text))).toEqual([]);
  });
});
