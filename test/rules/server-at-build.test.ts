import { rule } from '../../src/rules/server-at-build.ts';
import { testRule } from '../support/test-rule.ts';

testRule(rule, {
  valid: [
    'FROM x\nRUN mongod --version\n',
    'FROM x\nRUN nginx -t\n',
    'FROM x\nRUN redis-server --version && rm -rf /tmp\n',
    'FROM x\nRUN (redis-server &) && sleep 1 && make test\n',
    'FROM x\nRUN redis-server & sleep 1; make test\n',
    'FROM x\nRUN mysqld --initialize-insecure\n',
    'FROM x\nRUN mysqld --bootstrap < /setup.sql\n',
    'FROM x\nRUN timeout 20 mysqld || true\n',
    'FROM x\nRUN apt-get install -y openssh-server nginx redis-server\n',
    'FROM x\nRUN npm start --help\n',
    'FROM x\nRUN npm run build\n',
    'FROM x\nRUN python manage.py migrate\n',
    'FROM x\nRUN postgres --single -jE template1 </setup.sql\n',
    'FROM x\nRUN make a & make b & wait\n',
    { name: 'a daemon in the background is service-at-build', code: 'FROM x\nRUN nginx\n' },
    { name: 'as a fallback', code: 'FROM x\nRUN make || npm start\n' },
    { name: 'CMD is the place', code: 'FROM x\nCMD ["npm", "start"]\n' },
    { name: 'PowerShell', code: 'FROM x\nSHELL ["powershell", "-Command"]\nRUN npm start\n' },
  ],
  invalid: [
    {
      code: 'FROM node:20\nRUN npm start\n',
      findings: [{ at: 'npm start', message: 'this RUN never ends' }],
      unsafe: 'FROM node:20\nCMD ["npm", "start"]\n',
    },
    {
      code: 'FROM python:3.12\nRUN python manage.py runserver 0.0.0.0:8000\nEXPOSE 8000\n',
      findings: [{ at: 'python manage.py runserver 0.0.0.0:8000' }],
      unsafe: 'FROM python:3.12\nCMD ["python", "manage.py", "runserver", "0.0.0.0:8000"]\nEXPOSE 8000\n',
    },
    {
      name: 'exec form',
      code: 'FROM x\nRUN ["node", "server.js"]\n',
      findings: [{ at: 'RUN ["node", "server.js"]' }],
      unsafe: 'FROM x\nCMD ["node", "server.js"]\n',
    },
    {
      name: 'work in front of it stays a RUN',
      code: 'FROM x\r\nRUN npm ci && \\\r\n  npm start\r\n',
      findings: [{ at: 'npm start' }],
      unsafe: 'FROM x\r\nRUN npm ci\r\nCMD ["npm", "start"]\r\n',
    },
    {
      name: 'a daemon that is told to stay',
      code: 'FROM x\nRUN nginx -g "daemon off;"\n',
      findings: [{ at: 'nginx -g "daemon off;"' }],
      unsafe: 'FROM x\nCMD ["nginx", "-g", "daemon off;"]\n',
    },
    {
      name: 'a CMD exists: words only',
      code: 'FROM x\nRUN npm start\nCMD ["npm", "start"]\n',
      findings: [{ at: 'npm start', message: 'Start it with CMD' }],
    },
    {
      name: 'more is built later: words only',
      code: 'FROM x\nRUN npm start\nCOPY . .\n',
      findings: [{ at: 'npm start' }],
    },
    {
      name: 'it needs the directory of its shell: words only',
      code: 'FROM x\nRUN cd /app && npm start\n',
      findings: [{ at: 'npm start' }],
    },
    {
      name: 'a stage that others copy from: words only',
      code: 'FROM x AS a\nRUN gunicorn app:app\nFROM x\nCOPY --from=a / /\n',
      findings: [{ at: 'gunicorn app:app' }],
    },
    {
      name: 'left in the background',
      code: 'FROM x\nRUN Xvfb :99 -ac &\n',
      findings: [{ at: 'Xvfb :99 -ac &', message: 'dies when this RUN ends' }],
    },
    {
      name: 'whatever it is',
      code: 'FROM x\nRUN ./prepare.sh && nohup ./daemon >/dev/null 2>&1 &\n',
      findings: [{ at: { line: 2 } }],
    },
    {
      name: 'inside ONBUILD: words only',
      code: 'FROM x\nONBUILD RUN npm start\n',
      findings: [{ at: 'npm start' }],
    },
    {
      name: 'in a heredoc: words only',
      code: 'FROM x\nRUN <<EOF\nnpm ci\nnpm start\nEOF\n',
      findings: [{ at: 'npm start' }],
    },
  ],
});
