import { describe, expect, test } from 'vitest';
import { allCommands } from '../../src/shell/commands.ts';
import { parseScript } from '../../src/shell/parse.ts';
import { refusesPage } from '../../src/shell/refused-pages.ts';

const refuses = (text: string, file: string): boolean => refusesPage(allCommands(parseScript(text))[0]!, file);

describe('a command that stops when the file is an error page', () => {
  test.each([
    ['./install.sh', 'install.sh'],
    ['/tmp/tini --version', 'tini'],
    ['/tini -- ./a', 'tini'],
    ['sh install.sh', 'install.sh'],
    ['bash -x /tmp/install.sh', 'install.sh'],
    ['sh "/tmp/install.sh"', 'install.sh'],
    ["sh '/tmp/install.sh'", 'install.sh'],
    ['. /tmp/env', 'env'],
    ['source env', 'env'],
    ['python3.11 get-pip.py', 'get-pip.py'],
    ['python get-pip.py', 'get-pip.py'],
    ['java -jar a.jar', 'a.jar'],
    ['pip install -r a.txt', 'a.txt'],
    ['npm ci', 'package-lock.json'],
    ['bundle install', 'Gemfile'],
    ['composer install', 'composer.json'],
    ['cargo build', 'Cargo.toml'],
    ['mvn package', 'pom.xml'],
    ['apt-get update', 'a.list'],
    ['dnf install a', 'a.repo'],
  ])('%s reads %s', (text, file) => {
    expect(refuses(text, file)).toBe(true);
  });

  test.each([
    ['cat install.sh', 'install.sh'],
    ['mysh install.sh', 'install.sh'],
    ['rejava -jar a.jar', 'a.jar'],
    ['javac a.java', 'a.java'],
    ['php a.php', 'a.php'],
    ['sh install.sh.orig', 'install.sh'],
    ['sh a', 'sh-'],
    ['python a', 'b'],
    ['npm ci', 'my-package.json'],
    ['npm ci', 'package.json5'],
    ['apt-get update', 'a.listing'],
    ['cargo build', 'package.json'],
  ])('%s does not refuse %s', (text, file) => {
    expect(refuses(text, file)).toBe(false);
  });
});
