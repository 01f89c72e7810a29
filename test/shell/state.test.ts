import { describe, expect, test } from 'vitest';
import { allCommands } from '../../src/shell/commands.ts';
import { parseScript } from '../../src/shell/parse.ts';
import { stateKind, swallowedWord } from '../../src/shell/state.ts';

function only(script: string) {
  const [command] = allCommands(parseScript(script));
  if (command === undefined) throw new Error(`no command in ${script}`);
  return command;
}

describe('stateKind', () => {
  test.each([
    ['cd /x', 'cd'],
    ['export A=b', 'export'],
    ['export "A=b"', 'export'],
    ['alias a=b', 'alias'],
    ['umask 022', 'umask'],
    ['ulimit -n 1024', 'ulimit'],
    ['set -e', 'set'],
    ['. venv/bin/activate', 'source'],
    ['source /root/.bashrc', 'source'],
    ['source "/root/.bashrc"', 'source'],
    ['eval "$(pyenv init -)"', 'eval'],
    ['eval "$(/root/.pyenv/bin/pyenv virtualenv-init -)"', 'eval'],
    ['eval `ssh-agent -s`', 'eval'],
    ['eval $(opam config env)', 'eval'],
    ['eval "$(conda shell.bash hook)"', 'eval'],
  ])('%s changes its own shell', (script, kind) => {
    expect(stateKind(only(script))).toBe(kind);
  });

  test.each([
    'export',
    'export -p',
    'alias',
    'alias a',
    'umask',
    'umask -S',
    'ulimit -a',
    'set',
    'make',
    'source',
    '.',
    'eval "$(./build.sh)"',
    'eval "make all"',
    'eval "$(pyenv install 3.12)"',
    'eval "$(pyenv init -; make)"',
    'eval $(opam env) make',
  ])('%s does not', (script) => {
    expect(stateKind(only(script))).toBeUndefined();
  });

  test.each([
    ...[
      'activate',
      '.profile',
      'profile',
      '.bash_profile',
      '.bashrc',
      '.zshrc',
      'bashrc',
      'bash.bashrc',
      '.env',
      'env',
    ],
    ...['env.sh', 'my_env.sh', 'my-env.sh', 'environment.sh', 'env-setup.sh', 'env_setup.sh', 'environment'],
    ...['setup.bash', 'setup.zsh', 'nvm.sh', 'conda.sh', 'sdkman-init.sh', 'setvars.sh'],
  ])('%s is known to set variables', (name) => {
    expect(stateKind(only(`. /opt/x/${name}`))).toBe('source');
  });

  test.each([
    'build.sh',
    'deactivate',
    'activate.py',
    'rc',
    'x.bashrc.d',
    'env.shx',
    'setup.sh',
    'nvmxsh',
    'install-env.sh.in',
  ])('%s may do the work of the RUN', (name) => {
    expect(stateKind(only(`. /opt/x/${name}`))).toBeUndefined();
  });
});

describe('swallowedWord', () => {
  test.each([
    ['cd src make', 'cd', 'make'],
    ['cd -P src make', 'cd', 'make'],
    ['set -e make', 'set', 'make'],
    ['set -ex make all', 'set', 'make'],
  ] as const)('of %s', (script, kind, word) => {
    expect(swallowedWord(kind, only(script))).toBe(word);
  });

  test.each([
    ['cd src', 'cd'],
    ['cd -P src', 'cd'],
    ['set -e', 'set'],
    ['set -o pipefail', 'set'],
    ['set +o errexit', 'set'],
    ['set -eo pipefail', 'set'],
    ['set -- a b', 'set'],
    ['export a b', 'export'],
  ] as const)('there is none in %s', (script, kind) => {
    expect(swallowedWord(kind, only(script))).toBeUndefined();
  });
});
