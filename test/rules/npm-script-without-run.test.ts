import { rule } from '../../src/rules/npm-script-without-run.ts';
import { testRule } from '../support/test-rule.ts';

testRule(rule, {
  valid: [
    'FROM node:22\nRUN npm run build && npm run-script build:prod && npm rum dev\n',
    'FROM node:22\nRUN npm ci && npm install build && npm i -g serve && npm uninstall dev\n',
    'FROM node:22\nRUN npm test && npm t\nCMD ["npm", "start"]\n',
    'FROM node:22\nRUN npm --prefix build ci && npm -w dev install\n',
    'FROM node:22\nRUN npm --prefix build run build\n',
    { name: 'yarn and pnpm start scripts by their name', code: 'FROM node:22\nRUN yarn build && pnpm build\n' },
    { name: 'npx starts a program', code: 'FROM node:22\nRUN npx serve\n' },
    { name: 'words of a message', code: 'FROM node:22\nRUN echo npm build\nLABEL a="npm build"\n' },
    { name: 'a variable', code: 'FROM node:22\nARG WHAT=build\nRUN npm $WHAT\n' },
    { name: 'a command that npm does not know, and may get', code: 'FROM node:22\nRUN npm sbom\nCMD ["npm", "x"]\n' },
  ],
  invalid: [
    {
      code: 'FROM node:13-alpine\nRUN npm install\nRUN npm build\n',
      findings: [
        {
          at: 'npm build',
          severity: 'error',
          message: 'npm has no command `build`: npm 6 and older warn, build nothing and succeed; newer ones refuse',
        },
      ],
      unsafe: 'FROM node:13-alpine\nRUN npm install\nRUN npm run build\n',
    },
    {
      name: 'in a chain, behind options, with arguments',
      code: 'FROM node:22\nRUN npm ci \\\n && npm --silent --prefix web build:prod -- --base /\n',
      findings: [
        { at: 'npm --silent --prefix web build:prod -- --base /', message: 'no command `build:prod`: it refuses' },
      ],
      unsafe: 'FROM node:22\nRUN npm ci \\\n && npm --silent --prefix web run build:prod -- --base /\n',
    },
    {
      name: 'in an array, behind an init',
      code: 'FROM node:22\nENTRYPOINT ["tini", "--"]\nCMD ["npm", "dev"]\n',
      findings: [{ at: '["npm", "dev"]', message: '`npm run dev` starts the script' }],
      unsafe: 'FROM node:22\nENTRYPOINT ["tini", "--"]\nCMD ["npm", "run", "dev"]\n',
    },
    {
      name: 'in an array of RUN, the init in the same one',
      code: 'FROM node:22\nRUN ["env", "A=1", "npm", "build"]\n',
      findings: [{ at: '["env", "A=1", "npm", "build"]' }],
      unsafe: 'FROM node:22\nRUN ["env", "A=1", "npm", "run", "build"]\n',
    },
  ],
});
