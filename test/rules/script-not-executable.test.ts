import { rule } from '../../src/rules/script-not-executable.ts';
import { executable } from '../support/repository.ts';
import { testRule } from '../support/test-rule.ts';

const script = '#!/bin/sh\nexec "$@"\n';
const plain = { 'start.sh': script };
const code = 'FROM debian:12\nCOPY start.sh /start.sh\nENTRYPOINT ["/start.sh"]\n';

testRule(rule, {
  valid: [
    { name: 'nothing is known of the repository', code },
    { name: 'executable in git', code, files: { 'start.sh': executable(script) } },
    { name: 'not in git', code, files: { 'other.sh': script } },
    {
      name: '--chmod',
      code: 'FROM debian:12\nCOPY --chmod=755 start.sh /start.sh\nENTRYPOINT ["/start.sh"]\n',
      files: plain,
    },
    {
      name: 'chmod of the file',
      code: 'FROM debian:12\nCOPY start.sh /start.sh\nRUN chmod +x /start.sh\nENTRYPOINT ["/start.sh"]\n',
      files: plain,
    },
    {
      name: 'chmod of all',
      code: 'FROM debian:12\nWORKDIR /app\nCOPY . .\nRUN chmod +x *.sh\nENTRYPOINT ["./start.sh"]\n',
      files: plain,
    },
    {
      name: 'chmod in exec form',
      code: 'FROM debian:12\nCOPY start.sh /start.sh\nRUN ["chmod", "+x", "/start.sh"]\nENTRYPOINT ["/start.sh"]\n',
      files: plain,
    },
    {
      name: 'another script may do it',
      code: 'FROM debian:12\nCOPY . /app\nRUN /app/prepare\nENTRYPOINT ["/app/start.sh"]\n',
      files: plain,
    },
    {
      name: 'a shell reads it',
      code: 'FROM debian:12\nCOPY start.sh /start.sh\nENTRYPOINT ["sh", "/start.sh"]\n',
      files: plain,
    },
    {
      name: 'it comes from another stage',
      code: 'FROM debian:12 AS a\nCOPY start.sh /start.sh\nFROM debian:12\nCOPY --from=a /start.sh /start.sh\nENTRYPOINT ["/start.sh"]\n',
      files: plain,
    },
    {
      name: 'an archive',
      code: 'FROM debian:12\nADD start.tar.gz /\nENTRYPOINT ["/start.sh"]\n',
      files: plain,
    },
    {
      name: 'another context has it with the bit',
      code,
      path: 'api/Dockerfile',
      files: { ...plain, 'api/start.sh': executable(script) },
    },
    { name: 'a symbolic link', code, files: { 'start.sh': { mode: '120000', text: 'x.sh' } } },
    {
      name: 'an argument of an ENTRYPOINT that is a program',
      code: 'FROM debian:12\nCOPY start.sh /start.sh\nENTRYPOINT ["bash"]\nCMD ["/start.sh"]\n',
      files: plain,
    },
    {
      name: 'an ENTRYPOINT that nobody knows',
      code: 'FROM registry.example.org/base\nCOPY start.sh /start.sh\nCMD ["/start.sh"]\n',
      files: plain,
    },
    {
      name: 'ignored: the build takes another one, or fails',
      code,
      files: { ...plain, '.dockerignore': '*.sh\n' },
    },
    {
      name: 'a child stage makes it executable',
      code: 'FROM debian:12 AS a\nCOPY start.sh /start.sh\nENTRYPOINT ["/start.sh"]\nFROM a\nRUN chmod +x /start.sh\n',
      files: plain,
    },
  ],
  invalid: [
    {
      code,
      files: plain,
      findings: [
        {
          at: 'ENTRYPOINT ["/start.sh"]',
          message:
            '`/start.sh` fails with "permission denied": `start.sh` has mode 100644 in git, and COPY in line 2 keeps it.',
        },
      ],
      safe: 'FROM debian:12\nCOPY --chmod=0755 start.sh /start.sh\nENTRYPOINT ["/start.sh"]\n',
    },
    {
      name: 'relative, behind tini, other flags, the folder of the Dockerfile',
      path: 'api/Dockerfile',
      code: 'FROM x\nWORKDIR /app\nCOPY --chown=app start.sh ./\nENTRYPOINT ["tini", "--", "./start.sh"]\n',
      files: { 'api/start.sh': script },
      findings: [{ at: 'ENTRYPOINT ["tini", "--", "./start.sh"]', message: '`api/start.sh` has mode 100644' }],
      safe: 'FROM x\nWORKDIR /app\nCOPY --chown=app --chmod=0755 start.sh ./\nENTRYPOINT ["tini", "--", "./start.sh"]\n',
    },
    {
      name: 'a whole folder is copied: words only',
      code: 'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci\nCMD ["./start.sh"]\n',
      files: plain,
      findings: [{ at: 'CMD ["./start.sh"]', message: '`git update-index --chmod=+x start.sh`' }],
    },
    {
      name: 'a shell cannot start it either',
      code: 'FROM node:22\nCOPY start.sh /start.sh\nCMD cd /app && /start.sh now\n',
      files: plain,
      findings: [{ at: 'CMD cd /app && /start.sh now', message: '`/start.sh` cannot be started' }],
      safe: 'FROM node:22\nCOPY --chmod=0755 start.sh /start.sh\nCMD cd /app && /start.sh now\n',
    },
    {
      name: 'found in PATH',
      code: 'FROM debian:12\nCOPY start.sh /usr/local/bin/\nRUN apt-get update && rm -rf /var/lib/apt/lists/*\nENTRYPOINT ["start.sh"]\n',
      files: plain,
      findings: [{ at: 'ENTRYPOINT ["start.sh"]' }],
      safe: 'FROM debian:12\nCOPY --chmod=0755 start.sh /usr/local/bin/\nRUN apt-get update && rm -rf /var/lib/apt/lists/*\nENTRYPOINT ["start.sh"]\n',
    },
    {
      name: 'both contexts have it so',
      path: 'api/Dockerfile',
      code,
      files: { ...plain, 'api/start.sh': script },
      findings: [{ at: 'ENTRYPOINT ["/start.sh"]' }],
      safe: 'FROM debian:12\nCOPY --chmod=0755 start.sh /start.sh\nENTRYPOINT ["/start.sh"]\n',
    },
    {
      name: 'the chmod comes too early: COPY brings it anew',
      code: 'FROM debian:12\nCOPY start.sh /start.sh\nRUN chmod +x /start.sh\nCOPY start.sh /start.sh\nENTRYPOINT ["/start.sh"]\n',
      files: plain,
      findings: [{ at: 'ENTRYPOINT ["/start.sh"]', message: 'COPY in line 4' }],
      safe: 'FROM debian:12\nCOPY start.sh /start.sh\nRUN chmod +x /start.sh\nCOPY --chmod=0755 start.sh /start.sh\nENTRYPOINT ["/start.sh"]\n',
    },
  ],
});
