import { imageFacts } from '../../src/jobs/facts.ts';
import { rule } from '../../src/rules/missing-program.ts';
import { testRule } from '../support/test-rule.ts';

const facts = imageFacts;
const probe = 'HEALTHCHECK CMD curl -f http://localhost/ || exit 1\n';
const install = 'RUN apt-get update && apt-get install -y curl\n';

testRule(rule, {
  valid: [
    { code: `FROM python:3.12-slim\n${install}${probe}`, facts },
    { name: 'installed below', code: `FROM python:3.12-slim\n${probe}${install}`, facts },
    { name: 'in a parent stage', code: `FROM debian:12 AS a\n${install}FROM a\n${probe}`, facts },
    { name: 'the image has it', code: `FROM python:3.12\n${probe}`, facts },
    { name: 'nothing is known of the image', code: `FROM x\n${probe}`, facts },
    { name: 'an image built upon it', code: `FROM acme/python:3.12-slim\n${probe}`, facts },
    {
      name: 'busybox has wget',
      code: 'FROM node:22-alpine\nHEALTHCHECK CMD wget -q --spider http://localhost/\n',
      facts,
    },
    { name: 'another way', code: 'FROM debian:12\nHEALTHCHECK CMD curl -f x || wget -q x\n', facts },
    { name: 'Python asks', code: 'FROM python:3.12-slim\nHEALTHCHECK CMD python -c "import urllib"\n', facts },
    { name: 'copied', code: `FROM debian:12\nCOPY --from=x /usr/bin/curl /usr/bin/curl\n${probe}`, facts },
    { name: 'programs are copied', code: `FROM debian:12\nCOPY --from=x /out /usr/local/bin/\n${probe}`, facts },
    { name: 'a script may install it', code: `FROM debian:12\nCOPY i.sh /\nRUN /i.sh\n${probe}`, facts },
    { name: 'nobody sees which packages', code: `FROM debian:12\nRUN apt-get install -y $PACKAGES\n${probe}`, facts },
    { name: 'a package that brings it', code: `FROM debian:12\nRUN apt-get install -y devscripts\n${probe}`, facts },
    { name: 'many bring git', code: 'FROM alpine:3.20\nRUN apk add alpine-sdk && git clone x\n', facts },
    { name: 'in the same RUN', code: 'FROM alpine:3.20\nRUN apk add curl && curl -fO x\n', facts },
    { code: 'FROM debian:12\nRUN if command -v curl; then curl -fO x; fi\n', facts },
    { code: 'FROM debian:12\nRUN curl -fO x || true\n', facts },
    { name: 'a path of its own', code: 'FROM debian:12\nRUN /opt/curl -fO x\n', facts },
    { name: 'older ones had it', code: 'FROM node:8-slim\nRUN curl -fO x\n', facts },
    { name: 'data', code: 'FROM debian:12\nRUN echo curl -fO x > /x.sh\n', facts },
    { name: 'what ONBUILD keeps', code: 'FROM debian:12\nONBUILD RUN curl -fO x\n', facts },
  ],
  invalid: [
    {
      code: `FROM python:3.12-slim\nRUN pip install flask\n${probe}`,
      facts,
      findings: [
        {
          at: 'curl -f http://localhost/ || exit 1',
          message: '`python:3.12-slim` has no `curl`, and nothing here installs it: the probe fails each time',
          severity: 'error',
        },
      ],
    },
    {
      name: 'other packages might bring it',
      code: `FROM node:22-slim\nRUN apt-get update && apt-get install -y libpq-dev\n${probe}`,
      facts,
      findings: [{ at: 'curl -f http://localhost/ || exit 1', severity: 'warning' }],
    },
    {
      name: 'in exec form',
      code: 'FROM mcr.microsoft.com/dotnet/aspnet:8.0\nHEALTHCHECK CMD ["curl", "-f", "http://localhost/"]\n',
      facts,
      findings: [{ at: '["curl", "-f", "http://localhost/"]' }],
    },
    {
      code: 'FROM debian:12 AS a\nRUN apt-get install -y wget\nFROM debian:12\nHEALTHCHECK CMD ["sh", "-c", "wget -q x || exit 1"]\n',
      facts,
      findings: [{ at: '["sh", "-c", "wget -q x || exit 1"]', severity: 'warning' }],
    },
    {
      name: 'in an array that is none, whose repair must not bring up anything new',
      code: "FROM alpine:3.20\nHEALTHCHECK CMD ['curl', '-f', 'http://localhost/']\n",
      facts,
      findings: [{ at: "['curl', '-f', 'http://localhost/']" }],
    },
    {
      name: 'once a stage',
      code: 'FROM debian:12\nRUN curl -fsSLO x\nRUN curl -fsSLO y\n',
      facts,
      findings: [{ at: 'curl -fsSLO x', message: 'the RUN fails with `curl: not found`', severity: 'error' }],
    },
    {
      name: 'in front of a pipe',
      code: 'FROM debian:12\nRUN curl -L https://x/install | bash -s\n',
      facts,
      findings: [{ at: 'curl -L https://x/install', message: 'what reads its output gets nothing' }],
    },
    {
      code: 'FROM alpine:3.20\nRUN git clone https://x/y\n',
      facts,
      findings: [{ at: 'git clone https://x/y' }],
    },
  ],
});
