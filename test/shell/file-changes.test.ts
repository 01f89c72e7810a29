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
])('%s does not', (text) => {
  expect(mayChange(text, path)).toBe(false);
});
