import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { parseScript } from '../../src/shell/parse.ts';
import { unknownToDash } from '../../src/shell/unknown-to-dash.ts';
import { applyEdits } from '../../src/text/edit.ts';

const dash = spawnSync('dash', ['-c', 'true']).status === 0;
const bash = spawnSync('bash', ['-c', 'true']).status === 0;

interface Run {
  readonly status: number | null;
  readonly output: string;
}

/** In an empty environment and a folder in which nothing is made. */
function run(shell: string, script: string): Run {
  const { status, stdout } = spawnSync(shell, ['-c', script], { cwd: '/', encoding: 'utf8', env: {}, timeout: 10_000 });
  return { status, output: stdout };
}

const different: readonly string[] = [
  'if [[ a == a ]]; then echo yes; else echo no; fi',
  "printf %s $'a\\tb'",
  'cat <<< x',
  'cat <(echo x)',
  'for ((i = 0; i < 2; i++)); do echo $i; done',
  'x=(a b); echo $x',
  'echo a |& cat',
  'x=a; x+=b; echo $x',
  'x=aba; echo ${x//a/b}',
  'x=abc; echo ${x:1:1}',
  'x=a; echo ${x^^}',
  'source /dev/null && echo ok',
  'pushd / > /dev/null && echo ok',
  'shopt -s dotglob && echo ok',
  'declare x=1; echo $x',
  'let x=1+1; echo $x',
  '(echo a; exit 3) &>/dev/null && echo ok',
  'echo -e "a\\tb"',
  'echo -ne "a\\tb"',
  '[ a == a ] && echo same',
  'test a == a && echo same',
  'set -o pipefail; false | true; echo $?',
  'set -euxo pipefail; echo on',
  'ls -d /{dev,proc}',
  'for i in {1..3}; do echo $i; done',
];

describe.runIf(dash && bash)('what dash does not read as Bash does', () => {
  test.each(different)('%s', (script) => {
    const [found] = unknownToDash(parseScript(script));
    expect(found).toBeDefined();
    expect(run('dash', script)).not.toEqual(run('bash', script));
  });

  test.each(different)('written for both, where that is offered: %s', (script) => {
    const edits = unknownToDash(parseScript(script)).flatMap((one) => one.edits);
    if (edits.length === 0) return;
    const edited = applyEdits(script, edits);
    expect(unknownToDash(parseScript(edited))).toEqual([]);
    expect(run('dash', edited)).toEqual(run('bash', script));
  });
});

test.each([
  '. /etc/os-release && echo ok',
  '[ a = a ] && echo same',
  'echo "a\\tb" "{a,b}" -e',
  'echo -n a',
  "awk '{ print $1, $2 }' x",
  'curl -O https://example.com/{a,b}.txt',
  'find / -name x -exec echo {} +',
  'set -eux',
  'set -e -o errexit',
  '(( find / | xargs rm || true ))',
  'bash -c "source /x; [[ a == b ]]"',
  'echo a > /dev/null 2>&1',
  'export A=1 B=2',
])('is the same to both: %s', (script) => {
  expect(unknownToDash(parseScript(script))).toEqual([]);
});
