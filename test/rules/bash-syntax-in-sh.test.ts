import { imageFacts } from '../../src/jobs/facts.ts';
import { rule } from '../../src/rules/bash-syntax-in-sh.ts';
import { testRule } from '../support/test-rule.ts';

const facts = imageFacts;

testRule(rule, {
  valid: [
    { code: 'FROM debian:12\nRUN . /etc/os-release && [ "$ID" = debian ]\n', facts },
    { name: 'Bash', code: 'FROM debian:12\nSHELL ["/bin/bash", "-c"]\nRUN source /x && [[ a == b ]]\n', facts },
    { name: 'the sh of Alpine knows it', code: 'FROM alpine:3.20\nRUN source /x && [[ a == b ]]\n', facts },
    { name: 'the sh of Fedora is Bash', code: 'FROM fedora:41\nRUN mkdir -p /a/{b,c}\n', facts },
    { name: 'nothing is known of the base', code: 'FROM x\nRUN source /x\n', facts },
    { name: 'a RUN makes it Bash', code: 'FROM debian:12\nRUN ln -sf /bin/bash /bin/sh\nRUN source /x\n', facts },
    { name: 'Bash is called', code: 'FROM debian:12\nRUN bash -c "source /x && make"\n', facts },
    { name: 'by the shebang', code: 'FROM debian:12\nRUN <<EOF\n#!/bin/bash\nsource /x\nEOF\n', facts },
    { name: 'data', code: 'FROM debian:12\nRUN cat <<EOF > /x.sh\nsource /y\nEOF\n', facts },
    { name: 'exec form', code: 'FROM debian:12\nCMD ["echo", "-e", "{a,b}"]\n', facts },
  ],
  invalid: [
    {
      code: 'FROM python:3.12-slim\nRUN source /venv/bin/activate && pip install flask\n',
      facts,
      findings: [
        { at: 'source /venv/bin/activate', message: '`source: not found`', severity: 'error', aliases: ['SC3046'] },
      ],
      unsafe: 'FROM python:3.12-slim\nRUN . /venv/bin/activate && pip install flask\n',
    },
    {
      name: '`.` would look in PATH',
      code: 'FROM debian:12\nRUN source env.sh && make\n',
      facts,
      findings: [{ at: 'source env.sh' }],
    },
    {
      name: 'in the container',
      code: 'FROM python:3.12\nCMD source venv/bin/activate && exec python app.py\n',
      facts,
      findings: [{ at: 'source venv/bin/activate' }],
      unsafe: 'FROM python:3.12\nCMD . venv/bin/activate && exec python app.py\n',
    },
    {
      name: 'one finding a script, for the gravest',
      code: 'FROM ubuntu:24.04\nRUN echo -e a && mkdir /{b,c} && if [[ a == b ]]; then make; fi\n',
      facts,
      findings: [{ at: '/{b,c}', message: 'does not expand braces', aliases: ['SC3037', 'SC3009', 'SC3010'] }],
    },
    {
      code: 'FROM node:22\nRUN if [ "$A" == x ]; then npm ci &>/dev/null; fi\n',
      facts,
      findings: [{ at: '==', message: 'takes that for false' }],
      unsafe: 'FROM node:22\nRUN if [ "$A" = x ]; then npm ci >/dev/null 2>&1; fi\n',
    },
    {
      code: 'FROM debian:12\nRUN set -euxo pipefail && curl -f x | sh\n',
      facts,
      findings: [{ at: 'set -euxo pipefail', message: 'Illegal option' }],
    },
    {
      name: 'what is printed, into a file',
      code: 'FROM debian:12\nRUN echo -e "a\\nb" > /etc/x\n',
      facts,
      findings: [{ at: '-e', severity: 'warning', message: '`echo -e` is for Bash' }],
      unsafe: 'FROM debian:12\nRUN echo "a\\nb" > /etc/x\n',
    },
    {
      name: 'what is printed, into the log',
      code: 'FROM debian:12\nRUN echo -e "a\\nb"\n',
      facts,
      findings: [{ at: '-e', severity: 'info' }],
      unsafe: 'FROM debian:12\nRUN echo "a\\nb"\n',
    },
    {
      name: 'in a heredoc',
      code: 'FROM debian:12\nRUN <<EOF\nset -e\nsource /etc/os-release\nEOF\n',
      facts,
      findings: [{ at: 'source /etc/os-release' }],
      unsafe: 'FROM debian:12\nRUN <<EOF\nset -e\n. /etc/os-release\nEOF\n',
    },
    {
      name: 'dash by name',
      code: 'FROM x\nSHELL ["dash", "-c"]\nRUN source /x\n',
      facts,
      findings: [{ at: 'source /x' }],
      unsafe: 'FROM x\nSHELL ["dash", "-c"]\nRUN . /x\n',
    },
  ],
});
