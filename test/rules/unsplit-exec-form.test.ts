import { rule } from '../../src/rules/unsplit-exec-form.ts';
import { testRule } from '../support/test-rule.ts';

const fixed = (level: 'safe' | 'unsafe', at: string, before: string, after: string, severity?: 'info') => ({
  code: `FROM x\n${before}\n`,
  findings: [{ at, ...(severity === undefined ? {} : { severity }) }],
  [level]: `FROM x\n${after}\n`,
});

testRule(rule, {
  valid: [
    'FROM x\nCMD ["node", "app.js"]\n',
    'FROM x\nENTRYPOINT ["sh", "-c"]\nCMD ["node app.js"]\n',
    'FROM x\nCMD ["sh", "-c", "node app.js"]\n',
    'FROM x\nENTRYPOINT ["echo"]\nCMD ["Hello World"]\n',
    'FROM x\nENTRYPOINT ["/run"]\nCMD ["node app.js"]\n',
    'FROM x\nENTRYPOINT ["nginx"]\nCMD ["-g", "daemon off;"]\n',
    'FROM x\nCMD ["nginx", "-g daemon off;"]\n',
    'FROM x\nCMD ["app", "-m \'a b\'", "-x it\'s"]\n',
    'FROM x\nCMD ["Plex Media Server"]\n',
    'FROM x\nCMD ["/usr/lib/plexmediaserver/Plex Media Server"]\n',
    'FROM x\nCMD ["C:\\\\Program Files\\\\nodejs\\\\node.exe", "app.js"]\n',
    'FROM x\nENTRYPOINT ["/search.sh"]\nCMD ["Kieler Woche"]\n',
    'FROM x\nCMD ["perl", "-e", "-x y"]\n',
    'FROM x\nCMD ["app", "--message", "hello world", "--title=a b"]\n',
    'FROM x\nCMD ["app", "-e", "-w 2"]\n',
    'FROM x\nCMD []\n',
  ],
  invalid: [
    fixed('safe', '"node app.js"', 'CMD ["node app.js"]', 'CMD ["node", "app.js"]'),
    fixed(
      'safe',
      '"/usr/sbin/apache2ctl -D FOREGROUND"',
      'CMD [ "/usr/sbin/apache2ctl -D FOREGROUND" ]',
      'CMD [ "/usr/sbin/apache2ctl", "-D", "FOREGROUND" ]',
    ),
    fixed(
      'safe',
      '"python manage.py"',
      'CMD ["python manage.py", "runserver"]',
      'CMD ["python", "manage.py", "runserver"]',
    ),
    fixed('safe', '"apt-get update -y"', 'RUN ["apt-get update -y"]', 'RUN ["apt-get", "update", "-y"]'),
    fixed('safe', '"./start.sh now"', 'CMD ["./start.sh now"]', 'CMD ["./start.sh", "now"]'),
    fixed('safe', `"bash -c 'a b'"`, `CMD ["bash -c 'a b'"]`, 'CMD ["bash", "-c", "a b"]'),
    fixed(
      'safe',
      '"curl -f $URL || exit 1"',
      'HEALTHCHECK CMD ["curl -f $URL || exit 1"]',
      'HEALTHCHECK CMD curl -f $URL || exit 1',
    ),
    fixed(
      'unsafe',
      '"/bin/ss -k $PD"',
      'ENTRYPOINT ["/bin/ss -k $PD"]',
      'ENTRYPOINT ["sh", "-c", "exec /bin/ss -k $PD"]',
    ),
    fixed(
      'unsafe',
      '"npm install && npm start"',
      'CMD ["npm install && npm start"]',
      'CMD ["sh", "-c", "npm install && exec npm start"]',
    ),
    fixed(
      'unsafe',
      '"-w 2"',
      'CMD ["gunicorn", "-w 2", "-b 0:9", "app"]',
      'CMD ["gunicorn", "-w", "2", "-b", "0:9", "app"]',
      'info',
    ),
    fixed('safe', '"--bind 0:9"', 'CMD ["gunicorn", "--bind 0:9", "app"]', 'CMD ["gunicorn", "--bind", "0:9", "app"]'),
    fixed(
      'safe',
      '"--dir /w"',
      'ENTRYPOINT ["/usr/bin/w"]\nCMD ["--dir /w"]',
      'ENTRYPOINT ["/usr/bin/w"]\nCMD ["--dir", "/w"]',
    ),
    fixed(
      'unsafe',
      '"--dir /w"',
      'ENTRYPOINT ["/run.sh"]\nCMD ["--dir /w"]',
      'ENTRYPOINT ["/run.sh"]\nCMD ["--dir", "/w"]',
    ),
    fixed('unsafe', '"node app.js"', 'CMD ["node app.js", "-w 2"]', 'CMD ["node", "app.js", "-w", "2"]'),
    {
      name: 'quotes that no shell takes off',
      code: `FROM x\nCMD ["rails", "server", "-p 3000", "-b '0.0.0.0'"]\n`,
      findings: [{ at: `"-b '0.0.0.0'"`, message: 'blank and quotes included. No shell takes the quotes off' }],
      unsafe: 'FROM x\nCMD ["rails", "server", "-p", "3000", "-b", "0.0.0.0"]\n',
    },
    {
      name: 'a wrapper starts what it is given',
      code: 'FROM x\nENTRYPOINT ["tini", "--"]\nCMD ["node app.js"]\n',
      findings: [{ at: '"node app.js"', message: 'looks for a program whose name is all of `node app.js`' }],
      safe: 'FROM x\nENTRYPOINT ["tini", "--"]\nCMD ["node", "app.js"]\n',
    },
    {
      name: 'keeps the lines of the array',
      code: 'FROM x\nCMD ["node app.js", \\\n  # why\n  "--x"]\n',
      findings: [{ at: '"node app.js"' }],
      safe: 'FROM x\nCMD ["node", "app.js", \\\n  # why\n  "--x"]\n',
    },
    {
      name: 'words only where the rest of the array would have to move into the script',
      code: 'FROM x\nCMD ["node $APP", "--x"]\n',
      findings: [{ at: '"node $APP"' }],
    },
    {
      name: 'scratch has no shell',
      code: 'FROM scratch\nCMD ["/app -x $Y"]\n',
      findings: [{ at: '"/app -x $Y"' }],
    },
  ],
});
