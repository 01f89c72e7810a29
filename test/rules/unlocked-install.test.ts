import { rule } from '../../src/rules/unlocked-install.ts';
import { testRule } from '../support/test-rule.ts';

const lock = { 'package.json': '{}', 'package-lock.json': '{}' };
const code = 'FROM node:22\nWORKDIR /app\nCOPY package*.json ./\nRUN npm install\nCOPY . .\n';

const yarn = { 'package.json': '{}', 'yarn.lock': '' };
const pnpm = { 'package.json': '{}', 'pnpm-lock.yaml': '' };
const all = (command: string): string => `WORKDIR /app\nCOPY . .\nRUN ${command}\n`;

testRule(rule, {
  valid: [
    { name: 'nothing is known of the repository', code },
    { name: 'no lock file', code, files: { 'package.json': '{}' } },
    { name: 'npm ci', code: code.replace('npm install', 'npm ci'), files: lock },
    ...[
      'npm install express',
      'npm install -g npm@11',
      'npm install --no-package-lock',
      'npm install --prefix web',
      'npm install $PACKAGES',
      'cd web && npm install',
      'yarn install',
      'pnpm install',
      'bun install',
    ].map((command) => ({ name: command, code: code.replace('npm install', command), files: lock })),
    ...[
      'yarn install --frozen-lockfile',
      'yarn --immutable',
      'yarn install --pure-lockfile',
      'yarn add express',
      'yarn build',
      'yarn --cwd web install',
      'npm install',
      'npm ci && yarn && yarn install',
      'CI=1 yarn',
    ].map((command) => ({
      name: `${command}, with yarn.lock`,
      code: code.replace('npm install', command),
      files: yarn,
    })),
    { name: 'with CI in the environment', code: `FROM node:22\nENV CI=true\n${all('pnpm i')}`, files: pnpm },
    { name: 'pnpm installs as it is told', code: `FROM node:22\n${all('pnpm i --no-frozen-lockfile')}`, files: pnpm },
    { name: 'the lock file is ignored', code, files: { ...lock, '.dockerignore': 'package-lock.json\n' } },
    { name: 'package.json comes later', code: 'FROM node:22\nWORKDIR /app\nRUN npm install\nCOPY . .\n', files: lock },
    {
      name: 'it may come from two places',
      code,
      path: 'api/Dockerfile',
      files: { ...lock, 'api/package.json': '{}', 'api/package-lock.json': '{}' },
    },
    {
      name: 'from another stage',
      code: 'FROM node:22\nCOPY --from=a /app/ /app/\nWORKDIR /app\nRUN npm install\n',
      files: lock,
    },
  ],
  invalid: [
    {
      code,
      files: lock,
      findings: [
        {
          at: 'npm install',
          message: '`npm install` may install other versions than `package-lock.json` names',
        },
      ],
      unsafe: code.replace('npm install', 'npm ci'),
    },
    {
      name: 'with options, in the Dockerfile’s folder',
      path: 'api/Dockerfile',
      code: 'FROM node:22\nWORKDIR /app\nCOPY . /app\nRUN npm cache clean --force && \\\n    npm i --omit=dev --no-audit && \\\n    npm run build\n',
      files: { 'api/package.json': '{}', 'api/package-lock.json': '{}' },
      findings: [{ at: 'npm i --omit=dev --no-audit', message: '`api/package-lock.json`' }],
      unsafe:
        'FROM node:22\nWORKDIR /app\nCOPY . /app\nRUN npm cache clean --force && \\\n    npm ci --omit=dev --no-audit && \\\n    npm run build\n',
    },
    {
      name: 'the lock file is not copied before: words only',
      code: code.replace('package*.json', 'package.json'),
      files: lock,
      findings: [{ at: 'npm install', message: 'Copy it beside package.json as well' }],
    },
    {
      name: 'yarn by its name alone, with a prefix and options',
      code: `FROM node:22\n${all('NODE_ENV=production yarn --production --network-timeout 100000 && yarn build')}`,
      files: yarn,
      findings: [
        {
          at: 'NODE_ENV=production yarn --production --network-timeout 100000',
          message: '`--frozen-lockfile` installs exactly what it names, or fails when it does not fit package.json.',
        },
      ],
      unsafe: `FROM node:22\n${all('NODE_ENV=production yarn --frozen-lockfile --production --network-timeout 100000 && yarn build')}`,
    },
    {
      name: 'yarn from version 2 on',
      code: `FROM node:22\n${all('corepack enable && yarn install')}`,
      files: { ...yarn, '.yarnrc.yml': '' },
      findings: [{ at: 'yarn install', message: '`--immutable` installs exactly' }],
      unsafe: `FROM node:22\n${all('corepack enable && yarn install --immutable')}`,
    },
    {
      name: 'yarn.lock is not copied',
      code: 'FROM node:22\nWORKDIR /app\nCOPY package.json .\nRUN yarn\n',
      files: yarn,
      findings: [{ at: 'yarn', message: 'Copy it beside package.json as well, and `--frozen-lockfile`' }],
    },
    {
      name: 'pnpm, and its lock file beside that of npm',
      code: `FROM node:22\n${all('npm install -g pnpm && pnpm i --prod')}`,
      files: { ...pnpm, 'package-lock.json': '{}' },
      findings: [{ at: 'pnpm i --prod', message: '`pnpm-lock.yaml`' }],
      unsafe: `FROM node:22\n${all('npm install -g pnpm && pnpm i --frozen-lockfile --prod')}`,
    },
    {
      name: 'bun, whose lock file may be binary',
      code: `FROM oven/bun:1\n${all('bun install')}`,
      files: { 'package.json': '{}', 'bun.lockb': '' },
      findings: [{ at: 'bun install', message: '`bun.lockb`' }],
      unsafe: `FROM oven/bun:1\n${all('bun install --frozen-lockfile')}`,
    },
    {
      name: 'npm-shrinkwrap.json goes first',
      code,
      files: { ...lock, 'npm-shrinkwrap.json': '{}' },
      findings: [{ at: 'npm install', message: '`npm-shrinkwrap.json`' }],
    },
    {
      name: 'both by name',
      code: code.replace('package*.json', 'web/package.json web/package-lock.json'),
      files: { 'web/package.json': '{}', 'web/package-lock.json': '{}' },
      findings: [{ at: 'npm install', message: '`web/package-lock.json`' }],
      unsafe: code.replace('package*.json', 'web/package.json web/package-lock.json').replace('npm install', 'npm ci'),
    },
    {
      name: 'in a heredoc',
      code: 'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN <<E\nset -e\nnpm install --production\nE\n',
      files: lock,
      findings: [{ at: 'npm install --production' }],
      unsafe: 'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN <<E\nset -e\nnpm ci --production\nE\n',
    },
  ],
});
