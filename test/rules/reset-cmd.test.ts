import type { Facts } from '../../src/lint/rule.ts';
import { rule } from '../../src/rules/reset-cmd.ts';
import { testRule } from '../support/test-rule.ts';

function repository(files: Readonly<Record<string, string>>): Facts {
  return {
    image: () => undefined,
    file: (path) => (files[path] === undefined ? null : { mode: '100755', text: files[path] }),
  };
}

testRule(rule, {
  valid: [
    { name: 'CMD set again', code: 'FROM x AS a\nCMD ["serve"]\nFROM a\nENTRYPOINT ["/e"]\nCMD ["serve"]\n' },
    { name: 'CMD before ENTRYPOINT', code: 'FROM x AS a\nCMD ["serve"]\nFROM a\nCMD ["serve"]\nENTRYPOINT ["/e"]\n' },
    { name: 'cleared on purpose', code: 'FROM x AS a\nCMD ["serve"]\nFROM a\nENTRYPOINT ["/e"]\nCMD []\n' },
    { name: 'in the same stage', code: 'FROM x\nCMD ["serve"]\nENTRYPOINT ["/app"]\n' },
    { name: 'nothing to lose', code: 'FROM x AS a\nRUN b\nFROM a\nENTRYPOINT ["/app"]\n' },
    { name: 'ENTRYPOINT only in the parent', code: 'FROM x AS a\nENTRYPOINT ["/e"]\nCMD ["serve"]\nFROM a\n' },
    {
      name: 'an ONBUILD CMD of the parent counts',
      code: 'FROM x AS a\nCMD ["b"]\nONBUILD CMD ["c"]\nFROM a\nENTRYPOINT ["/e"]\n',
    },
    { name: 'shell form would ignore it anyway', code: 'FROM x AS a\nCMD ["b"]\nFROM a\nENTRYPOINT node app.js\n' },
    { name: 'another base', code: 'FROM x AS a\nCMD ["b"]\nFROM y\nENTRYPOINT ["/e.sh"]\n' },
    { name: 'nobody misses a shell', code: 'FROM debian:12\nENTRYPOINT ["/entrypoint.sh"]\n' },
    { name: 'nor an interpreter’s prompt', code: 'FROM node:20\nENTRYPOINT ["/entrypoint.sh"]\n' },
    { name: 'nothing is known of the image', code: 'FROM x\nENTRYPOINT ["/entrypoint.sh"]\n' },
    { name: 'a program of its own', code: 'FROM nginx:1.27\nENTRYPOINT ["/usr/bin/app", "-x"]\n' },
    {
      name: 'the script does not use its arguments',
      code: 'FROM nginx:1.27\nCOPY start.sh /start.sh\nENTRYPOINT ["/start.sh"]\n',
      facts: repository({ 'start.sh': '#!/bin/sh\nexec nginx -g "daemon off;"\n' }),
    },
  ],
  invalid: [
    {
      code: 'FROM node:20 AS base\nCMD ["node", "app.js"]\n\nFROM base\nENTRYPOINT ["tini", "--"]\n',
      findings: [
        {
          at: 'ENTRYPOINT ["tini", "--"]',
          severity: 'error',
          message:
            'resets the CMD of stage `base` (line 2), `["node", "app.js"]`: `docker run` executes `["tini", "--"]` alone',
        },
      ],
      safe: 'FROM node:20 AS base\nCMD ["node", "app.js"]\n\nFROM base\nENTRYPOINT ["tini", "--"]\nCMD ["node", "app.js"]\n',
    },
    {
      name: 'the grandparent’s CMD',
      code: 'FROM x AS a\nCMD ["b"]\nFROM a AS c\nRUN d\nFROM c\nENTRYPOINT ["/entrypoint.sh"]\n',
      findings: [{ at: 'ENTRYPOINT ["/entrypoint.sh"]', severity: 'error', message: 'stage `a` (line 2)' }],
      safe: 'FROM x AS a\nCMD ["b"]\nFROM a AS c\nRUN d\nFROM c\nENTRYPOINT ["/entrypoint.sh"]\nCMD ["b"]\n',
    },
    {
      name: 'an empty ENTRYPOINT resets it too',
      code: 'FROM x AS a\nCMD ["b"]\nFROM a\nENTRYPOINT []\n',
      findings: [{ at: 'ENTRYPOINT []', severity: 'error', message: '`docker run` has nothing to execute' }],
      safe: 'FROM x AS a\nCMD ["b"]\nFROM a\nENTRYPOINT []\nCMD ["b"]\n',
    },
    {
      name: 'a shell-form CMD is repeated as what it executes',
      code: 'FROM x AS a\nSHELL ["/bin/bash", "-c"]\nCMD node app.js\nFROM a\nSHELL ["/bin/ash", "-c"]\nENTRYPOINT ["tini", "--"]\n',
      findings: [{ at: 'ENTRYPOINT ["tini", "--"]', severity: 'error' }],
      safe: 'FROM x AS a\nSHELL ["/bin/bash", "-c"]\nCMD node app.js\nFROM a\nSHELL ["/bin/ash", "-c"]\nENTRYPOINT ["tini", "--"]\nCMD ["/bin/bash", "-c", "node app.js"]\n',
    },
    {
      name: 'a CMD of several lines keeps them, in the line ends of the file',
      code: 'FROM x AS a\r\nCMD ["b", \\\r\n  "c"]\r\nFROM a\r\nENTRYPOINT ["tini", "--"]',
      findings: [{ at: 'ENTRYPOINT ["tini", "--"]' }],
      safe: 'FROM x AS a\r\nCMD ["b", \\\r\n  "c"]\r\nFROM a\r\nENTRYPOINT ["tini", "--"]\r\nCMD ["b", \\\r\n  "c"]',
    },
    {
      name: 'arguments for the same program',
      code: 'FROM x AS a\nENTRYPOINT ["python"]\nCMD ["app.py"]\nFROM a\nENTRYPOINT ["python", "-u"]\n',
      findings: [{ at: 'ENTRYPOINT ["python", "-u"]', severity: 'error' }],
      safe: 'FROM x AS a\nENTRYPOINT ["python"]\nCMD ["app.py"]\nFROM a\nENTRYPOINT ["python", "-u"]\nCMD ["app.py"]\n',
    },
    {
      name: 'a whole command in the place of another: likely meant',
      code: 'FROM x AS a\nCMD ["npm", "start"]\nFROM a\nENTRYPOINT ["node", "server.js"]\n',
      findings: [{ at: 'ENTRYPOINT ["node", "server.js"]', severity: 'info', message: '`CMD []`' }],
    },
    {
      name: 'the script in the repository passes its arguments on',
      code: 'FROM nginx:1.27\nCOPY start.sh /\nENTRYPOINT ["/start.sh"]\n',
      facts: repository({ 'start.sh': '#!/bin/sh\nset -e\nexec "$@"\n' }),
      findings: [{ at: 'ENTRYPOINT ["/start.sh"]', severity: 'warning', message: '`["nginx", "-g", "daemon off;"]`' }],
      unsafe: 'FROM nginx:1.27\nCOPY start.sh /\nENTRYPOINT ["/start.sh"]\nCMD ["nginx", "-g", "daemon off;"]\n',
    },
    {
      name: 'the script cannot be seen',
      code: 'FROM nginx:1.27\nCOPY start.sh /start.sh\nENTRYPOINT ["/start.sh"]\n',
      findings: [{ at: 'ENTRYPOINT ["/start.sh"]', severity: 'info', message: 'If `/start.sh` ends with' }],
      unsafe:
        'FROM nginx:1.27\nCOPY start.sh /start.sh\nENTRYPOINT ["/start.sh"]\nCMD ["nginx", "-g", "daemon off;"]\n',
    },
  ],
});
