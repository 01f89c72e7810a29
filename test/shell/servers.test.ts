import { expect, test } from 'vitest';
import { servesInForeground } from '../../src/shell/servers.ts';

const serves = (line: string): boolean => servesInForeground(line.split(' '));

test.each([
  'npm start',
  'npm run dev',
  'yarn start',
  'python3 manage.py runserver',
  'python -m http.server 80',
  'python -m gunicorn app:app',
  'bundle exec puma -C c.rb',
  'npx http-server',
  'php -S 0.0.0.0:80',
  'redis-server /etc/redis.conf',
  'apachectl -D FOREGROUND',
  'sshd -D -e',
  'exec gosu app mongod --bind_ip_all',
  'tail -f /dev/null',
])('serves: %s', (line) => {
  expect(serves(line)).toBe(true);
});

test.each([
  'npm install',
  'npm run build',
  'npm start --help',
  'node build.js',
  'python setup.py install',
  'mongod --version',
  'mysqld --initialize-insecure',
  'mysqld --daemonize',
  'gunicorn --check-config app:app',
  'gunicorn --daemon app:app',
  'timeout 10 redis-server',
  'tail -n 5 /a',
  'nginx',
  'php artisan migrate',
  '',
])('ends: %s', (line) => {
  expect(serves(line)).toBe(false);
});
