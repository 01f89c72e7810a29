import { imageFacts } from '../../src/jobs/facts.ts';
import { rule } from '../../src/rules/variable-of-another-run.ts';
import { testRule } from '../support/test-rule.ts';

const sets = 'RUN deps="gcc make" && apt-get install -y $deps';

testRule(rule, {
  valid: [
    `FROM debian:12\n${sets} && apt-get purge $deps\n`,
    `FROM debian:12\n${sets}\nRUN deps=gcc && apt-get purge $deps\n`,
    `FROM debian:12\n${sets}\nRUN for deps in a b; do get $deps; done\n`,
    `FROM debian:12\nENV deps=gcc\n${sets}\nRUN apt-get purge $deps\n`,
    `FROM debian:12\nARG deps\n${sets}\nRUN apt-get purge $deps\n`,
    `FROM debian:12\n${sets}\nRUN awk '{ print $deps }' a\n`,
    `FROM debian:12\n${sets}\nRUN ["get", "$deps"]\n`,
    { name: 'another stage', code: `FROM debian:12 AS a\n${sets}\nFROM debian:12\nRUN apt-get purge $deps\n` },
    { name: 'its own RUN reads it nowhere', code: 'FROM debian:12\nRUN deps=gcc\nRUN apt-get purge $deps\n' },
    { name: 'a file may set it', code: `FROM debian:12\n${sets}\nRUN . /deps && apt-get purge $deps\n` },
    { name: 'a default', code: `FROM debian:12\n${sets}\nRUN get \${deps:-gcc}\n` },
    { name: 'a test', code: `FROM debian:12\n${sets}\nRUN if [ -n "$deps" ]; then get $deps; fi\n` },
    { name: 'a login shell reads files', code: `FROM debian:12\nSHELL ["bash", "-lc"]\n${sets}\nRUN get $deps\n` },
    { name: 'bash reads a file', code: `FROM debian:12\nENV BASH_ENV=/env\n${sets}\nRUN get $deps\n` },
    { name: 'the shell sets it', code: 'FROM debian:12\nRUN UID=1 && get $UID\nRUN get $UID\n' },
    {
      name: 'the base image sets it',
      code: 'FROM node:22\nRUN NODE_VERSION=1 && get $NODE_VERSION\nRUN get $NODE_VERSION\n',
      facts: imageFacts,
    },
    { name: 'a base that nobody knows may', code: 'FROM x\nRUN A_HOME=/a && get $A_HOME\nRUN get $A_HOME\n' },
    { name: 'ONBUILD', code: `FROM debian:12\n${sets}\nONBUILD RUN apt-get purge $deps\n` },
  ],
  invalid: [
    {
      code: `FROM debian:12\n${sets}\nRUN make\nRUN apt-get purge $deps\n`,
      findings: [{ at: { line: 4 }, message: 'a variable of the shell that ran line 2', severity: 'error' }],
      unsafe: `FROM debian:12\nARG deps="gcc make"\n${sets}\nRUN make\nRUN apt-get purge $deps\n`,
    },
    {
      name: 'several, once each',
      code: 'FROM alpine:3.20\nRUN A=1; B=b-2; get $A $B\nRUN get $A ${B}c $A\n',
      findings: [{ at: { line: 3 }, message: 'puts nothing in its place, likewise for `B`' }],
      unsafe: 'FROM alpine:3.20\nARG A=1\nARG B=b-2\nRUN A=1; B=b-2; get $A $B\nRUN get $A ${B}c $A\n',
    },
    {
      name: 'what the shell works out, Docker cannot: words',
      code: 'FROM debian:12\nRUN V=$(get version) && get $V\nRUN put $V\n',
      findings: [{ at: { line: 3 }, message: 'Set it in this RUN as well' }],
    },
    {
      name: 'a secret stays out of ARG',
      code: 'FROM debian:12\nRUN API_KEY=abc && get $API_KEY\nRUN put $API_KEY\n',
      findings: [{ at: { line: 3 } }],
    },
    {
      name: 'of two RUNs: words',
      code: 'FROM debian:12\nRUN A=1 && get $A\nRUN B=1 && get $B\nRUN get $A$B\n',
      findings: [{ at: { line: 4 }, message: 'likewise for `B`' }],
    },
    {
      name: 'in a stage that builds upon it',
      code: `FROM debian:12 AS a\n${sets}\nFROM a\nRUN apt-get purge $deps\n`,
      findings: [{ at: { line: 4 } }],
    },
    {
      name: 'a base image of which nothing is known',
      code: `FROM x\n${sets}\nRUN apt-get purge $deps\n`,
      findings: [{ at: { line: 3 }, message: 'unset unless the base image sets it', severity: 'warning' }],
      unsafe: `FROM x\nARG deps="gcc make"\n${sets}\nRUN apt-get purge $deps\n`,
    },
  ],
});
