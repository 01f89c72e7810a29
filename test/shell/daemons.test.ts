import { describe, expect, test } from 'vitest';
import { daemonOf } from '../../src/shell/daemons.ts';

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
  ])('%s', (line, name, foreground) => {
    const daemon = of(line);
    expect(daemon?.name).toBe(name);
    expect(daemon?.foreground?.join(' ')).toBe(foreground);
  });

  test.each(['service mysql start', 'nginx -g pid=/a;', 'pm2 start app.js'])('no sure foreground form: %s', (line) => {
    expect(of(line)).toMatchObject({ foreground: undefined });
  });

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
    '',
  ])('none: %s', (line) => {
    expect(of(line)).toBeUndefined();
  });
});
