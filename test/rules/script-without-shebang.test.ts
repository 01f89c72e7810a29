import { rule } from '../../src/rules/script-without-shebang.ts';
import { executable } from '../support/repository.ts';
import { testRule } from '../support/test-rule.ts';

const code = 'FROM debian:12\nCOPY start.sh /start.sh\nENTRYPOINT ["/start.sh"]\n';
const bare = { 'start.sh': executable('node server.js\n') };

testRule(rule, {
  valid: [
    { name: 'nothing is known of the repository', code },
    { name: 'it has one', code, files: { 'start.sh': executable('#!/bin/sh\nnode server.js\n') } },
    { name: 'a program', code, files: { 'start.sh': { mode: '100755', text: undefined } } },
    { name: 'a pointer of Git LFS', code, files: { 'start.sh': 'version https://git-lfs.github.com/spec/v1\n' } },
    {
      name: 'a shell starts it',
      code: 'FROM debian:12\nCOPY start.sh /start.sh\nCMD /start.sh\n',
      files: bare,
    },
    {
      name: 'a shell reads it',
      code: 'FROM debian:12\nCOPY start.sh /start.sh\nCMD ["sh", "/start.sh"]\n',
      files: bare,
    },
    {
      name: 'tini asks libc, which asks a shell',
      code: 'FROM debian:12\nCOPY start.sh /start.sh\nENTRYPOINT ["tini", "--", "/start.sh"]\n',
      files: bare,
    },
    {
      name: 'the entrypoint of the base image is a shell script',
      code: 'FROM node:22\nCOPY start.sh /start.sh\nCMD ["/start.sh"]\n',
      files: bare,
    },
    {
      name: 'a RUN writes one',
      code: 'FROM debian:12\nCOPY start.sh /start.sh\nRUN sed -i \'1i#!/bin/sh\' /start.sh\nENTRYPOINT ["/start.sh"]\n',
      files: bare,
    },
    {
      name: 'only one of two that may be meant lacks it',
      code,
      path: 'api/Dockerfile',
      files: { ...bare, 'api/start.sh': '#!/bin/sh\n' },
    },
  ],
  invalid: [
    {
      code,
      files: bare,
      findings: [
        {
          at: 'ENTRYPOINT ["/start.sh"]',
          message: '`start.sh` has no `#!` line: the container fails with "exec format error".',
        },
      ],
    },
    {
      name: 'CMD without ENTRYPOINT, copied with a folder',
      code: 'FROM debian:12\nWORKDIR /app\nCOPY . .\nCMD ["./start.sh", "--now"]\n',
      files: bare,
      findings: [
        {
          at: 'CMD ["./start.sh", "--now"]',
          message: 'Docker will execute `["./start.sh", "--now"]` without a shell.',
        },
      ],
    },
    {
      name: 'an empty line comes first',
      code,
      files: { 'start.sh': '\n#!/bin/sh\n' },
      findings: [{ at: 'ENTRYPOINT ["/start.sh"]' }],
    },
    {
      name: 'a byte order mark hides it',
      code,
      files: { 'start.sh': '\ufeff#!/bin/sh\n' },
      findings: [{ at: 'ENTRYPOINT ["/start.sh"]', message: 'begins with a byte order mark' }],
    },
    { name: 'empty', code, files: { 'start.sh': '' }, findings: [{ at: 'ENTRYPOINT ["/start.sh"]' }] },
    {
      name: 'inherited from a stage',
      code: 'FROM debian:12 AS base\nENTRYPOINT ["/start.sh"]\nFROM base\nCOPY start.sh /\n',
      files: bare,
      findings: [{ at: 'ENTRYPOINT ["/start.sh"]' }],
    },
  ],
});
