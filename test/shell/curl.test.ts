import { describe, expect, test } from 'vitest';
import { applyEdits } from '../../src/text/edit.ts';
import { allCommands } from '../../src/shell/commands.ts';
import { curlCall, failEdit, ignoresHttpErrors, takesErrorPages, type CurlCall } from '../../src/shell/curl.ts';
import { parseScript } from '../../src/shell/parse.ts';

const read = (text: string): CurlCall | undefined => curlCall(allCommands(parseScript(text))[0]!);

/** What a call does, in words. */
function show(text: string): string {
  const call = read(text)!;
  const { fails, saves, asksElse, asksStatus, discards } = call;
  const said = Object.entries({ fails, saves, asksElse, asksStatus, discards });
  return said.flatMap(([name, holds]) => (holds ? [name] : [])).join(' ');
}

describe('what decides over a download', () => {
  test.each([
    ['curl https://x', ''],
    ['curl -f https://x', 'fails'],
    ['curl -sfL https://x', 'fails'],
    ['curl --fail https://x', 'fails'],
    ['curl --fail-with-body https://x', 'fails'],
    ['curl -so f https://x', 'saves'],
    ['curl -of https://x', 'saves'],
    ['curl -o -f https://x', 'saves'],
    ['curl -H -f https://x', ''],
    ['curl --proto -f https://x', 'fails'],
    ['curl x-f https://x', ''],
    ['curl -o a https://x', 'saves'],
    ['curl -o - https://x', ''],
    ['curl --output a https://x', 'saves'],
    ['curl --output=a https://x', 'saves'],
    ['curl --no-output=a https://x', ''],
    ['curl --output-dir a https://x', ''],
    ['curl -O https://x/a', 'saves'],
    ['curl -sSLO https://x/a', 'saves'],
    ['curl -J https://x/a', 'saves'],
    ['curl --remote-name https://x/a', 'saves'],
    ['curl --remote-header-name https://x/a', 'saves'],
    ['curl https://x > a', 'saves'],
    ['curl https://x >> a', 'saves'],
    ['curl https://x >| a', 'saves'],
    ['curl https://x 2> a', ''],
    ['curl https://x < a', ''],
    ['curl https://x > /dev/null', 'saves asksElse discards'],
    ['curl -o /dev/null https://x', 'saves asksElse discards'],
    ['curl https://x 2> /dev/null', ''],
    ['curl -I https://x', 'asksElse'],
    ['curl --head https://x', 'asksElse'],
    ['curl -X POST https://x', 'asksElse'],
    ['curl -d a https://x', 'asksElse'],
    ['curl --data-binary @a https://x', 'asksElse'],
    ["curl -w '%{http_code}' https://x", 'asksElse asksStatus'],
    ['curl --write-out a https://x', 'asksElse asksStatus'],
    ['curl --version', 'asksElse asksStatus'],
    ['curl -V', 'asksElse asksStatus'],
    ['curl -K a', 'asksElse asksStatus'],
    ['sudo -u a /usr/bin/curl -f https://x', 'fails'],
  ])('%s: %s', (text, expected) => {
    expect(show(text)).toBe(expected);
  });

  test.each(['wget -f https://x', 'recurl https://x', 'A=b', 'echo curl'])('%s is no curl', (text) => {
    expect(read(text)).toBeUndefined();
  });
});

describe('the file it makes', () => {
  test.each([
    ['curl -o /tmp/a.tgz https://x/b', 'a.tgz'],
    ['curl -o "/tmp/a.tgz" https://x/b', 'a.tgz'],
    ['curl -fsSLo a.tgz https://x/b', 'a.tgz'],
    ['curl -O https://x/y/a.tgz', 'a.tgz'],
    ['curl -O "https://x/$V/a.tgz"', 'a.tgz'],
    ['curl -O https://x/a.tgz?b=c#d', 'a.tgz'],
    ['curl --remote-name https://x/a.tgz', 'a.tgz'],
    ['curl https://x/b > /tmp/c++-1_2@3', 'c++-1_2@3'],
    ['curl -J https://x/b', undefined],
    ['curl -o "$A/" https://x/b', undefined],
    ['curl https://x/b', undefined],
    ['curl -O', undefined],
  ])('%s: %s', (text, file) => {
    expect(read(text)!.file).toBe(file);
  });
});

describe('whether an error page passes for what was asked for', () => {
  test.each(['curl https://x/a', 'curl "$URL"', 'curl x.org', 'curl https://x/file://a', 'curl a://localhost'])(
    'it does: %s',
    (text) => {
      expect(takesErrorPages(read(text)!)).toBe(true);
    },
  );

  test.each([
    'curl -f https://x/a',
    'curl -I https://x/a',
    'curl $CURL_OPTS https://x/a',
    'curl "${curlFlags}" https://x/a',
    'curl $ARGS https://x/a',
    'curl ftp://x/a',
    'curl ftps://x/a',
    'curl file:///a',
    'curl scp://x/a',
    'curl "sftp://x/a"',
    'curl localhost:80/a',
    'curl http://localhost/a',
    'curl https://127.0.0.1/a',
    "curl 'http://[::1]/a'",
  ])('it does not: %s', (text) => {
    expect(takesErrorPages(read(text)!)).toBe(false);
  });
});

describe('-f goes', () => {
  test.each([
    ['curl https://x', 'curl -f https://x'],
    ['curl -sSL https://x', 'curl -fsSL https://x'],
    ['curl -o a https://x', 'curl -fo a https://x'],
    ['curl --silent -L https://x', 'curl --silent -fL https://x'],
    ['curl --silent https://x', 'curl -f --silent https://x'],
    ['curl -H -L https://x', 'curl -fH -L https://x'],
    ['sudo curl -s https://x', 'sudo curl -fs https://x'],
  ])('%s: %s', (text, expected) => {
    expect(applyEdits(text, [failEdit(read(text)!)])).toBe(expected);
  });
});

describe('whether a probe calls an error healthy', () => {
  test.each([
    'curl http://localhost/',
    'curl -s localhost:8080',
    'curl -o /dev/null http://localhost/',
    'curl http://localhost/ > /dev/null',
    'curl -I http://localhost/',
    'curl HTTPS://localhost/',
  ])('it does: %s', (text) => {
    expect(ignoresHttpErrors(read(text)!)).toBe(true);
  });

  test.each([
    'curl -f http://localhost/',
    "curl -w '%{http_code}' http://localhost/",
    'curl -o a http://localhost/',
    'curl --version',
    'curl -s',
    'curl telnet://localhost:25',
    'curl -s TELNET://localhost:25',
  ])('it does not: %s', (text) => {
    expect(ignoresHttpErrors(read(text)!)).toBe(false);
  });
});
