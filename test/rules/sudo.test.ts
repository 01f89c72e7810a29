import { noFacts, type Facts } from '../../src/lint/rule.ts';
import { rule } from '../../src/rules/sudo.ts';
import { testRule } from '../support/test-rule.ts';

const userOfBase = (user: string | null): Facts => ({
  ...noFacts,
  image: () => ({
    family: undefined,
    sh: undefined,
    entrypoint: undefined,
    cmd: undefined,
    shell: undefined,
    env: undefined,
    user,
  }),
});

testRule(rule, {
  valid: [
    'FROM debian:12\nRUN apt-get update && apt-get install -y sudo\n',
    'FROM x\nRUN echo "app ALL=(ALL) NOPASSWD:ALL" > /etc/sudoers.d/app && usermod -aG sudo app\n',
    'FROM x\nRUN if command -v sudo; then sudo make install; else make install; fi\n',
    'FROM x\nRUN which sudo && sudo make install || make install\n',
    'FROM x\nRUN echo sudo make install >> /README\n',
    'FROM x\nRUN sudo --version\n',
    'FROM x\nRUN sudo -l\n',
    { name: 'what a container does is its own business', code: 'FROM x\nCMD sudo nginx\n' },
    { name: 'data', code: 'FROM x\nCOPY <<EOF /a.sh\nsudo make\nEOF\n' },
  ],
  invalid: [
    {
      name: 'what runs further down brings none',
      code: 'FROM ubuntu:16.04\nRUN apt-get update && sudo apt-get install -y a && curl -f https://x | bash && apt-get install sudo\n',
      findings: [
        { at: 'sudo apt-get install -y a', severity: 'warning', message: 'the RUN fails with `sudo: not found`' },
      ],
      safe: 'FROM ubuntu:16.04\nRUN apt-get update && apt-get install -y a && curl -f https://x | bash && apt-get install sudo\n',
    },
    {
      name: 'what runs in front of it may have brought one',
      code: 'FROM ubuntu:16.04\nUSER root\nRUN curl -f https://x | bash && sudo make\n',
      findings: [{ at: 'sudo make', severity: 'info' }],
      safe: 'FROM ubuntu:16.04\nUSER root\nRUN curl -f https://x | bash && make\n',
    },
    {
      name: 'Ubuntu had it up to 15.10',
      code: 'FROM ubuntu:14.04\nUSER root\nRUN sudo make\n',
      findings: [{ at: 'sudo make', severity: 'info' }],
      safe: 'FROM ubuntu:14.04\nUSER root\nRUN make\n',
    },
    {
      code: 'FROM x\nUSER root\nRUN sudo make && sudo make install\n',
      findings: [{ at: 'sudo make', message: 'this RUN is root already' }],
      safe: 'FROM x\nUSER root\nRUN make && make install\n',
    },
    {
      name: 'the base image is not known: a person decides',
      code: 'FROM x\nRUN curl -fsSL https://x/key | sudo tee /etc/key\n',
      findings: [
        { at: 'sudo tee /etc/key', severity: 'info', message: 'unless USER or the base image says otherwise' },
      ],
      unsafe: 'FROM x\nRUN curl -fsSL https://x/key | tee /etc/key\n',
    },
    {
      name: 'the base image says root',
      code: 'FROM x\nRUN sudo \\\n    make install\n',
      facts: userOfBase(null),
      findings: [{ at: 'sudo \\\n    make install' }],
      safe: 'FROM x\nRUN make install\n',
    },
    {
      name: 'the base image names a user',
      code: 'FROM x\nRUN sudo make install\n',
      facts: userOfBase('gitpod'),
      findings: [{ at: 'sudo make install', severity: 'info', message: 'Do it under `USER root`' }],
    },
    {
      name: 'so does USER, in a parent stage too; that of another stage counts for nothing',
      code: 'FROM x AS a\nUSER app\nRUN sudo -E make\nFROM a\nRUN sudo make\nFROM scratch\nUSER 0:0\nRUN sudo make\n',
      findings: [
        { at: 'sudo -E make', severity: 'info' },
        { at: 'sudo make', severity: 'info' },
        { at: 'sudo make', message: 'this RUN is root already' },
      ],
      safe: 'FROM x AS a\nUSER app\nRUN sudo -E make\nFROM a\nRUN sudo make\nFROM scratch\nUSER 0:0\nRUN make\n',
    },
    {
      name: 'a variable may name anybody',
      code: 'FROM x\nARG WHO\nUSER $WHO\nRUN sudo make\n',
      findings: [{ at: 'sudo make', severity: 'info', message: 'unless USER' }],
      unsafe: 'FROM x\nARG WHO\nUSER $WHO\nRUN make\n',
    },
    {
      name: 'another user: words',
      code: 'FROM x\nUSER root\nRUN sudo -H -u postgres psql -c x\n',
      findings: [{ at: 'sudo -H -u postgres psql -c x', message: '`USER postgres`, or `gosu postgres`' }],
    },
    {
      name: 'options that change the environment: words; plain ones beside them are dropped',
      code: 'FROM x\nUSER root\nRUN sudo -E make && sudo make install\n',
      findings: [{ at: 'sudo -E make', message: 'mind what its options change' }, { at: 'sudo make install' }],
      safe: 'FROM x\nUSER root\nRUN sudo -E make && make install\n',
    },
    {
      name: 'an image without sudo: there the RUN fails',
      code: 'FROM debian:12\nRUN apt-get update\nRUN sudo apt-get install -y curl\n',
      findings: [{ at: 'sudo apt-get install -y curl', severity: 'warning', message: 'fails with `sudo: not found`' }],
      safe: 'FROM debian:12\nRUN apt-get update\nRUN apt-get install -y curl\n',
    },
    ...['php:7.0-fpm', 'node:22-alpine', 'python:3.12-slim', 'perl:5.32', 'rust:1.80'].map((image) => ({
      name: `nor has ${image}`,
      code: `FROM ${image}\nUSER root\nRUN sudo mv /tmp/a /usr/local/bin\n`,
      findings: [
        { at: 'sudo mv /tmp/a /usr/local/bin', severity: 'warning' as const, message: `\`${image}\` has no sudo` },
      ],
      safe: `FROM ${image}\nUSER root\nRUN mv /tmp/a /usr/local/bin\n`,
    })),
    {
      name: 'one that is built upon Node.js may',
      code: 'FROM circleci/node\nUSER root\nRUN sudo mv /tmp/a /usr/local/bin\n',
      findings: [{ at: 'sudo mv /tmp/a /usr/local/bin', severity: 'info' }],
      safe: 'FROM circleci/node\nUSER root\nRUN mv /tmp/a /usr/local/bin\n',
    },
    {
      name: 'a path among the arguments is not run',
      code: 'FROM php:8.3\nUSER root\nRUN php /tmp/drush status\nRUN sudo mv /tmp/drush /usr/bin\n',
      findings: [{ at: 'sudo mv /tmp/drush /usr/bin', severity: 'warning' }],
      safe: 'FROM php:8.3\nUSER root\nRUN php /tmp/drush status\nRUN mv /tmp/drush /usr/bin\n',
    },
    ...['/tmp/setup', 'cd /tmp && ./setup', 'A=1 B=2 /tmp/setup', 'if true; then ./setup; fi'].map((step) => ({
      name: `${step} may bring one`,
      code: `FROM php:8.3\nUSER root\nRUN ${step}\nRUN sudo make\n`,
      findings: [{ at: 'sudo make', severity: 'info' as const }],
      safe: `FROM php:8.3\nUSER root\nRUN ${step}\nRUN make\n`,
    })),
    {
      name: 'where it was installed, that is not said',
      code: 'FROM debian:12\nRUN apt-get update && apt-get install -y sudo\nRUN sudo apt-get install -y curl\n',
      findings: [{ at: 'sudo apt-get install -y curl', message: 'is one more package to install' }],
      safe: 'FROM debian:12\nRUN apt-get update && apt-get install -y sudo\nRUN apt-get install -y curl\n',
    },
    {
      name: 'an assignment behind it stays one',
      code: 'FROM x\nUSER root\nRUN sudo A=1 make\n',
      findings: [{ at: 'sudo A=1 make' }],
      safe: 'FROM x\nUSER root\nRUN A=1 make\n',
    },
    {
      name: 'whoever installs packages without it is root',
      code: 'FROM x\nRUN yum install -y sudo make\nRUN sudo make install\n',
      findings: [{ at: 'sudo make install', message: 'this RUN is root already' }],
      safe: 'FROM x\nRUN yum install -y sudo make\nRUN make install\n',
    },
    {
      name: 'whoever installs them with it may be anybody',
      code: 'FROM circleci/python\nRUN sudo apt-get update && sudo apt-get install -y make\n',
      findings: [{ at: 'sudo apt-get update', severity: 'info' }],
      unsafe: 'FROM circleci/python\nRUN apt-get update && apt-get install -y make\n',
    },
    {
      name: 'echo is a program too',
      code: 'FROM x\nUSER root\nRUN sudo echo a > /b\n',
      findings: [{ at: 'sudo echo a > /b' }],
      safe: 'FROM x\nUSER root\nRUN echo a > /b\n',
    },
    {
      name: 'a builtin would change this shell: words',
      code: 'FROM x\nUSER root\nRUN sudo cd /x && make\n',
      findings: [{ at: 'sudo cd /x', message: 'a part of the shell, and sudo cannot start it' }],
    },
  ],
});
