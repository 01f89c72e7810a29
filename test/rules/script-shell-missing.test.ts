import { rule } from '../../src/rules/script-shell-missing.ts';
import { executable } from '../support/repository.ts';
import { testRule } from '../support/test-rule.ts';

const code = 'FROM alpine:3.20\nCOPY start.sh /start.sh\nENTRYPOINT ["/start.sh"]\n';
const bash = { 'start.sh': executable('#!/bin/bash\nexec "$@"\n') };
const at = 'ENTRYPOINT ["/start.sh"]';

testRule(rule, {
  valid: [
    { name: 'nothing is known of the repository', code },
    { name: 'sh', code, files: { 'start.sh': executable('#!/bin/sh\nexec "$@"\n') } },
    { name: 'Debian has one', code: code.replace('alpine:3.20', 'debian:12'), files: bash },
    { name: 'an image that nobody knows', code: code.replace('alpine:3.20', 'example.org/alpine'), files: bash },
    {
      name: 'images that install it for themselves',
      code: code.replace('alpine:3.20', 'postgres:16-alpine'),
      files: bash,
    },
    {
      name: 'installed',
      code: 'FROM alpine:3.20\nRUN apk add --no-cache curl bash\nCOPY start.sh /start.sh\nENTRYPOINT ["/start.sh"]\n',
      files: bash,
    },
    {
      name: 'installed in the parent stage',
      code: 'FROM node:22-alpine AS base\nRUN apk add bash=5.2.26-r0\nFROM base\nCOPY start.sh /start.sh\nENTRYPOINT ["/start.sh"]\n',
      files: bash,
    },
    {
      name: 'a package that may bring it',
      code: 'FROM alpine:3.20\nRUN apk add --no-cache maven\nCOPY start.sh /start.sh\nENTRYPOINT ["/start.sh"]\n',
      files: bash,
    },
    {
      name: 'packages that nobody sees here',
      code: 'FROM alpine:3.20\nRUN apk add --no-cache $PACKAGES\nCOPY start.sh /start.sh\nENTRYPOINT ["/start.sh"]\n',
      files: bash,
    },
    {
      name: 'copied from another stage',
      code: 'FROM alpine:3.20\nCOPY --from=tools /bin /bin\nCOPY start.sh /start.sh\nENTRYPOINT ["/start.sh"]\n',
      files: bash,
    },
    {
      name: 'the carriage return is the graver fault',
      code,
      files: { 'start.sh': '#!/bin/bash\r\n' },
    },
    {
      name: 'a RUN makes it sh',
      code: 'FROM alpine:3.20\nCOPY start.sh /start.sh\nRUN sed -i 1s/bash/sh/ /start.sh\nENTRYPOINT ["/start.sh"]\n',
      files: bash,
    },
  ],
  invalid: [
    {
      code,
      files: bash,
      findings: [{ at, message: '`start.sh` begins with `#!/bin/bash`, and `alpine:3.20` has no bash' }],
    },
    {
      name: 'behind env, with plain packages, and a construct that needs it',
      code: 'FROM node:22-alpine\nRUN apk add --no-cache -t .build git python3=~3.12 make\nCOPY start.sh /start.sh\nENTRYPOINT ["/start.sh"]\n',
      files: { 'start.sh': executable('#!/usr/bin/env bash\nif [[ -n $A ]]; then echo; fi\n') },
      findings: [{ at, message: '`[[ ]]` needs it' }],
    },
    {
      name: 'started by a shell',
      code: 'FROM python:3.12-alpine\nCOPY start.sh /start.sh\nCMD /start.sh\n',
      files: bash,
      findings: [{ at: 'CMD /start.sh', message: 'begin it with `#!/bin/sh`' }],
    },
    {
      name: 'bash is not in the way of other names',
      code: 'FROM nginx:1.27-alpine\nWORKDIR /srv\nCOPY . .\nRUN apk add --virtual .x curl\nENTRYPOINT ["./start.sh"]\n',
      files: bash,
      findings: [{ at: 'ENTRYPOINT ["./start.sh"]' }],
    },
    {
      name: 'behind tini',
      code: 'FROM alpine:3.20\nRUN apk add tini\nCOPY start.sh /start.sh\nENTRYPOINT ["tini", "--", "/start.sh"]\n',
      files: bash,
      findings: [{ at: 'ENTRYPOINT ["tini", "--", "/start.sh"]' }],
    },
    {
      name: 'the folder of the Dockerfile is the context',
      code,
      path: 'api/Dockerfile',
      files: { 'api/start.sh': executable('#!/bin/bash\nexec "$@"\n') },
      findings: [{ at, message: '`api/start.sh`' }],
    },
  ],
});
