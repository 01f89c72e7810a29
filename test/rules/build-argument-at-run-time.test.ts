import { rule } from '../../src/rules/build-argument-at-run-time.ts';
import { imageFacts } from '../../src/jobs/facts.ts';
import { noFacts } from '../../src/lint/rule.ts';
import { testRule } from '../support/test-rule.ts';

const image = {
  family: undefined,
  sh: undefined,
  entrypoint: undefined,
  cmd: undefined,
  shell: undefined,
  env: ['PORT'],
};

testRule(rule, {
  valid: [
    'FROM x\nARG PORT=80\nENV PORT=$PORT\nCMD app --port $PORT\n',
    'FROM x\nENV PORT 80\nARG PORT\nCMD app --port $PORT\n',
    'FROM x\nARG PORT\nRUN app --port $PORT\n',
    'FROM x\nCMD app --port $PORT\n',
    'FROM x\nARG PORT\nCMD ["app", "$PORT"]\n',
    "FROM x\nARG PORT\nCMD echo '$PORT'\n",
    'FROM x\nARG PORT\nCMD PORT=80; app --port $PORT\n',
    'FROM x\nARG PORT\nCMD . /etc/app.env && app --port $PORT\n',
    'FROM x\nARG i\nCMD for i in 1 2; do echo $i; done\n',
    'FROM x\nARG HOME\nCMD cd $HOME && app\n',
    { name: 'a child stage sets it', code: 'FROM x AS a\nARG P\nCMD app $P\nFROM a\nENV P=1\n' },
    {
      name: 'the base image sets it',
      code: 'FROM x\nARG PORT\nCMD app --port $PORT\n',
      facts: { ...noFacts, image: () => image },
    },
    {
      name: 'the table knows that the base image sets it',
      code: 'FROM postgres:17\nARG PGDATA\nCMD ["sh", "-c", "exec postgres -D $PGDATA"]\n',
      facts: imageFacts,
    },
    { name: 'PowerShell', code: 'FROM x\nSHELL ["pwsh", "-c"]\nARG PORT\nCMD app $PORT\n' },
  ],
  invalid: [
    {
      name: 'a name that the base image does not set',
      code: 'FROM node:22\nARG APP_VERSION=1\nCMD node app.js --version $APP_VERSION --node $NODE_VERSION\n',
      facts: imageFacts,
      findings: [{ at: '$APP_VERSION', severity: 'warning' }],
      unsafe:
        'FROM node:22\nARG APP_VERSION=1\nENV APP_VERSION=$APP_VERSION\nCMD node app.js --version $APP_VERSION --node $NODE_VERSION\n',
    },
    {
      code: 'FROM y\nARG PORT=80\nCMD app --port $PORT\n',
      findings: [{ at: '$PORT', message: '`PORT` comes from ARG, which ends with the build' }],
      unsafe: 'FROM y\nARG PORT=80\nENV PORT=$PORT\nCMD app --port $PORT\n',
    },
    {
      name: 'under sh -c, in braces and quotes',
      code: 'FROM x\nARG JAR\nENTRYPOINT ["sh", "-c", "exec java -jar \\"${JAR}\\""]\n',
      findings: [{ at: '"exec java -jar \\"${JAR}\\""' }],
      unsafe: 'FROM x\nARG JAR\nENV JAR=$JAR\nENTRYPOINT ["sh", "-c", "exec java -jar \\"${JAR}\\""]\n',
    },
    {
      name: 'a probe',
      code: 'FROM x\nARG PORT\nHEALTHCHECK CMD curl -f http://localhost:$PORT/\n',
      findings: [{ at: '$PORT', message: 'when the probe runs' }],
      unsafe: 'FROM x\nARG PORT\nENV PORT=$PORT\nHEALTHCHECK CMD curl -f http://localhost:$PORT/\n',
    },
    {
      name: 'each name once, CRLF',
      code: 'FROM x\r\nARG A B=2\r\nCMD app $A $B $A\r\n',
      findings: [{ at: '$A' }, { at: '$B' }],
      unsafe: 'FROM x\r\nARG A B=2\r\nENV B=$B\r\nENV A=$A\r\nCMD app $A $B $A\r\n',
    },
    {
      name: 'with a default',
      code: 'FROM x\nARG PORT\nCMD app --port ${PORT:-80}\n',
      findings: [{ at: '${PORT:-80}', severity: 'info', message: 'its default is always taken' }],
    },
    {
      name: 'declared before the first FROM only: words',
      code: 'ARG V=1\nFROM x\nCMD app $V\n',
      findings: [{ at: '$V' }],
    },
    {
      name: 'a secret is not to be kept',
      code: 'FROM x\nARG API_TOKEN\nCMD app --token $API_TOKEN\n',
      findings: [{ at: '$API_TOKEN', message: 'A secret belongs in neither' }],
    },
    {
      name: 'a script may set it',
      code: 'FROM x\nARG PORT\nENTRYPOINT ["/entrypoint.sh"]\nCMD app $PORT\n',
      findings: [{ at: '$PORT', severity: 'warning', message: 'unless the ENTRYPOINT script sets it' }],
      unsafe: 'FROM x\nARG PORT\nENV PORT=$PORT\nENTRYPOINT ["/entrypoint.sh"]\nCMD app $PORT\n',
    },
  ],
});
