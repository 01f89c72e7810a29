import { describe, expect, test } from 'vitest';
import { idleAssignments } from '../../src/shell/idle-assignments.ts';
import { parseScript } from '../../src/shell/parse.ts';

/** `A B → next`: the names that nothing can see, and the command behind them. */
function idle(text: string, inherited: readonly string[] = []): readonly string[] {
  return idleAssignments(parseScript(text), (name) => inherited.includes(name)).map(({ assignments, next }) => {
    const names = assignments.map(({ name }) => name).join(' ');
    return next === undefined ? names : `${names} → ${next.commands[0]?.name}`;
  });
}

describe('assignments that nothing behind them sees', () => {
  test.each<[string, readonly string[]]>([
    ['A=1; make', ['A → make']],
    ['A=1 && make && b', ['A → make']],
    ['a; A=1; make', ['A → make']],
    ['A=1 B=2; make', ['A B → make']],
    ['A=1; B=2; make', ['A → make', 'B → make']],
    ['make; A=1', ['A']],
    ['A=1', ['A']],
    ['A=; make', ['A → make']],
    ['A=1; make; B=$(c)', ['A → make']],
    ['A=1; set -e; make', ['A → set']],
    ['A=1; set -o pipefail; make', ['A → set']],
    ['A=1; set allexport; make', ['A → set']],
    ['A=1; ls -a', ['A → ls']],
    ['A=1; echo export A', ['A → echo']],
    ['A=1; export B=A', ['A → export']],
    ['A=1; AB=2; echo $AB', ['A → echo']],
  ])('%s', (text, expected) => {
    expect(idle(text)).toEqual(expected);
  });

  test.each([
    'A=1 make',
    'A=1; echo $A',
    'A=1; echo "${A%x}"',
    'A=1; export A',
    'A=1; export A=2',
    'A=1; declare A+=2',
    'A=1; readonly A',
    'A=1; unset A',
    'A=1; read A',
    'A=1; let A=2',
    'A=1 B=2; echo $B',
    'A=1; echo ${!B}',
    'A=1; . ./b',
    'A=1; source b',
    'A=1; eval "$b"',
    'A=1; envsubst < b',
    "trap 'echo $A' EXIT; A=1; make",
    'set -a; A=1; make',
    'set -ea; A=1; make',
    'set -o allexport; A=1; make',
    'A=$(date); make',
    'A=`date`; make',
    'PATH=/a; make',
    'IFS=,; make',
    'LC_ALL=C; make',
    'A=1 > b; make',
    'A=1 & make',
    '! A=1; make',
    'A=1 | make',
    'if a; then A=1; fi; make',
    'make',
    '',
  ])('none: %s', (text) => {
    expect(idle(text)).toEqual([]);
  });

  test('a name that is exported already reaches every command', () => {
    expect(idle('A=1; make', ['A'])).toEqual([]);
    expect(idle('A=1 B=2; make', ['B'])).toEqual([]);
    expect(idle('A=1; make', ['B'])).toEqual(['A → make']);
  });
});
