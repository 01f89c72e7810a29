import { rule } from '../../src/rules/script-not-found.ts';
import { testRule } from '../support/test-rule.ts';

testRule(rule, {
  valid: [
    'FROM x\nCOPY docker-entrypoint.sh /usr/local/bin/\nENTRYPOINT ["docker-entrypoint.sh"]\n',
    'FROM python:3.12\nENTRYPOINT ["python3"]\nCMD ["app.py"]\n',
    'FROM x\nCMD [""]\n',
    {
      name: 'the base image has it',
      code: 'FROM postgres:16\nENTRYPOINT ["docker-entrypoint.sh"]\nCMD ["postgres"]\n',
    },
    {
      name: 'PATH holds the folder',
      code: 'FROM node:20\nENV PATH=/app:$PATH\nWORKDIR /app\nCOPY start.sh .\nENTRYPOINT ["start.sh"]\n',
    },
    {
      name: 'PATH in the old form, in the parent stage',
      code: 'FROM node:20 AS a\nENV PATH /app:$PATH\nFROM a\nWORKDIR /app\nCOPY start.sh .\nENTRYPOINT ["start.sh"]\n',
    },
    {
      name: 'a folder of programs, which the base image may have in PATH',
      code: 'FROM tomcat:9\nWORKDIR /usr/local/tomcat\nCOPY start.sh bin/\nCMD ["start.sh"]\n',
    },
    {
      name: 'a RUN links it',
      code: 'FROM node:20\nWORKDIR /app\nCOPY start.sh .\nRUN ln -s /app/start.sh /usr/bin/\nENTRYPOINT ["start.sh"]\n',
    },
    {
      name: 'a RUN may install it',
      code: 'FROM node:20\nWORKDIR /app\nCOPY start.sh Makefile ./\nRUN make install\nENTRYPOINT ["start.sh"]\n',
    },
    {
      name: 'an argument of an ENTRYPOINT that is not known',
      code: 'FROM x\nWORKDIR /app\nCOPY start.sh .\nCMD ["start.sh"]\n',
    },
    {
      name: 'another stage may bring it',
      code: 'FROM node:20\nCOPY --from=a /usr/local /usr/local\nCOPY start.sh /app/\nENTRYPOINT ["start.sh"]\n',
    },
    {
      name: 'a shell looks here as well',
      code: 'FROM node:20\nWORKDIR /app\nCOPY start.sh .\nCMD ["bash", "start.sh"]\n',
    },
    { name: 'nobody copies it by name', code: 'FROM node:20\nWORKDIR /app\nCOPY . .\nENTRYPOINT ["start.sh"]\n' },
    {
      name: 'a shell form of several commands',
      code: 'FROM node:20\nWORKDIR /app\nCOPY start.sh .\nCMD cd /srv && start.sh\n',
    },
    {
      name: 'a shell form that sets PATH',
      code: 'FROM node:20\nWORKDIR /app\nCOPY start.sh .\nCMD PATH=.:$PATH start.sh\n',
    },
    {
      name: 'which file chmod means is not known',
      code: 'FROM node:20\nWORKDIR /app\nCOPY . .\nRUN cd bin && chmod +x start.sh\nCMD ["start.sh"]\n',
    },
    {
      name: 'chmod in a folder of programs',
      code: 'FROM node:20\nCOPY . /usr/local/bin\nRUN chmod +x /usr/local/bin/start.sh\nCMD ["start.sh"]\n',
    },
    { name: 'where it is copied to', code: 'FROM node:20\nCOPY start.sh /\nENTRYPOINT ["/start.sh"]\n' },
    {
      name: 'a folder may hold it',
      code: 'FROM node:20\nCOPY start.sh /app/\nCOPY root /\nENTRYPOINT ["/start.sh"]\n',
    },
    {
      name: 'the working directory of the base image may be /',
      code: 'FROM node:20\nCOPY start.sh .\nENTRYPOINT ["/start.sh"]\n',
    },
    {
      name: 'the working directory of the base image may be in PATH',
      code: 'FROM debian:12\nCOPY start.sh ./\nENTRYPOINT ["start.sh"]\n',
    },
    {
      name: 'a RUN moves it',
      code: 'FROM node:20\nCOPY start.sh /app/\nRUN mv /app/start.sh /\nENTRYPOINT ["/start.sh"]\n',
    },
    { name: 'the base image may have it', code: 'FROM x\nCOPY start.sh /app/\nENTRYPOINT ["/start.sh"]\n' },
    {
      name: 'the base image has one of this name',
      code: 'FROM nginx:1.27\nCOPY docker-entrypoint.sh /app/\nENTRYPOINT ["/docker-entrypoint.sh"]\n',
    },
    {
      name: 'a stage for others to build upon',
      code: 'FROM node:20 AS base\nWORKDIR /app\nCOPY start.sh .\nENTRYPOINT ["start.sh"]\nFROM base\nCOPY start.sh /usr/bin/\n',
    },
  ],
  invalid: [
    {
      code: 'FROM node:20\nWORKDIR /app\nCOPY start.sh .\nENTRYPOINT ["start.sh"]\n',
      findings: [
        {
          at: 'ENTRYPOINT ["start.sh"]',
          message:
            'a name without a slash is looked for in PATH alone, and COPY in line 3 puts `start.sh` into `/app`. The container fails with "executable file not found in $PATH".',
        },
      ],
      unsafe: 'FROM node:20\nWORKDIR /app\nCOPY start.sh .\nENTRYPOINT ["./start.sh"]\n',
    },
    {
      name: 'an image that nobody knows may have it in PATH',
      code: 'FROM x\nCOPY start.sh /\nENTRYPOINT [ "start.sh", "now" ]\n',
      findings: [
        {
          at: 'ENTRYPOINT [ "start.sh", "now" ]',
          severity: 'warning',
          message: 'Unless the base image has that folder in PATH',
        },
      ],
      unsafe: 'FROM x\nCOPY start.sh /\nENTRYPOINT [ "/start.sh", "now" ]\n',
    },
    {
      name: 'behind tini, and as CMD behind the entrypoint of the base image',
      code: 'FROM node:20\nWORKDIR /app\nCOPY docker/start.sh ./\nRUN chmod +x start.sh\nCMD ["tini", "start.sh"]\n',
      findings: [{ at: 'CMD ["tini", "start.sh"]' }],
      unsafe:
        'FROM node:20\nWORKDIR /app\nCOPY docker/start.sh ./\nRUN chmod +x start.sh\nCMD ["tini", "./start.sh"]\n',
    },
    {
      name: 'the repository shows that a folder holds it',
      code: 'FROM node:20\nWORKDIR /app\nCOPY . .\nENTRYPOINT ["start.sh"]\n',
      files: { 'start.sh': '#!/bin/sh\n' },
      findings: [{ at: 'ENTRYPOINT ["start.sh"]', message: 'COPY in line 3' }],
      unsafe: 'FROM node:20\nWORKDIR /app\nCOPY . .\nENTRYPOINT ["./start.sh"]\n',
    },
    {
      name: 'a shell does not look here either',
      code: 'FROM node:20\nWORKDIR /app\nCOPY start.sh .\nCMD exec start.sh --now\n',
      findings: [
        {
          at: 'CMD exec start.sh --now',
          message:
            'COPY in line 3 puts `start.sh` into `/app`. The shell says "start.sh: not found", and the container ends.',
        },
      ],
      unsafe: 'FROM node:20\nWORKDIR /app\nCOPY start.sh .\nCMD exec ./start.sh --now\n',
    },
    {
      name: 'a base image of which the ENTRYPOINT is not known',
      code: 'FROM x\nWORKDIR /app\nCOPY start.sh .\nCMD start.sh\n',
      findings: [
        {
          at: 'CMD start.sh',
          severity: 'warning',
          message: 'Unless the base has an ENTRYPOINT, Docker will execute `["/bin/sh", "-c", "start.sh"]`',
        },
      ],
      unsafe: 'FROM x\nWORKDIR /app\nCOPY start.sh .\nCMD ./start.sh\n',
    },
    {
      name: 'copied to another folder, started by a shell',
      code: 'FROM node:20\nCOPY start.sh /app/\nCMD /start.sh\n',
      findings: [{ at: 'CMD /start.sh', message: 'Nothing in this Dockerfile makes `/start.sh`' }],
      unsafe: 'FROM node:20\nCOPY start.sh /app/\nCMD /app/start.sh\n',
    },
    {
      name: 'chmod tells where it is',
      code: 'FROM node:20\nRUN git clone https://x/y /opt/y\nWORKDIR /opt/y\nRUN chmod +x ./start.sh\nENTRYPOINT ["start.sh"]\n',
      findings: [{ at: 'ENTRYPOINT ["start.sh"]', message: 'RUN in line 4 finds `start.sh` in `/opt/y`' }],
      unsafe:
        'FROM node:20\nRUN git clone https://x/y /opt/y\nWORKDIR /opt/y\nRUN chmod +x ./start.sh\nENTRYPOINT ["./start.sh"]\n',
    },
    {
      name: 'a script of Python: which program reads it is not ours to say',
      code: 'FROM python:3.12\nWORKDIR /app\nCOPY app.py .\nCMD ["app.py"]\n',
      findings: [{ at: 'CMD ["app.py"]' }],
    },
    {
      name: 'copied to another folder',
      code: 'FROM node:20\nCOPY start.sh /app/\nRUN chmod +x /app/start.sh\nENTRYPOINT ["/start.sh"]\n',
      findings: [
        {
          at: 'ENTRYPOINT ["/start.sh"]',
          message: 'Nothing in this Dockerfile makes `/start.sh`: COPY in line 2 puts `start.sh` to `/app/start.sh`.',
        },
      ],
      unsafe: 'FROM node:20\nCOPY start.sh /app/\nRUN chmod +x /app/start.sh\nENTRYPOINT ["/app/start.sh"]\n',
    },
    {
      name: 'not in the working directory; read by a shell',
      code: 'FROM node:20\nWORKDIR /app\nCOPY start.sh /\nCMD ["bash", "./start.sh"]\n',
      findings: [{ at: 'CMD ["bash", "./start.sh"]' }],
      unsafe: 'FROM node:20\nWORKDIR /app\nCOPY start.sh /\nCMD ["bash", "/start.sh"]\n',
    },
  ],
});
