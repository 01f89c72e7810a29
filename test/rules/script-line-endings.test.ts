import { rule } from '../../src/rules/script-line-endings.ts';
import { testRule } from '../support/test-rule.ts';

const code = 'FROM debian:12\nCOPY start.sh /start.sh\nENTRYPOINT ["/start.sh"]\n';
const windows = { 'start.sh': '#!/bin/sh\r\nexec "$@"\r\n' };

testRule(rule, {
  valid: [
    { name: 'nothing is known of the repository', code },
    { name: 'LF', code, files: { 'start.sh': '#!/bin/sh\nexec "$@"\n' } },
    { name: 'CRLF further down is the interpreter’s business', code, files: { 'start.sh': '#!/bin/sh\necho a\r\n' } },
    {
      name: 'LF, and git keeps it',
      code,
      files: { 'start.sh': '#!/bin/sh\n', '.gitattributes': '* eol=crlf\n*.sh text eol=lf\n' },
    },
    {
      name: 'text=auto leaves a file alone that has a carriage return somewhere',
      code,
      files: { 'start.sh': '#!/bin/sh\na\r\n', '.gitattributes': '* text=auto eol=crlf\n' },
    },
    { name: 'a program makes the file', code, files: { ...windows, '.gitattributes': '*.sh filter=unix\n' } },
    {
      name: 'nobody looks for classes in patterns',
      code,
      files: { 'start.sh': '#!/bin/sh\n', '.gitattributes': '[st]*.sh eol=crlf\n' },
    },
    { name: 'no shebang', code, files: { 'start.sh': 'echo a\r\n' } },
    {
      name: 'sed',
      code: 'FROM debian:12\nCOPY start.sh /start.sh\nRUN sed -i \'s/\\r$//\' /start.sh && chmod +x /start.sh\nENTRYPOINT ["/start.sh"]\n',
      files: windows,
    },
    {
      name: 'dos2unix of all',
      code: 'FROM debian:12\nWORKDIR /app\nCOPY . .\nRUN apt-get update && apt-get install -y dos2unix && dos2unix *.sh\nENTRYPOINT ["./start.sh"]\n',
      files: windows,
    },
    {
      name: 'a shell reads it: it has its own trouble with them',
      code: 'FROM debian:12\nCOPY start.sh /start.sh\nENTRYPOINT ["sh", "/start.sh"]\n',
      files: windows,
    },
    {
      name: 'only in one of two that may be meant',
      code,
      path: 'api/Dockerfile',
      files: { ...windows, 'api/start.sh': '#!/bin/sh\n' },
    },
  ],
  invalid: [
    {
      name: 'git puts it there, on Linux too',
      code,
      files: { 'start.sh': '#!/bin/sh\nexec "$@"\n', '.gitattributes': '* text=auto\n*.sh text eol=crlf\n' },
      findings: [
        {
          at: 'ENTRYPOINT ["/start.sh"]',
          message:
            '`*.sh text eol=crlf` in line 2 of `.gitattributes` makes git end the lines of `start.sh` with a carriage return in every checkout: the kernel looks for a program `/bin/sh\\r` ("no such file or directory"), and the container does not start. Write `eol=lf` there.',
        },
      ],
    },
    {
      name: 'by the file beside it',
      code,
      path: 'api/Dockerfile',
      files: {
        'api/start.sh': '#!/bin/sh\n',
        '.gitattributes': '*.sh eol=lf\n',
        'api/.gitattributes': 'start.sh eol=crlf',
      },
      findings: [{ at: 'ENTRYPOINT ["/start.sh"]', message: 'in line 1 of `api/.gitattributes`' }],
    },
    {
      name: 'LF is asked for, but was not when the file was committed',
      code,
      files: { ...windows, '.gitattributes': '*.sh text eol=lf\n' },
      findings: [
        {
          at: 'ENTRYPOINT ["/start.sh"]',
          message:
            '`*.sh text eol=lf` in line 1 of `.gitattributes` asks for LF already: `git add --renormalize start.sh`',
        },
      ],
    },
    {
      name: 'git is kept from changing it',
      code,
      files: { ...windows, '.gitattributes': '*.sh -text\n' },
      findings: [
        {
          at: 'ENTRYPOINT ["/start.sh"]',
          message: 'keeps git from changing it: put `*.sh text eol=lf` below, then `git add --renormalize start.sh`.',
        },
      ],
    },
    {
      name: 'attributes that are not read change nothing about a carriage return in git',
      code,
      files: { ...windows, '.gitattributes': '[st]*.sh eol=crlf\n' },
      findings: [{ at: 'ENTRYPOINT ["/start.sh"]', message: 'Put `*.sh text eol=lf` into `.gitattributes`' }],
    },
    {
      code,
      files: windows,
      findings: [
        {
          at: 'ENTRYPOINT ["/start.sh"]',
          message: 'the kernel looks for a program `/bin/sh\\r` ("no such file or directory")',
        },
      ],
    },
    {
      name: 'behind env',
      code,
      files: { 'start.sh': '#!/usr/bin/env bash\r\n' },
      findings: [{ at: 'ENTRYPOINT ["/start.sh"]', message: 'env looks for a program `bash\\r`' }],
    },
    {
      name: 'behind an option',
      code,
      files: { 'start.sh': '#!/bin/bash -e\r\n' },
      findings: [{ at: 'ENTRYPOINT ["/start.sh"]', message: 'the interpreter gets `-e\\r`' }],
    },
    {
      name: 'started by a shell',
      code: 'FROM debian:12\nCOPY start.sh /start.sh\nCMD exec /start.sh\n',
      files: windows,
      findings: [{ at: 'CMD exec /start.sh' }],
    },
    {
      name: 'started by the entrypoint of the base image',
      code: 'FROM node:22\nCOPY start.sh /start.sh\nCMD ["/start.sh"]\n',
      files: windows,
      findings: [{ at: 'CMD ["/start.sh"]', message: '`*.sh text eol=lf`' }],
    },
    {
      name: 'a name without an extension',
      code: 'FROM debian:12\nCOPY bin/entrypoint /\nENTRYPOINT ["/entrypoint"]\n',
      files: { 'bin/entrypoint': '#!/bin/sh\r\n' },
      findings: [{ at: 'ENTRYPOINT ["/entrypoint"]', message: '`entrypoint text eol=lf`' }],
    },
  ],
});
