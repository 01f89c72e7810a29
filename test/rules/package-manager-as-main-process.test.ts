import type { Facts } from '../../src/lint/rule.ts';
import { rule } from '../../src/rules/package-manager-as-main-process.ts';
import { testRule } from '../support/test-rule.ts';

function packageJson(content: unknown, at = 'package.json'): Facts {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  return {
    image: () => undefined,
    file: (path) => (path === at ? { mode: '100644', text } : null),
  };
}

const starting = (start: string, more: object = {}): Facts => packageJson({ scripts: { start, ...more } });
const copied = 'FROM node:20\nWORKDIR /app\nCOPY . .\n';

testRule(rule, {
  valid: [
    'FROM node:20\nCMD ["node", "server.js"]\n',
    'FROM node:20\nCMD ["npm", "--version"]\n',
    'FROM node:20\nCMD ["npm", "install"]\n',
    'FROM node:20\nCMD ["npm", "test"]\n',
    'FROM node:20\nENTRYPOINT ["npm"]\n',
    'FROM node:20\nRUN npm run build\n',
    'FROM node:20\nCMD npm start | tee /log\n',
    'FROM node:20\nCMD npm start & tail -f /dev/null\n',
    { name: 'dumb-init tells the whole group', code: 'FROM node:20\nCMD ["dumb-init", "npm", "start"]\n' },
    { name: 'so does tini -g', code: 'FROM node:20\nENTRYPOINT ["tini", "-g", "--", "npm", "start"]\n' },
  ],
  invalid: [
    {
      name: 'in an array that is yet to be repaired',
      code: "FROM node:22\nCMD ['npm', 'start']\n",
      findings: [{ at: "CMD ['npm', 'start']", message: 'Once it is a valid array, `npm start` keeps npm' }],
    },
    {
      name: 'in an array that no shell reads yet',
      code: 'FROM node:22\nCMD ["npm", "ci", "&&", "npm", "start"]\n',
      findings: [{ at: { line: 2 }, message: 'Once a shell reads the line, `npm start` keeps npm' }],
    },
    {
      name: 'nothing known of package.json: words only',
      code: 'FROM node:20\nCMD ["npm", "start"]\n',
      findings: [{ at: 'CMD ["npm", "start"]', message: '`scripts.start` in package.json' }],
    },
    {
      name: 'package.json says what it starts',
      code: `${copied}CMD ["npm", "start"]\n`,
      facts: starting('node server.js --port 80'),
      findings: [{ at: 'CMD ["npm", "start"]', message: '`node server.js --port 80`' }],
      unsafe: `${copied}CMD ["node", "server.js", "--port", "80"]\n`,
    },
    {
      name: 'shell form',
      code: `${copied}CMD npm run start\n`,
      facts: starting('node server.js'),
      findings: [{ at: 'CMD npm run start' }],
      unsafe: `${copied}CMD ["node", "server.js"]\n`,
    },
    {
      name: 'package.json copied by itself, yarn, another script',
      code: 'FROM node:20\nWORKDIR /app\nCOPY package.json yarn.lock ./\nCOPY src src\nENTRYPOINT ["yarn", "serve"]\n',
      facts: packageJson({ scripts: { serve: 'node src/a.js' } }),
      findings: [{ at: 'ENTRYPOINT ["yarn", "serve"]' }],
      unsafe:
        'FROM node:20\nWORKDIR /app\nCOPY package.json yarn.lock ./\nCOPY src src\nENTRYPOINT ["node", "src/a.js"]\n',
    },
    {
      name: 'something runs before it: words only',
      code: `${copied}USER u0\nCMD ["npm", "start"]\n`,
      facts: starting('node server.js', { prestart: 'node migrate.js' }),
      findings: [{ at: { line: 5 } }],
    },
    {
      name: 'another program, found through npm’s PATH: words only',
      code: `${copied}CMD ["pnpm", "start"]\n`,
      facts: starting('next start'),
      findings: [{ at: 'CMD ["pnpm", "start"]' }],
    },
    {
      name: 'the script needs a shell: words only',
      code: `${copied}CMD ["npm", "run", "start"]\n`,
      facts: starting('node migrate.js && node server.js'),
      findings: [{ at: { line: 4 } }],
    },
    {
      name: 'arguments for the script: words only',
      code: `${copied}CMD ["npm", "start", "--", "--port", "80"]\n`,
      facts: starting('node server.js'),
      findings: [{ at: { line: 4 } }],
    },
    {
      name: 'package.json is not JSON: words only',
      code: `${copied}USER u1\nCMD ["npm", "start"]\n`,
      facts: packageJson('{ scripts'),
      findings: [{ at: { line: 5 } }],
    },
    {
      name: 'package.json of another folder: words only',
      code: `${copied}USER u2\nCMD ["npm", "start"]\n`,
      facts: packageJson({ scripts: { start: 'node a.js' } }, 'web/package.json'),
      findings: [{ at: { line: 5 } }],
    },
    {
      name: 'behind other work: words only',
      code: 'FROM node:20\nCMD ["sh", "-c", "node migrate.js && npm start"]\n',
      findings: [{ at: { line: 2 }, message: '`npm start` keeps npm' }],
    },
  ],
});
