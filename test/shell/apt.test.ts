import { describe, expect, test } from 'vitest';
import { replacementOf } from '../../src/shell/apt.ts';
import { callsOf } from '../../src/shell/calls.ts';
import { parseScript } from '../../src/shell/parse.ts';
import { applyEdits } from '../../src/text/edit.ts';

function replaced(text: string): string | undefined {
  const script = parseScript(text);
  const found = replacementOf(script, callsOf(script)[0]!);
  if (found === undefined) return undefined;
  const { edits, same, cure } = found;
  return edits === undefined ? cure : `${applyEdits(text, edits)}${same ? '' : ' (not quite)'}: ${cure}`;
}

describe('what a script calls in place of apt', () => {
  const stays = 'does the same, and stays as it is.';

  test.each([
    ['apt update', 'apt-get update: `apt-get update` does the same.'],
    ['apt install -y a', `apt-get install -y a: \`apt-get install\` ${stays}`],
    ['"/usr/bin/apt" install a', `"/usr/bin/apt-get" install a: \`apt-get install\` ${stays}`],
    ['apt -o A=b install a', `apt-get -o A=b install a: \`apt-get install\` ${stays}`],
    ['apt -yt stable install a', `apt-get -yt stable install a: \`apt-get install\` ${stays}`],
    ['apt --option A=b install a', `apt-get --option A=b install a: \`apt-get install\` ${stays}`],
    ['apt upgrade -y', `apt-get upgrade --with-new-pkgs -y: \`apt-get upgrade --with-new-pkgs\` ${stays}`],
    ['apt upgrade --with-new-pkgs', `apt-get upgrade --with-new-pkgs: \`apt-get upgrade\` ${stays}`],
    ['apt install "a*"', `apt-get install "a*" (not quite): \`apt-get install\` ${stays}`],
    ['apt install a$', `apt-get install a$ (not quite): \`apt-get install\` ${stays}`],
    ['apt install a-[b]-', `apt-get install a-[b]- (not quite): \`apt-get install\` ${stays}`],
    ['apt install $A', `apt-get install $A: \`apt-get install\` ${stays}`],
    ['apt install "$A"', `apt-get install "$A": \`apt-get install\` ${stays}`],
    ['apt install a$A', `apt-get install a$A (not quite): \`apt-get install\` ${stays}`],
    ['apt -o "A=*" install a', `apt-get -o "A=*" install a: \`apt-get install\` ${stays}`],
    ['apt install -o=* a', `apt-get install -o=* a: \`apt-get install\` ${stays}`],
    ['apt search a', '`apt-cache search` answers the same, in another layout.'],
    ['apt list', '`dpkg-query -W` lists what is installed, `apt-cache pkgnames` what there is.'],
    ['apt edit-sources', 'apt-get, apt-cache and dpkg are for scripts.'],
  ])('%s', (text, expected) => {
    expect(replaced(text)).toBe(expected);
  });

  test.each(['apt', 'apt --version', 'apt -y', 'apt $A', 'apt install --version'])('nothing for %s', (text) => {
    expect(replaced(text)).toBeUndefined();
  });
});
