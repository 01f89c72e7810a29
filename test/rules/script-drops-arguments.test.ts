import { rule } from '../../src/rules/script-drops-arguments.ts';
import { executable } from '../support/repository.ts';
import { testRule } from '../support/test-rule.ts';

const code = 'FROM debian:12\nCOPY start.sh /start.sh\nENTRYPOINT ["/start.sh"]\nCMD ["serve", "--port", "80"]\n';
const at = 'CMD ["serve", "--port", "80"]';
const script = (text: string, shebang = '#!/bin/sh') => ({ 'start.sh': executable(`${shebang}\n${text}\n`) });

testRule(rule, {
  valid: [
    { name: 'nothing is known of the repository', code },
    ...[
      'exec "$@"',
      'serve $*',
      'serve "$1"',
      'for each; do shift; done',
      'serve "${@:2}"',
      'if [ $# -gt 0 ]; then :; fi',
      'while getopts p: option; do :; done',
      'exec nginx',
      '. /lib/start',
      'source lib.sh',
      'eval "$X"',
      'gosu app "${@}"',
    ].map((text) => ({ name: text, code, files: script(text) })),
    { name: 'another language', code, files: script('import sys', '#!/usr/bin/env python3') },
    { name: 'no shebang', code, files: { 'start.sh': executable('serve\n') } },
    { name: 'no CMD', code: code.replace(/CMD.*\n/, ''), files: script('serve') },
    { name: 'CMD is reset', code: code.replace(/CMD.*/, 'CMD []'), files: script('serve') },
    {
      name: 'the script is the CMD',
      code: 'FROM debian:12\nCOPY start.sh /start.sh\nCMD ["/start.sh"]\n',
      files: script('serve'),
    },
    {
      name: 'one of two uses them',
      code,
      path: 'a/Dockerfile',
      files: { ...script('x'), 'a/start.sh': 'exec "$@"\n' },
    },
    {
      name: 'ENTRYPOINT in shell form is a fault of its own',
      code: 'FROM debian:12\nCOPY start.sh /start.sh\nENTRYPOINT /start.sh\nCMD ["serve"]\n',
      files: script('serve'),
    },
  ],
  invalid: [
    {
      code,
      files: script('serve --port 80'),
      findings: [
        {
          at,
          message:
            'This CMD, `["serve", "--port", "80"]`, is handed to `start.sh` as arguments, and the script looks at none of them',
        },
      ],
    },
    { name: 'bash', code, files: script('echo "${A[@]}" $HOME', '#!/usr/bin/env bash'), findings: [{ at }] },
    {
      name: 'read by a shell',
      code: code.replace('["/start.sh"]', '["bash", "/start.sh"]'),
      files: { 'start.sh': 'serve\n' },
      findings: [{ at }],
    },
    {
      name: 'behind tini',
      code: code.replace('["/start.sh"]', '["tini", "--", "/start.sh"]'),
      files: script('serve'),
      findings: [{ at }],
    },
    {
      name: 'CMD in shell form',
      code: code.replace(/CMD.*/, 'CMD serve'),
      files: script('nginx -g "daemon off;"'),
      findings: [{ at: 'CMD serve', message: '`["/bin/sh", "-c", "serve"]`' }],
    },
    {
      name: 'the ENTRYPOINT of the parent stage',
      code: 'FROM debian:12 AS base\nCOPY start.sh /start.sh\nENTRYPOINT ["/start.sh"]\nFROM base\nCMD ["serve"]\n',
      files: script('serve'),
      findings: [{ at: 'CMD ["serve"]' }],
    },
  ],
});
