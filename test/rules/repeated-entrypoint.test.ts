import { rule } from '../../src/rules/repeated-entrypoint.ts';
import { testRule } from '../support/test-rule.ts';

testRule(rule, {
  valid: [
    'FROM python:3.12\nENTRYPOINT ["python"]\nCMD ["app.py"]\n',
    'FROM python:3.12\nCMD ["python", "app.py"]\n',
    'FROM python:3.12\nENTRYPOINT ["python", "app.py"]\nCMD ["serve"]\n',
    'FROM python:3.12\nENTRYPOINT ["python", "-m", "app"]\nCMD ["serve", "app"]\n',
    { name: 'a word of a program may come twice', code: 'FROM x\nENTRYPOINT ["tool", "sync"]\nCMD ["sync"]\n' },
    'FROM x\nENTRYPOINT ["/entrypoint.sh"]\nCMD ["/entrypoint.sh"]\n',
    'FROM x\nENTRYPOINT ["docker-entrypoint"]\nCMD ["docker-entrypoint"]\n',
    'FROM x\nENTRYPOINT ["bash"]\nCMD ["bash"]\n',
    'FROM x\nENTRYPOINT ["tini", "--"]\nCMD ["tini"]\n',
    'FROM x\nENTRYPOINT ["bundle", "exec"]\nCMD ["bundle", "config"]\n',
    'FROM x\nENTRYPOINT ["conda", "run", "-n", "env"]\nCMD ["conda", "list"]\n',
    'FROM x\nENTRYPOINT ["/opt/a/tool"]\nCMD ["/opt/b/tool"]\n',
    'FROM node:22\nCMD ["node", "app.js"]\n',
    { name: 'CMD in shell form is another rule’s', code: 'FROM x\nENTRYPOINT ["node"]\nCMD node app.js\n' },
    { name: 'ENTRYPOINT in shell form too', code: 'FROM x\nENTRYPOINT node\nCMD ["node", "app.js"]\n' },
  ],
  invalid: [
    {
      code: 'FROM python:3.12\nENTRYPOINT ["python"]\nCMD ["python", "app.py"]\n',
      findings: [{ at: '"python"', message: '`["python", "python", "app.py"]`' }],
      unsafe: 'FROM python:3.12\nENTRYPOINT ["python"]\nCMD ["app.py"]\n',
    },
    {
      name: 'by its path and by its name',
      code: 'FROM x\nENTRYPOINT ["/usr/bin/java"]\nCMD [ "java", "-jar", "/app.jar" ]\n',
      findings: [{ at: '"java"' }],
      unsafe: 'FROM x\nENTRYPOINT ["/usr/bin/java"]\nCMD [ "-jar", "/app.jar" ]\n',
    },
    {
      name: 'the script that the interpreter starts',
      code: 'FROM python:3.12\nENTRYPOINT ["python", "app.py"]\nCMD ["app.py", "--port", "80"]\n',
      findings: [{ at: '"app.py"', message: 'so `app.py` gets `app.py` as an argument' }],
      unsafe: 'FROM python:3.12\nENTRYPOINT ["python", "app.py"]\nCMD ["--port", "80"]\n',
    },
    {
      name: 'the module that the interpreter starts',
      code: 'FROM python:3.12\nCMD ["app"]\nENTRYPOINT ["python", "-m", "app"]\n',
      findings: [{ at: '"app"' }],
      unsafe: 'FROM python:3.12\nCMD []\nENTRYPOINT ["python", "-m", "app"]\n',
    },
    {
      name: 'the base image names it',
      code: 'FROM gcr.io/distroless/nodejs22-debian12\nCMD ["node", "server.js"]\n',
      findings: [{ at: '"node"', message: '`["/nodejs/bin/node", "node", "server.js"]`' }],
      unsafe: 'FROM gcr.io/distroless/nodejs22-debian12\nCMD ["server.js"]\n',
    },
    {
      name: 'behind an init',
      code: 'FROM x\nENTRYPOINT ["tini", "--", "node"]\nCMD ["node", "app.js"]\n',
      findings: [{ at: '"node"' }],
      unsafe: 'FROM x\nENTRYPOINT ["tini", "--", "node"]\nCMD ["app.js"]\n',
    },
    {
      name: 'all of the ENTRYPOINT again',
      code: 'FROM x\nENTRYPOINT ["java", "-jar", "app.jar"]\nCMD ["java", "-jar", "app.jar", "--debug"]\n',
      findings: [{ at: '"java"' }],
      unsafe: 'FROM x\nENTRYPOINT ["java", "-jar", "app.jar"]\nCMD ["--debug"]\n',
    },
    {
      name: 'and nothing else',
      code: 'FROM x\nENTRYPOINT ["java", "-jar", "app.jar"]\nCMD ["java", "-jar", "app.jar"]\n',
      findings: [{ at: '"java"' }],
      unsafe: 'FROM x\nENTRYPOINT ["java", "-jar", "app.jar"]\nCMD []\n',
    },
    {
      name: 'another command: words only',
      code: 'FROM x\nENTRYPOINT ["python", "app.py"]\nCMD ["python", "other.py"]\n',
      findings: [{ at: '"python"' }],
    },
    {
      name: 'in several lines',
      code: 'FROM x\nENTRYPOINT ["python"]\nCMD ["python", \\\n     "app.py"]\n',
      findings: [{ at: '"python"' }],
      unsafe: 'FROM x\nENTRYPOINT ["python"]\nCMD ["app.py"]\n',
    },
  ],
});
