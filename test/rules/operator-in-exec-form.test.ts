import { rule } from '../../src/rules/operator-in-exec-form.ts';
import { testRule } from '../support/test-rule.ts';

const fixed = (level: 'safe' | 'unsafe', at: string, before: string, after: string) => ({
  code: `FROM x\n${before}\n`,
  findings: [{ at: `"${at}"` }],
  [level]: `FROM x\n${after}\n`,
});
const words = (at: string, before: string, message: string) => ({
  code: `FROM x\n${before}\n`,
  findings: [{ at: `"${at}"`, message }],
});

testRule(rule, {
  valid: [
    'FROM x\nRUN ["find", "/x", "-exec", "rm", "{}", ";"]\n',
    'FROM x\nRUN ["expr", "1", "|", "2"]\n',
    'FROM x\nCMD ["sh", "-c", "a && b"]\n',
    'FROM x\nCMD ["sh", "-c", "a", "&&", "b"]\n',
    'FROM x\nENTRYPOINT ["sh", "-c"]\nCMD ["a", "&&", "b"]\n',
    'FROM x\nENTRYPOINT ["tini", "--", "node"]\n',
    'FROM x\nCMD ["ffmpeg", "-filter_complex", "[0:v]scale=1:1;[1:v]x"]\n',
    'FROM x\nCMD ["grep", "a|b", "/f"]\n',
    'FROM x\nENTRYPOINT ["execlineb", "-P", "-c", "foreground { a } b"]\n',
    'FROM x\nCMD ["gosu", "app", "jq", "|"]\n',
    'FROM x\nCMD npm install && npm start\n',
  ],
  invalid: [
    fixed(
      'safe',
      '&&',
      'CMD ["npm", "install", "&&", "npm", "start"]',
      'CMD ["sh", "-c", "npm install && exec npm start"]',
    ),
    fixed('safe', '>', 'CMD ["python", "main.py", ">", "/a b"]', `CMD ["sh", "-c", "exec python main.py > '/a b'"]`),
    fixed(
      'safe',
      '&&',
      'CMD ["cd", "/app", "&&", "node", "$FILE"]',
      'CMD ["sh", "-c", "cd /app && exec node \\"$FILE\\""]',
    ),
    fixed(
      'safe',
      '||',
      'HEALTHCHECK CMD ["curl", "-f", "x", "||", "exit", "1"]',
      'HEALTHCHECK CMD curl -f x || exit 1',
    ),
    fixed('safe', '&&', 'RUN ["apk", "update", "&&", "apk", "add", "curl"]', 'RUN apk update && apk add curl'),
    fixed('safe', '2>&1', 'RUN ["a", "2>&1", "|", "tee", "/log"]', 'RUN a 2>&1 | tee /log'),
    fixed('safe', '&&', 'ONBUILD RUN ["a", "&&", "b"]', 'ONBUILD RUN a && b'),
    fixed('unsafe', '&&', 'RUN ["rm", "-r", "/tmp/*", "&&", "b"]', 'RUN rm -r /tmp/* && b'),
    fixed('unsafe', '|', 'CMD ["/run.sh", "|", "tee", "/log"]', 'CMD ["sh", "-c", "/run.sh | tee /log"]'),
    fixed('unsafe', ';', 'CMD ["a", ";", "b"]', 'CMD ["sh", "-c", "a ; b"]'),
    fixed('unsafe', '&&', 'ENTRYPOINT ["a", "&&", "b"]', 'ENTRYPOINT ["sh", "-c", "a && exec b \\"$@\\"", "--"]'),
    words('|', 'ENTRYPOINT ["a", "|", "b"]', 'it is a pipeline'),
    words('&', 'CMD ["a", "&", "b"]', 'it leaves a process in the background'),
    words('&&', 'CMD ["service", "a", "start", "&&", "service", "b", "start"]', 'the container would end'),
    words('&&', 'ENTRYPOINT ["node"]\nCMD ["a", "&&", "b"]', 'the ENTRYPOINT gets these words'),
    words('&&', 'CMD ["&&", "b"]', 'the words make no shell command'),
    words('>', 'SHELL ["pwsh"]\nCMD ["a", ">", "b"]', 'the shell in force reads operators in its own way'),
    {
      name: 'scratch has no shell',
      code: 'FROM scratch\nCMD ["/a", "&&", "/b"]\n',
      findings: [{ at: '"&&"', message: 'the base image has no shell' }],
    },
    {
      name: 'an ENTRYPOINT that only starts what it is given',
      code: 'FROM x\nENTRYPOINT ["tini", "--"]\nCMD ["a", "&&", "b"]\n',
      findings: [{ at: '"&&"' }],
      safe: 'FROM x\nENTRYPOINT ["tini", "--"]\nCMD ["sh", "-c", "a && exec b"]\n',
    },
  ],
});
