import { describe, expect, test } from 'vitest';
import { allCommands, type SimpleCommand } from '../../src/shell/commands.ts';
import { parseScript } from '../../src/shell/parse.ts';
import { filesRemovedBy, filesWrittenBy } from '../../src/shell/written-files.ts';

const command = (text: string): SimpleCommand => allCommands(parseScript(text))[0]!;

describe('the files a command leaves', () => {
  test.each<[string, readonly string[]]>([
    ['echo a > b', ['b']],
    ['echo a >> /b/c', ['/b/c']],
    ['echo a > b 2> c', ['b', 'c']],
    ['cat < a', []],
    ['echo a > /dev/null', []],
    ['echo a > "$B"', []],
    ['echo a > x/dev/', ['x/dev/']],
    ['curl -o a https://x/b', ['a']],
    ['curl -fsSLo /tmp/a https://x/b', ['/tmp/a']],
    ['curl --output a https://x/b', ['a']],
    ['curl -o - https://x/b', []],
    ['curl -o "$A" https://x/b', []],
    ['curl -O https://x/b/c.tgz', ['c.tgz']],
    ['curl -fsSOL https://x/c.tgz', ['c.tgz']],
    ['curl --remote-name http://x/c', ['c']],
    ['curl -O https://x/a -O ftp://x/b', ['a', 'b']],
    ['curl -O https://x/a?b=c', []],
    ['curl -O https://x/a/', []],
    ['curl -O "$URL"', []],
    ['curl -O x/https://y/z', []],
    ['curl https://x/b', []],
    ['curl --remote-name-not https://x/b', []],
    ['curl x-O https://x/b', []],
    ['curl x-o a https://x/b', []],
    ['sudo curl -o a https://x/b', ['a']],
    ['wget https://x/a.tgz', ['a.tgz']],
    ['wget -q https://x/a.tgz', ['a.tgz']],
    ['wget -O b https://x/a.tgz', ['b']],
    ['wget -qO b https://x/a.tgz', ['b']],
    ['wget --output-document b https://x/a.tgz', ['b']],
    ['wget --output-document=b https://x/a.tgz', []],
    ['wget -qO- https://x/a.tgz', []],
    ['wget -O - https://x/a.tgz', []],
    ['wget -P /b https://x/a.tgz', []],
    ['wget -qP /b https://x/a.tgz', []],
    ['wget --directory-prefix=/b https://x/a.tgz', []],
    ['wget -i list https://x/a.tgz', []],
    ['wget --input-file=b https://x/a.tgz', []],
    ['wget $OPTS https://x/a.tgz', []],
    ['wget https://x/-O', ['-O']],
    ['wget http://x.org', []],
    ['tool -O https://x/a', []],
  ])('%s: %j', (text, files) => {
    expect(filesWrittenBy(command(text))).toEqual(files);
  });
});

describe('the files rm removes', () => {
  test.each<[string, readonly string[]]>([
    ['rm a b', ['a', 'b']],
    ['rm -rf -- /a', ['/a']],
    ['sudo /bin/rm -f a', ['a']],
    ['sudo -u rmx rm a', ['a']],
    ['rm "$A" b', ['b']],
    ['rm *.x b', ['b']],
    ['rm "" b', ['b']],
    ['rmdir a', []],
    ['mv a b', []],
  ])('%s: %j', (text, files) => {
    expect(filesRemovedBy(command(text))).toEqual(files);
  });
});
