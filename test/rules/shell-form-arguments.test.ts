import { rule } from '../../src/rules/shell-form-arguments.ts';
import { testRule } from '../support/test-rule.ts';

testRule(rule, {
  valid: [
    'FROM x\nENTRYPOINT ["node"]\nCMD ["app.js"]\n',
    'FROM x\nENTRYPOINT ["/docker-entrypoint.sh"]\nCMD java $JAVA_OPTS -jar /app.jar\n',
    'FROM x\nENTRYPOINT ["docker-php-entrypoint"]\nCMD php a.php\n',
    'FROM x\nENTRYPOINT ["tini", "--"]\nCMD node app.js\n',
    'FROM x\nENTRYPOINT ["/usr/bin/dumb-init"]\nCMD node app.js\n',
    'FROM x\nENTRYPOINT ["gosu", "app"]\nCMD node app.js\n',
    'FROM x\nENTRYPOINT ["env", "A=1"]\nCMD node app.js\n',
    'FROM x\nENTRYPOINT ["/init"]\nCMD node app.js\n',
    'FROM x\nENTRYPOINT ["/sbin/my_init"]\nCMD node app.js\n',
    'FROM x\nENTRYPOINT ["catatonit", "--"]\nCMD node app.js\n',
    'FROM x\nENTRYPOINT ["sh", "-c"]\nCMD node app.js\n',
    'FROM x\nENTRYPOINT ["/bin/bash", "-lc"]\nCMD node app.js\n',
    'FROM x\nENTRYPOINT []\nCMD bash run.sh\n',
    'FROM x\nENTRYPOINT ["/app/start"]\nCMD serve\n',
    'FROM x\nENTRYPOINT node\nCMD app.js\n',
    { name: 'the image’s entrypoint script runs what it is given', code: 'FROM node:20\nCMD node app.js\n' },
    { name: 'nothing is known of the base', code: 'FROM x\nCMD app.js\n' },
    { name: 'a malformed array is another rule’s', code: 'FROM x\nENTRYPOINT ["node"]\nCMD [\'a\']\n' },
  ],
  invalid: [
    {
      code: 'FROM node:20\nENTRYPOINT ["node"]\nCMD app.js\n',
      findings: [{ at: 'CMD app.js', message: '`["node", "/bin/sh", "-c", "app.js"]`' }],
      safe: 'FROM node:20\nENTRYPOINT ["node"]\nCMD ["app.js"]\n',
    },
    {
      code: 'FROM nginx:1.27\nENTRYPOINT ["nginx"]\nCMD -g "daemon off;"\n',
      findings: [{ at: 'CMD -g "daemon off;"' }],
      safe: 'FROM nginx:1.27\nENTRYPOINT ["nginx"]\nCMD ["-g", "daemon off;"]\n',
    },
    {
      name: 'behind an init',
      code: 'FROM x\nENTRYPOINT ["tini", "--", "node"]\nCMD app.js\n',
      findings: [{ at: 'CMD app.js', message: 'the first argument of `node`' }],
      safe: 'FROM x\nENTRYPOINT ["tini", "--", "node"]\nCMD ["app.js"]\n',
    },
    {
      name: 'ENTRYPOINT of the parent stage',
      code: 'FROM x AS a\nENTRYPOINT ["python3"]\nFROM a\nCMD app.py\n',
      findings: [{ at: 'CMD app.py' }],
      safe: 'FROM x AS a\nENTRYPOINT ["python3"]\nFROM a\nCMD ["app.py"]\n',
    },
    {
      name: 'ENTRYPOINT of the base image',
      code: 'FROM gcr.io/distroless/nodejs22-debian12\nCMD server.js\n',
      findings: [{ at: 'CMD server.js', message: '`["/nodejs/bin/node", "/bin/sh", "-c", "server.js"]`' }],
      safe: 'FROM gcr.io/distroless/nodejs22-debian12\nCMD ["server.js"]\n',
    },
    {
      name: 'options for a script: no shell can run them',
      code: 'FROM x\nENTRYPOINT ["/start.sh"]\nCMD -p 80\n',
      findings: [{ at: 'CMD -p 80' }],
      safe: 'FROM x\nENTRYPOINT ["/start.sh"]\nCMD ["-p", "80"]\n',
    },
    {
      name: 'the program named again: words only',
      code: 'FROM x\nENTRYPOINT ["node"]\nCMD node app.js\n',
      findings: [{ at: 'CMD node app.js' }],
    },
    {
      name: 'a variable needs a shell: words only',
      code: 'FROM x\nENTRYPOINT ["java"]\nCMD $JAVA_OPTS -jar a.jar\n',
      findings: [{ at: 'CMD $JAVA_OPTS -jar a.jar' }],
    },
    {
      name: 'said once, however many stages inherit it',
      code: 'FROM x AS a\nENTRYPOINT ["node"]\nCMD app.js\nFROM a AS b\nFROM a\n',
      findings: [{ at: 'CMD app.js' }],
      safe: 'FROM x AS a\nENTRYPOINT ["node"]\nCMD ["app.js"]\nFROM a AS b\nFROM a\n',
    },
    {
      name: 'cmd of Windows',
      code: 'FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nENTRYPOINT ["node"]\nCMD app.js\n',
      findings: [{ at: 'CMD app.js', message: '`["node", "cmd", "/S", "/C", "app.js"]`' }],
      safe: 'FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nENTRYPOINT ["node"]\nCMD ["app.js"]\n',
    },
  ],
});
