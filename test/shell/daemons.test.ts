import { describe, expect, test } from 'vitest';
import { daemonOf, surelyReturns } from '../../src/shell/daemons.ts';

const of = (line: string): ReturnType<typeof daemonOf> => daemonOf(line.split(' '));

describe('daemonOf', () => {
  test.each([
    ['service nginx start', 'nginx', 'nginx -g daemon off;'],
    ['service ssh restart', 'ssh', '/usr/sbin/sshd -D'],
    ['/etc/init.d/cron start', 'cron', 'cron -f'],
    ['systemctl start --now httpd.service', 'httpd', 'httpd -DFOREGROUND'],
    ['invoke-rc.d apache2 start', 'apache2', 'apache2ctl -D FOREGROUND'],
    ['service php8.2-fpm start', 'php8.2-fpm', 'php-fpm8.2 -F'],
    ['nginx', 'nginx', 'nginx -g daemon off;'],
    ['sudo /usr/sbin/sshd', 'sshd', '/usr/sbin/sshd -D'],
    ['httpd -k start', 'httpd', 'httpd -DFOREGROUND'],
    ['redis-server /etc/redis.conf --daemonize yes', 'redis-server', 'redis-server /etc/redis.conf'],
    ['mongod --fork --dbpath /d', 'mongod', 'mongod --dbpath /d'],
    ['catalina.sh start', 'catalina.sh', 'catalina.sh run'],
    ['/etc/rc.d/init.d/nginx start', 'nginx', 'nginx -g daemon off;'],
    ['initctl start cron', 'cron', 'cron -f'],
    ['rc-service crond start', 'crond', 'crond -n'],
    ['apachectl start', 'apachectl', 'apachectl -D FOREGROUND'],
    ['apache2 -k restart', 'apache2', 'apache2 -D FOREGROUND'],
    ['redis-server --daemonize yes', 'redis-server', 'redis-server'],
    ['gunicorn -D app:app', 'gunicorn', 'gunicorn app:app'],
    ['php-fpm8.2 -y /a', 'php-fpm8.2', 'php-fpm8.2 -y /a -F'],
    ['httpd -f /a', 'httpd', 'httpd -f /a -DFOREGROUND'],
    ['named -u a', 'named', 'named -u a -f'],
    ['sshd -g 5', 'sshd', 'sshd -g 5 -D'],
  ])('%s', (line, name, foreground) => {
    const daemon = of(line);
    expect(daemon?.name).toBe(name);
    expect(daemon?.foreground?.join(' ')).toBe(foreground);
  });

  test.each(['service mysql start', 'nginx -g pid=/a;', 'pm2 start app.js', '/opt/tomcat/bin/startup.sh'])(
    'no sure foreground form: %s',
    (line) => {
      expect(of(line)).toMatchObject({ foreground: undefined });
    },
  );

  test.each([
    'service nginx stop',
    'systemctl enable nginx',
    'nginx -t',
    'nginx -qt',
    'nginx -s reload',
    'sshd -t',
    'sshd -De',
    'cron -f',
    'httpd -DFOREGROUND',
    'php-fpm',
    'php-fpm8.2 -F',
    'redis-server',
    'mongod',
    'node server.js',
    'pm2 start app.js --no-daemon',
    'pm2 list',
    'catalina.sh run',
    '/opt/app/startup.sh',
    '/opt/tomcat/bin/shutdown.sh',
    'systemctl start',
    'systemctl --now start',
    'notctl start cron',
    'x/etc/init.d/cron start',
    '/etc/init.d/cron/x start',
    '/etc/init.d/cron status',
    '/etc/rc.d/init.d/nginx stop',
    'myhttpd start',
    'httpd2 start',
    'httpd -k graceful start',
    'valkey --daemonize yes',
    'my-php-fpm8.2 -y /a',
    'php-fpm8.2.sh -y /a',
    'php-fpm8.2 -m',
    './cron',
    '',
  ])('none: %s', (line) => {
    expect(of(line)).toBeUndefined();
  });
});

test.each([
  ['service a start', true],
  ['sshd', true],
  ['gunicorn -D app:app', true],
  ['nginx', false],
  ['php-fpm8.2', false],
  ['sshd -D', false],
  ['node app.js', false],
])('%s goes to the background whatever a configuration says: %s', (line, expected) => {
  expect(surelyReturns(line.split(' '))).toBe(expected);
});

test.each([
  ['nginx', 'daemon  off;'],
  ['php-fpm8.2', 'daemonize = no'],
  ['php-fpm8.2', 'daemonize=no'],
  ['lighttpd', 'server.daemonize = 0'],
  ['supervisord', 'nodaemon=true'],
])('the configuration of %s may keep it: %s', (line, text) => {
  expect(text).toMatch(of(line)!.unless!);
});
