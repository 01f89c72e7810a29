import { rule } from '../../src/rules/builtin-in-exec-form.ts';
import { testRule } from '../support/test-rule.ts';

testRule(rule, {
  valid: [
    'FROM debian:12\nCMD ["echo", "a"]\n',
    'FROM debian:12\nCMD ["true"]\n',
    'FROM debian:12\nRUN ["test", "-f", "/app"]\n',
    'FROM debian:12\nCMD ["printf", "a"]\n',
    'FROM debian:12\nCMD cd /app && exec ./serve\n',
    'FROM debian:12\nENTRYPOINT ["/app/tool"]\nCMD ["help"]\n',
    'FROM debian:12\nENTRYPOINT ["sh", "-c"]\nCMD ["cd"]\n',
    'FROM debian:12\nCMD ["/usr/local/bin/read", "x"]\n',
    { name: 'the base image may have an ENTRYPOINT that knows it', code: 'FROM x\nCMD ["help"]\n' },
    { name: 'nor is `exec` alone plain', code: 'FROM x\nCMD ["exec"]\n' },
    { name: 'a program of that name is copied', code: 'FROM debian:12\nCOPY bin/read /usr/bin/read\nCMD ["read"]\n' },
    { name: 'operators are another rule’s', code: 'FROM debian:12\nCMD ["cd", "/app", "&&", "./serve"]\n' },
    { name: 'a malformed array is another rule’s', code: "FROM debian:12\nCMD ['cd', '/app']\n" },
  ],
  invalid: [
    {
      code: 'FROM alpine:3.20\nCMD ["cd", "/usr/app"]\n',
      findings: [{ at: '"cd"', message: 'no program has that name: Docker will execute `["cd", "/usr/app"]`' }],
    },
    {
      name: 'of a base that nothing is known of: it may have such a program',
      code: 'FROM x\nCMD ["cd", "/usr/app"]\n',
      findings: [{ at: '"cd"', message: 'where a program of that name exists at all' }],
    },
    {
      code: 'FROM debian:12\nENTRYPOINT ["export", "A=b"]\n',
      findings: [{ at: '"export"', message: 'ENV sets variables' }],
    },
    {
      code: 'FROM debian:12\nRUN ["source", "/etc/profile"]\n',
      findings: [{ at: '"source"', message: 'the build stops here' }],
    },
    {
      code: 'FROM node:22\nCMD ["exec", "node", "app.js"]\n',
      findings: [{ at: '"exec"', message: 'drop the word' }],
      safe: 'FROM node:22\nCMD ["node", "app.js"]\n',
    },
    {
      name: 'exec form in several lines keeps them',
      code: 'FROM node:22\nENTRYPOINT ["exec", \\\n    "node", \\\n    "app.js"]\n',
      findings: [{ at: '"exec"' }],
      safe: 'FROM node:22\nENTRYPOINT ["node", \\\n    "app.js"]\n',
    },
    {
      name: 'behind an init',
      code: 'FROM debian:12\nENTRYPOINT ["tini", "--"]\nCMD ["exec", "/app/serve"]\n',
      findings: [{ at: '"exec"', message: '`["tini", "--", "exec", "/app/serve"]`' }],
      safe: 'FROM debian:12\nENTRYPOINT ["tini", "--"]\nCMD ["/app/serve"]\n',
    },
    {
      name: 'exec of a variable needs a shell',
      code: 'FROM x\nCMD ["exec", "$DIR/$FILE"]\n',
      findings: [{ at: '"exec"' }],
      unsafe: 'FROM x\nCMD ["sh", "-c", "exec \\"$DIR/$FILE\\""]\n',
    },
    {
      name: 'ENTRYPOINT keeps its arguments',
      code: 'FROM debian:12\nENTRYPOINT ["exec", "$APP"]\n',
      findings: [{ at: '"exec"' }],
      unsafe: 'FROM debian:12\nENTRYPOINT ["sh", "-c", "exec \\"$APP\\" \\"$@\\"", "--"]\n',
    },
    {
      name: 'no shell, no fix',
      code: 'FROM scratch\nENTRYPOINT ["exec", "$APP"]\n',
      findings: [{ at: '"exec"' }],
    },
    {
      code: 'FROM python:3.12\nCMD ["source", "venv/bin/activate", "&&", "python", "app.py"]\n',
      findings: [{ at: '"source"', message: 'needs no activating' }],
      unsafe: 'FROM python:3.12\nCMD ["venv/bin/python", "app.py"]\n',
    },
    {
      code: 'FROM debian:12\nHEALTHCHECK CMD ["command", "-v", "app"]\n',
      findings: [{ at: '"command"', message: 'every check fails' }],
      unsafe: 'FROM debian:12\nHEALTHCHECK CMD command -v app\n',
    },
    {
      name: 'kept by ONBUILD',
      code: 'FROM debian:12\nONBUILD RUN ["cd", "/app"]\n',
      findings: [{ at: '"cd"' }],
    },
  ],
});
