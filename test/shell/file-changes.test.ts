import { expect, test } from 'vitest';
import { mayChange } from '../../src/shell/file-changes.ts';

const path = '/app/bin/start.sh';

test.each([
  'chmod +x /app/bin/start.sh',
  'chmod -R 755 /app',
  'chmod +x *.sh',
  'chmod a+x bin/*',
  'chmod 755 bin',
  'chmod +x $SCRIPT',
  'chmod +x /app/bin/*',
  'find /app -name "*.sh" -exec chmod +x {} +',
  'ls | xargs chmod +x',
  "sed -i 's/\\r$//' ./start.sh",
  'dos2unix start.sh',
  'cp -r . /out',
  'mv /app /srv',
  'rm -rf /app/bin/',
  'cd /app && git checkout .',
  './setup.sh',
  'sh -e setup.sh',
  'sh -c "true"',
  '/opt/prepare',
  'make install',
  '. ./env',
  '$TOOL x',
  'env A=1 start.sh',
  '# start.sh',
  'chmod -R 755 ./app/',
  'cd /app && chmod -R 755 ./bin//',
  'cd /app/bin && chmod -R 755 .',
  'cd /app/bin && chmod -R 755 ././',
  'cd /app/lib && chmod -R 755 ../bin',
  'cp x /app/bin',
  'x/usr/bin/python3 y',
  'busybox chmod 1',
  'echo "',
])('%s may', (text) => {
  expect(mayChange(text, path)).toBe(true);
});

test.each([
  'apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*',
  'npm ci',
  'chmod 600 /etc/key',
  'chmod +x /usr/local/bin/tini',
  'mkdir -p /app/bin/data',
  'rm -rf node_modules /tmp/*',
  'chown -R app:app /app',
  'curl -fsSL https://example.org/a.tgz | tar xz -C /opt',
  'bash',
  '/usr/bin/python3 -m venv /venv',
  'ln -s /bin/bash /bin/x',
  'A=1',
  'chmod 0755',
  'chmod u=rwX,go=rX /etc/key',
  'chmod =r /etc/key',
  'chmod a+x bi',
  'chmod 755 in',
  'chmod +x /ap /app/b /app/bin/start',
  'cp /opt/*.sh /srv/',
  'bash --version',
  'sh -e',
  '/bin/ls /app',
  '/sbin/ldconfig',
  '/usr/local/bin/npm ci',
])('%s does not', (text) => {
  expect(mayChange(text, path)).toBe(false);
});
