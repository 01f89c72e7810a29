import { describe, expect, test } from 'vitest';
import { cachesLeft, isTakenBy } from '../../src/shell/package-cache.ts';
import { hasShort, packageCalls, type PackageCall } from '../../src/shell/package-calls.ts';
import { listsNeededBy, needsListsOtherwise, separateUpdates } from '../../src/shell/package-lists.ts';
import { parseScript } from '../../src/shell/parse.ts';

function only(text: string): PackageCall {
  const [call, ...more] = packageCalls(parseScript(text));
  if (call === undefined || more.length > 0) throw new Error(`${more.length} calls in ${text}`);
  return call;
}

const operandsOf = (text: string): readonly string[] => only(text).operands.map((word) => word.text);

describe('a command of a package manager', () => {
  test.each([
    ['apt-get install a b', 'install', ['a', 'b']],
    ['apt-get -t stable -o A=b install a --no-install-recommends b', 'install', ['a', 'b']],
    ['sudo -E apt-get -yt stable install a', 'install', ['a']],
    ['apk add -t .deps --repository http://x a', 'install', ['a']],
    ['yum group install "Development Tools"', 'install', ['"Development Tools"']],
    ['python3 -m pip install -r r.txt --target t a', 'install', ['a']],
    ['pip3.12 install -- -odd', 'install', ['-odd']],
    ['yarn global add a', 'install', ['a']],
    ['yarn --frozen-lockfile', 'install', []],
    ['zypper --non-interactive dup', 'full-upgrade', []],
    ['apt-get update', 'refresh', []],
    ['yarn cache clean', 'clean', []],
  ])('%s', (text, action, operands) => {
    expect(only(text).action).toBe(action);
    expect(operandsOf(text)).toEqual(operands);
  });

  test.each([
    'apt-get check a',
    'yarn build',
    'pip list',
    'echo apt-get install a',
    'toString install a',
    'apt-get constructor a',
  ])('none of interest: %s', (text) => {
    expect(packageCalls(parseScript(text))).toEqual([]);
  });

  test('an option goes behind the subcommand, in the words of the script', () => {
    const text = 'A=b sudo yum -q group install x';
    expect(text.slice(0, only(text).optionAt)).toBe('A=b sudo yum -q group install');
    expect(only('echo `pip install a \\$B`').optionAt).toBeUndefined();
  });

  test('options in front of the subcommand are not those behind it', () => {
    const { globals, options } = only('zypper -n --gpg-auto-import-keys in -y a');
    expect([globals, options]).toEqual([['-n', '--gpg-auto-import-keys'], ['-y']]);
  });

  test('a letter that begins the value of another is none', () => {
    expect(hasShort(only('apt-get -yq install a'), 'y')).toBe(true);
    expect(hasShort(only('apt-get -ty install a'), 'y')).toBe(false);
    expect(hasShort(only('apt-get --y install a'), 'y')).toBe(false);
  });

  test.each(['apt-get install $OPTS a', 'apt-get install "$@"', 'pip install ${PIP_ARGS} a'])(
    'options may hide in a variable: %s',
    (text) => {
      expect(only(text).hasHiddenOptions).toBe(true);
    },
  );

  test('a variable of packages hides none', () => {
    expect(only('apt-get install $PACKAGES').hasHiddenOptions).toBe(false);
  });
});

describe('caches', () => {
  const left = (text: string): readonly string[] =>
    cachesLeft(parseScript(text)).map(({ cache, calls }) => `${cache.code ?? ''} ${calls.length}`);

  test('each manager has its own, until it is cleaned', () => {
    expect(left('apt-get update && pip install a && pip install b && yum install c && yum clean all')).toEqual([
      'DL3009 1',
      'DL3042 2',
    ]);
  });

  test.each([
    'rm -rf /var/lib/apt/lists/*',
    'rm -rf /var/lib/apt/lists/',
    'rm -rf /var//lib/apt/lists/.',
    'rm -rf "/var/lib/apt/lists"',
    'rm -rf /var/lib/apt',
    'rm -rf /tmp/* /var/lib/apt/lists/*',
    'rm -rf /var/lib/{apt,dpkg}/lists/*',
    'rm -rf /var/{cache,lib/{x}} /var/lib/apt/lists/*',
    'rm -rf /{tmp,var/lib/apt/lists}',
    'rm -rf /var/{tmp,lib}/{apt,x}/lists/*',
    'find /var/lib/apt/lists -type f -delete',
    'find /var/lib/apt/lists -exec rm {} +',
    'rm -rf $APT_CACHE',
    'rm -rf "${cache_dir}"/x',
    './cleanup.sh',
    'apt-get clean && rm -r /var/lib/apt/lists',
  ])('removed by %s', (removal) => {
    expect(left(`apt-get update && ${removal}`)).toEqual([]);
  });

  test.each([
    'rm -rf /var/lib/apt/list',
    'rm -rf /var/lib/apt/lists/partial',
    'rm -rf /',
    'rm -rf /var/lib/apt/l*/partial',
    'rm -rf $A/cache',
    'find /var/lib/apt/lists -type f',
    'find /var/lib/apt/lists -x-delete',
    'find /var/lib/apt/lists -deleted',
    'ls /var/lib/apt/lists',
    'mv /var/lib/apt/lists /a',
    'apt-get clean',
    'pip cache purge',
  ])('not removed by %s', (removal) => {
    expect(left(`apt-get update && ${removal}`)).toEqual(['DL3009 1']);
  });

  test.each(['~/.cache', '$HOME/.cache/pip', '"${HOME}"/.cache', '/root/.cache', '/home/app/.cache', '/root//.cache'])(
    'home is %s too',
    (folder) => {
      expect(left(`pip install a && rm -rf ${folder}`)).toEqual([]);
    },
  );

  test.each(['/home/.cache', '/x/root/.cache', '/rooted/.cache', '/root'])('but not %s', (folder) => {
    expect(left(`pip install a && rm -rf ${folder}`)).toEqual(['DL3042 1']);
  });

  test('filled again after the removal', () => {
    expect(left('yum install a; yum clean all; yum install b')).toEqual(['DL3032 1']);
  });

  test.each(['/var/lib/apt', '/var/lib/apt/lists', '/var/lib/apt/lists/', '/var/lib'])('a mount at %s', (target) => {
    const [found] = cachesLeft(parseScript('apt-get update'));
    expect(found && isTakenBy(found.cache, target)).toBe(true);
  });

  test.each(['/', '/var/cache/apt', '/var/lib/apt/lists/partial', '/var/li'])('no mount at %s', (target) => {
    const [found] = cachesLeft(parseScript('apt-get update'));
    expect(found && isTakenBy(found.cache, target)).toBe(false);
  });
});

