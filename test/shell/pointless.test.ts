import { describe, expect, test } from 'vitest';
import { callsOf } from '../../src/shell/calls.ts';
import { parseScript } from '../../src/shell/parse.ts';
import { pointlessReason } from '../../src/shell/pointless.ts';

/** Why the first command of a script that is well known for it has no place in a build. */
function reason(text: string, isFirst = true): string | undefined {
  const known =
    /^(?:vi|vim|emacs|nano|ps|free|uptime|dmesg|reboot|kill|pkill|mount|sysctl|ifconfig|ssh|service|systemctl)$/;
  const call = callsOf(parseScript(text)).find(({ name }) => known.test(name))!;
  return pointlessReason(call, isFirst);
}

describe('a build has no use for', () => {
  test.each([
    ['vim /etc/hosts', 'keys'],
    ['sudo nano a', 'keys'],
    ['vi +', 'keys'],
    ['vim --cmds a', 'keys'],
    ['ps aux', 'screen'],
    ['free -m && a', 'screen'],
    ['(uptime)', 'screen'],
    ['{ dmesg; }', 'screen'],
    ['ps > /dev/null', 'screen'],
    ['ps 2>&1', 'screen'],
    ['ps < a', 'screen'],
    ['reboot', 'machine'],
    ['kill 1234', 'processes'],
    ['pkill -f x-l', 'processes'],
    ['kill -9 -01', 'processes'],
    ['mount -t tmpfs none /a', 'kernel'],
    ['sysctl -w a=1', 'kernel'],
    ['sysctl -p', 'kernel'],
    ['sysctl a=1', 'kernel'],
    ['ifconfig eth0 up', 'kernel'],
    ['ifconfig eth0 down', 'kernel'],
    ['ssh user@host ls', 'login'],
    ['ssh a-N', 'login'],
    ['service x stop', 'service'],
    ['service --skip-redirect x reload', 'service'],
    ['service x status', 'service'],
    ['systemctl stop x', 'service'],
    ['systemctl --now reload x', 'service'],
  ])('%s: %s', (text, expected) => {
    expect(reason(text)).toBe(expected);
  });

  test.each([
    'vim --version',
    'vim --help',
    'ssh -V',
    'vim +PlugInstall +qall',
    'vim -es -u a',
    'vim -c x a',
    'emacs -batch -l a',
    'emacs --script a',
    'vi a < b > c',
    'ps aux | grep x',
    'ps > a',
    'ps >> a',
    'ps &> a',
    'a=$(free)',
    'if ps; then a; fi',
    'a || uptime | b',
    'kill -l',
    'kill -0 1',
    'kill',
    'mount',
    'mount | grep a',
    'mount /a > b',
    'if mount /a; then b; fi',
    'sysctl a',
    'ifconfig eth0',
    'ifconfig backup',
    'ifconfig upper downer',
    'ssh',
    'ssh host > a',
    'ssh host < a',
    'ssh host ls | a',
    'ssh -N host',
    'ssh -T git@x',
    'ssh -o StrictHostKeyChecking=no host',
    'service x start',
    'service stop start',
    'service x',
    'systemctl enable stop',
    'systemctl nonstop x',
    'systemctl stopped x',
  ])('but for %s', (text) => {
    expect(reason(text)).toBeUndefined();
  });

  test('what ran before in the same RUN may have left a process', () => {
    expect(reason('kill 1', false)).toBeUndefined();
    expect(reason('service x stop', false)).toBeUndefined();
    expect(reason('ps', false)).toBe('screen');
  });
});
