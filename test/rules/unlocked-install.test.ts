import { rule } from '../../src/rules/unlocked-install.ts';
import { testRule } from '../support/test-rule.ts';

const lock = { 'package.json': '{}', 'package-lock.json': '{}' };
const code = 'FROM node:22\nWORKDIR /app\nCOPY package*.json ./\nRUN npm install\nCOPY . .\n';

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
    ].map((command) => ({ name: command, code: code.replace('npm install', command), files: lock })),
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
