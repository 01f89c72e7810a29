import { rule } from '../../src/rules/shell-without-exec.ts';
import { testRule } from '../support/test-rule.ts';

testRule(rule, {
  valid: [
    'FROM node:20\nCMD ["sh", "-c", "exec node app.js"]\n',
    'FROM node:20\nCMD ["sh", "-c", "cd /app && exec node app.js"]\n',
    'FROM node:20\nCMD ["sh", "-c", "node app.js; echo done"]\n',
    'FROM node:20\nCMD ["sh", "-c", "trap stop TERM && node app.js"]\n',
    'FROM node:20\nCMD ["sh", "-c", "node app.js | tee log"]\n',
    'FROM node:20\nCMD ["sh", "-c", "node a.js & node b.js"]\n',
    'FROM node:20\nCMD ["sh", "-c", "a || b"]\n',
    'FROM node:20\nCMD ["sh", "-c", "echo hello"]\n',
    'FROM node:20\nCMD ["sh", "-c", "service nginx start"]\n',
    'FROM node:20\nRUN ["sh", "-c", "make $TARGET"]\n',
    'FROM node:20\nHEALTHCHECK CMD ["sh", "-c", "curl $URL"]\n',
    'FROM node:20\nCMD ["sh", "start.sh"]\n',
    'FROM node:20\nENTRYPOINT ["dumb-init", "--"]\nCMD ["sh", "-c", "node $FILE"]\n',
    'FROM node:20\nENTRYPOINT ["/sbin/my_init", "--"]\nCMD ["sh", "-c", "node $FILE"]\n',
    'FROM node:20\nENTRYPOINT ["tini", "-g", "--"]\nCMD ["sh", "-c", "node $FILE"]\n',
    'FROM node:20\nENTRYPOINT ["docker"]\nCMD ["sh", "-c", "node $FILE"]\n',
    'FROM scratch\nCMD ["sh", "-c", "node $FILE"]\n',
    { name: 'words behind the script are another rule’s', code: 'FROM node:20\nCMD ["sh", "-c", "node", "app.js"]\n' },
    { name: 'shell form is another rule’s', code: 'FROM node:20\nCMD node $FILE\n' },
  ],
  invalid: [
    {
      code: 'FROM node:20\nCMD ["sh", "-c", "node app.js --port $PORT"]\n',
      findings: [{ at: '"node app.js --port $PORT"', message: '`sh` is dash in this image' }],
      safe: 'FROM node:20\nCMD ["sh", "-c", "exec node app.js --port $PORT"]\n',
    },
    {
      name: 'busybox makes way by itself',
      code: 'FROM alpine:3.20\nCMD ["sh", "-c", "node $FILE"]\n',
      findings: [{ at: '"node $FILE"', severity: 'info', message: 'busybox makes way for `node`' }],
      safe: 'FROM alpine:3.20\nCMD ["sh", "-c", "exec node $FILE"]\n',
    },
    {
      name: 'so does the bash that a link has put in the place of dash',
      code: 'FROM node:20\nRUN ln -sf /bin/bash /bin/sh\nCMD ["sh", "-c", "node $FILE"]\n',
      findings: [{ at: '"node $FILE"', severity: 'info', message: 'bash makes way for `node`' }],
      safe: 'FROM node:20\nRUN ln -sf /bin/bash /bin/sh\nCMD ["sh", "-c", "exec node $FILE"]\n',
    },
    {
      name: 'so does bash',
      code: 'FROM node:20\nCMD ["bash", "-lc", "cd /app && node $FILE"]\n',
      findings: [{ at: '"cd /app && node $FILE"', severity: 'info' }],
      safe: 'FROM node:20\nCMD ["bash", "-lc", "cd /app && exec node $FILE"]\n',
    },
    {
      name: 'but not where the command redirects',
      code: 'FROM node:20\nCMD ["bash", "-c", "node $FILE 2>&1"]\n',
      findings: [{ at: '"node $FILE 2>&1"', message: 'bash stays in front of `node`, because it redirects' }],
      safe: 'FROM node:20\nCMD ["bash", "-c", "exec node $FILE 2>&1"]\n',
    },
    {
      name: 'nothing is known of the base of a command that redirects',
      code: 'FROM x\nCMD ["sh", "-c", "node $FILE 2>&1"]\n',
      findings: [{ at: '"node $FILE 2>&1"', severity: 'info', message: 'dash and bash do; busybox does not here' }],
      safe: 'FROM x\nCMD ["sh", "-c", "exec node $FILE 2>&1"]\n',
    },
    {
      name: 'nothing is known of the base',
      code: 'FROM x\nCMD ["sh", "-c", "node $FILE"]\n',
      findings: [{ at: '"node $FILE"', severity: 'info', message: 'may stay' }],
      safe: 'FROM x\nCMD ["sh", "-c", "exec node $FILE"]\n',
    },
    {
      name: 'tini in front',
      code: 'FROM debian:12\nENTRYPOINT ["tini", "--"]\nCMD ["sh", "-c", "app $A"]\n',
      findings: [{ at: '"app $A"', message: 'tini gives SIGTERM to the shell alone' }],
      safe: 'FROM debian:12\nENTRYPOINT ["tini", "--"]\nCMD ["sh", "-c", "exec app $A"]\n',
    },
    {
      name: 'the shell is the ENTRYPOINT',
      code: 'FROM debian:12\nENTRYPOINT ["/bin/sh", "-c"]\nCMD ["app $A"]\n',
      findings: [{ at: '"app $A"', message: '`["/bin/sh", "-c", "app $A"]`' }],
      safe: 'FROM debian:12\nENTRYPOINT ["/bin/sh", "-c"]\nCMD ["exec app $A"]\n',
    },
    {
      name: 'with its arguments passed on',
      code: 'FROM debian:12\nENTRYPOINT ["sh", "-c", "app $A \\"$@\\"", "--"]\n',
      findings: [{ at: '"app $A \\"$@\\""' }],
      safe: 'FROM debian:12\nENTRYPOINT ["sh", "-c", "exec app $A \\"$@\\"", "--"]\n',
    },
    {
      name: 'over several lines, which stay',
      code: 'FROM debian:12\nCMD ["sh", "-c", \\\n  "a \\"x\\" && \\\n   app $A"]\n',
      findings: [{ at: '"a \\"x\\" && \\\n   app $A"' }],
      safe: 'FROM debian:12\nCMD ["sh", "-c", \\\n  "a \\"x\\" && \\\n   exec app $A"]\n',
    },
    {
      name: 'a variable for the program alone: a person looks',
      code: 'FROM debian:12\nCMD ["sh", "-c", "A=1 app $B"]\n',
      findings: [{ at: '"A=1 app $B"' }],
      unsafe: 'FROM debian:12\nCMD ["sh", "-c", "A=1 exec app $B"]\n',
    },
  ],
});