describe('lists', () => {
  test('an update of its own, and who uses it until the next', () => {
    const scripts = ['apt-get update', 'apt-get install a', 'make', 'apt-get install b', 'apt-get update', 'make'];
    const found = separateUpdates(scripts.map(parseScript));
    expect(found.map(({ at, uses }) => [at, uses.map((use) => use.at)])).toEqual([[0, [1, 3]]]);
  });

  test.each([
    ['apt-get install a', 1],
    ['apt-get install a; apt-get update', 1],
    ['apt-get update; apt-get install a', 0],
    ['apk add a', 1],
    ['apk add -U a', 0],
    ['apt-get install ./a.deb', 0],
    ['yum install a', 0],
    ['apt-get install', 0],
    ['apt-get install /tmp/a.deb', 0],
    ['apt-get install a.deb', 0],
    ['apt-get install "a.deb"', 0],
    ['apt-get install "./a.deb"', 0],
    ['apt-get install $A.deb', 1],
    ['apt-get install a.deb b', 1],
    ['apt-get install x./a', 1],
    ['apt-get install a.debug', 1],
    ['apt-get upgrade', 1],
    ['apt-get dist-upgrade', 1],
    ['apt-get remove a', 0],
    ['apt-get autoremove', 0],
    ['apk --update add a', 0],
    ['pip install a', 0],
  ])('%s needs %d', (text, count) => {
    expect(listsNeededBy(parseScript(text))).toHaveLength(count);
  });

  test.each([
    ['apt-get install -f', true],
    ['apt-get install ./a.deb', true],
    ['apt-get install a', false],
    ['apt-get source a', true],
    ['apt download a', true],
    ['aptitude show a', true],
    ['sudo apt-get satisfy a', true],
    ['apt-cache policy a', true],
    ['gdebi a.deb', true],
    ['apt-get remove a', false],
    ['apt-get autoremove showy', false],
    ['apt-get remove myshow', false],
    ['myapt source a', false],
    ['apt-getx source a', false],
    ['source a', false],
    ['apk add ./a.apk', false],
    ['apt-get update; apt-get install ./a.deb', false],
    ['apt-get install ./a.deb; apt-get update', true],
    ['make', false],
  ])('%s needs lists, and not to install by name: %s', (text, expected) => {
    const apt = only('apt-get update').manager;
    expect(needsListsOtherwise(parseScript(text), apt)).toBe(expected);
  });

  test('an update that is joined to an install of its own opens nothing when it removes the lists', () => {
    const uses = (...scripts: readonly string[]): readonly (readonly string[])[] =>
      separateUpdates(scripts.map(parseScript)).flatMap((update) =>
        update.uses.map(({ calls }) => calls.map(({ command }) => command.words.map(({ text }) => text).join(' '))),
      );
    const install = 'apt-get update && apt-get install a';
    expect(uses('apt-get update', install, 'apt-get install b')).toEqual([['apt-get install b']]);
    expect(uses('apt-get update', `${install} && rm -r /var/lib/apt/lists`, 'apt-get install b')).toEqual([]);
    expect(uses(install, 'add-apt-repository ppa:x', 'apt-get install b')).toEqual([]);
    expect(uses(install, 'curl https://x | sudo -E bash -', 'apt-get install b')).toEqual([]);
    expect(uses('apt-get update', 'add-apt-repository ppa:x', 'apt-get install b')).toEqual([['apt-get install b']]);
    expect(uses('apt-get update', 'apk add a')).toEqual([]);
    expect(uses('apt-get update', 'apt-get remove x && apt-get install b && apt-get install ./c.deb')).toEqual([
      ['apt-get install b'],
    ]);
  });
});
