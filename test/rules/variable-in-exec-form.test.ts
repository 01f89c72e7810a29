import { imageFacts } from '../../src/jobs/facts.ts';
import { noFacts, type Facts } from '../../src/lint/rule.ts';
import { rule } from '../../src/rules/variable-in-exec-form.ts';
import { testRule } from '../support/test-rule.ts';

const base: Facts = {
  ...noFacts,
  image: ({ repository }) => ({
    family: 'other',
    sh: repository.endsWith('static') ? 'none' : 'dash',
    entrypoint: repository.endsWith('program') ? ['awk'] : null,
    cmd: null,
    shell: null,
    env: ['JAVA_HOME'],
  }),
};

testRule(rule, {
  valid: [
    'FROM x\nCMD ["sh", "-c", "echo $HOME"]\n',
    'FROM x\nENTRYPOINT ["/bin/bash", "-lc", "exec node $OPTS"]\n',
    'FROM x\nENTRYPOINT ["tini", "--", "sh", "-c", "exec node app.js $OPTS"]\n',
    'FROM x\nENTRYPOINT ["/usr/bin/env", "bash", "-c", "echo $HOME"]\n',
    'FROM x\nENTRYPOINT ["sh", "-c"]\nCMD ["echo $HOME"]\n',
    {
      name: 'ENTRYPOINT of the parent stage',
      code: 'FROM x AS a\nENTRYPOINT ["sh", "-c"]\nFROM a\nCMD ["echo $HOME"]\n',
    },
    { name: 'ENTRYPOINT of the base image', code: 'FROM program\nCMD ["{print $NF}"]\n', facts: base },
    'FROM x\nSHELL ["pwsh", "-Command", "$ErrorActionPreference = 1;"]\n',
    'FROM x\nENTRYPOINT ["pwsh", "-Command", "$x = 1"]\n',
    'FROM x\nCMD ["su", "-s", "/bin/sh", "app", "-c", "hz $URI"]\n',
    'FROM x\nRUN ["awk", "{print $NF}", "/etc/passwd"]\n',
    'FROM x\nCMD ["gosu", "app", "perl", "-e", "my $x = 1"]\n',
    'FROM x\nCMD ["node", "-e", "`${a}`"]\n',
    'FROM x\nCMD ["php", "-r", "echo $a;"]\n',
    'FROM x\nCMD ["java", "-jar", "app.jar", "--server.port=${PORT}"]\n',
    'FROM x\nCMD ["java", "-Dspring.profiles.active=${PROFILE}", "-jar", "app.jar"]\n',
    'FROM x\nCMD ["java", "-cp", "/a/*", "com.example.Main", "${PORT}"]\n',
    'FROM x\nCMD ["nginx", "-g", "env $A;"]\n',
    'FROM x\nCMD ["app", "$", "a$", "$1", "$(x)", "${a.b}"]\n',
    'FROM x\nCMD app $PORT\n',
    { name: 'a command line in one string is another rule’s', code: 'FROM x\nCMD ["node app.js $PORT"]\n' },
    { name: 'an operator is another rule’s', code: 'FROM x\nCMD ["a", "$B", "&&", "c"]\n' },
    'FROM mcr.microsoft.com/windows/servercore:ltsc2022\nCMD ["cmd", "/S", "/C", "echo %PATH%"]\n',
  ],
  invalid: [
    {
      name: 'npm 6, which came with Node up to 14, lets a shell expand it: a remark',
      code: 'FROM node:10-alpine\nENV PORT=1\nCMD ["npm", "start", "--", "--port=${PORT}"]\n',
      findings: [{ at: '"--port=${PORT}"', severity: 'info', message: 'npm 6 of this base hands it to a shell' }],
      unsafe: 'FROM node:10-alpine\nENV PORT=1\nCMD ["sh", "-c", "exec npm start -- \\"--port=${PORT}\\""]\n',
    },
    {
      name: 'npm of a later Node does not',
      code: 'FROM node:20\nENV PORT=1\nCMD ["npm", "start", "--", "--port=${PORT}"]\n',
      findings: [{ at: '"--port=${PORT}"', severity: 'warning' }],
      unsafe: 'FROM node:20\nENV PORT=1\nCMD ["sh", "-c", "exec npm start -- \\"--port=${PORT}\\""]\n',
    },
    {
      name: 'the table knows that the base image sets it, so it is there to expand',
      code: 'FROM postgres:17\nARG PGDATA\nCMD ["postgres", "-D", "$PGDATA"]\n',
      facts: imageFacts,
      findings: [{ at: '"$PGDATA"', severity: 'error' }],
      unsafe: 'FROM postgres:17\nARG PGDATA\nCMD ["sh", "-c", "exec postgres -D \\"$PGDATA\\""]\n',
    },
    {
      name: 'behind an init that starts what it is given',
      code: 'FROM x\nENV DOCKER_CMD=start\nENTRYPOINT ["/sbin/my_init", "--", "/sbin/setuser", "app"]\nCMD ["$DOCKER_CMD"]\n',
      findings: [{ at: '"$DOCKER_CMD"', severity: 'error', message: 'A shell can expand it and `exec` the program.' }],
      unsafe:
        'FROM x\nENV DOCKER_CMD=start\nENTRYPOINT ["/sbin/my_init", "--", "/sbin/setuser", "app"]\nCMD ["sh", "-c", "exec \\"$DOCKER_CMD\\""]\n',
    },
    {
      code: 'FROM x\nENV PORT=80\nCMD ["node", "app.js", "--port", "$PORT"]\n',
      findings: [{ at: '"$PORT"', severity: 'error', message: 'the program gets `$PORT` as written' }],
      unsafe: 'FROM x\nENV PORT=80\nCMD ["sh", "-c", "exec node app.js --port \\"$PORT\\""]\n',
    },
    {
      name: 'old start scripts of WildFly evaluate it',
      code: 'FROM x\nENV PORT=80\nCMD ["/opt/wildfly/bin/standalone.sh", "-Dport=$PORT"]\n',
      findings: [{ at: '"-Dport=$PORT"', severity: 'warning' }],
      unsafe: 'FROM x\nENV PORT=80\nCMD ["sh", "-c", "exec /opt/wildfly/bin/standalone.sh \\"-Dport=$PORT\\""]\n',
    },
    {
      name: 'npm may hand it to a shell',
      code: 'FROM x\nENV PORT=80\nCMD ["npm", "start", "--", "--port=$PORT"]\n',
      findings: [{ at: '"--port=$PORT"', severity: 'warning' }],
      unsafe: 'FROM x\nENV PORT=80\nCMD ["sh", "-c", "exec npm start -- \\"--port=$PORT\\""]\n',
    },
    {
      name: 'a program that this stage copies may expand it',
      code: 'FROM x\nENV A=1\nCOPY --from=x /go/bin/parent /bin/parent\nENTRYPOINT ["/bin/parent", "caddy"]\nCMD ["--agree=$A"]\n',
      findings: [{ at: '"--agree=$A"', severity: 'info', message: 'the ENTRYPOINT may expand it by itself' }],
    },
    {
      name: 'not declared',
      code: 'FROM x\nCMD ["node", "${PORT:-80}", "it\'s"]\n',
      findings: [{ at: '"${PORT:-80}"', severity: 'warning' }],
      unsafe: 'FROM x\nCMD ["sh", "-c", "exec node \\"${PORT:-80}\\" \\"it\'s\\""]\n',
    },
    {
      name: 'declared by the parent stage, in the old form',
      code: 'FROM x AS a\nENV A 1\nFROM a\nCMD ["b", "$A$B"]\n',
      findings: [{ at: '"$A$B"', severity: 'error', message: '`$A` and `$B`' }],
      unsafe: 'FROM x AS a\nENV A 1\nFROM a\nCMD ["sh", "-c", "exec b \\"$A$B\\""]\n',
    },
    {
      name: 'declared by the base image',
      code: 'FROM x\nCMD ["${JAVA_HOME}/bin/java", "$JAVA_OPTS", "-jar", "a b"]\n',
      facts: base,
      findings: [{ at: '"${JAVA_HOME}/bin/java"', severity: 'error', message: 'looks for a program' }],
      unsafe: `FROM x\nCMD ["sh", "-c", "exec \\"\${JAVA_HOME}/bin/java\\" $JAVA_OPTS -jar 'a b'"]\n`,
    },
    {
      code: 'FROM x\nENTRYPOINT [ "/usr/bin/${CHANNEL}" ]\n',
      findings: [{ at: '"/usr/bin/${CHANNEL}"', message: '`"$@"` still passes the arguments on' }],
      unsafe: 'FROM x\nENTRYPOINT ["sh", "-c", "exec \\"/usr/bin/${CHANNEL}\\" \\"$@\\"", "--"]\n',
    },
    {
      code: 'FROM x\nRUN ["echo", "$HOME", "a\\\\b"]\n',
      findings: [{ at: '"$HOME"', message: 'Shell form expands it.' }],
      safe: 'FROM x\nRUN echo "$HOME" \'a\\b\'\n',
    },
    {
      code: 'FROM x\nHEALTHCHECK --interval=5s CMD ["curl", "http://localhost:$PORT/`"]\n',
      findings: [{ at: '"http://localhost:$PORT/`"' }],
      safe: 'FROM x\nHEALTHCHECK --interval=5s CMD curl "http://localhost:$PORT/\\`"\n',
    },
    {
      name: 'ONBUILD',
      code: 'FROM x\nONBUILD RUN ["echo", "$A"]\n',
      findings: [{ at: '"$A"' }],
      safe: 'FROM x\nONBUILD RUN echo "$A"\n',
    },
    {
      name: 'comments of an array over several lines move above it',
      code: 'FROM x\nRUN ["echo", \\\n  # the home\n  "$HOME"]\n',
      findings: [{ at: { line: 4 } }],
      safe: 'FROM x\n# the home\nRUN echo "$HOME"\n',
    },
    {
      name: 'a script as ENTRYPOINT may expand its arguments',
      code: 'FROM x\nENTRYPOINT ["/entrypoint.sh"]\nCMD ["serve", "${PORT}"]\n',
      findings: [{ at: '"${PORT}"', severity: 'info', message: 'the ENTRYPOINT may expand it' }],
    },
    {
      name: 'another program as ENTRYPOINT does not',
      code: 'FROM x\nENTRYPOINT ["node"]\nCMD ["app.js", "$PORT"]\n',
      findings: [{ at: '"$PORT"', message: 'Docker will execute `["node", "app.js", "$PORT"]`' }],
    },
    {
      name: 'a wrapper as ENTRYPOINT does not',
      code: 'FROM x\nENTRYPOINT ["tini", "--"]\nCMD ["serve", "${PORT}"]\n',
      findings: [{ at: '"${PORT}"' }],
      unsafe: 'FROM x\nENTRYPOINT ["tini", "--"]\nCMD ["sh", "-c", "exec serve \\"${PORT}\\""]\n',
    },
    {
      name: 'an ARG ends with the build',
      code: 'FROM x\nARG PORT\nCMD ["serve", "$PORT"]\n',
      findings: [{ at: '"$PORT"', severity: 'error', message: '`ENV PORT=$PORT` would keep it' }],
    },
    {
      name: 'no shell to expand it',
      code: 'FROM static\nCMD ["serve", "$PORT"]\n',
      facts: base,
      findings: [{ at: '"$PORT"', message: 'the base image has no shell' }],
    },
    {
      name: 'behind a command line in one string, which must be split before',
      code: 'FROM x\nCMD ["node $APP", "$PORT"]\n',
      findings: [{ at: '"$PORT"', message: 'the first string must be split before' }],
    },
    {
      name: 'the JVM takes a word in front of the jar for the main class',
      code: 'FROM x\nENV JAVA_OPTS=-Xmx1g\nENTRYPOINT ["java", "${JAVA_OPTS}", "-jar", "app.jar"]\n',
      findings: [{ at: '"${JAVA_OPTS}"', severity: 'error' }],
      unsafe:
        'FROM x\nENV JAVA_OPTS=-Xmx1g\nENTRYPOINT ["sh", "-c", "exec java ${JAVA_OPTS} -jar app.jar \\"$@\\"", "--"]\n',
    },
    {
      name: 'and in front of the main class',
      code: 'FROM x\nCMD ["java", "-Xmx${HEAP}", "-cp", "/a/*", "com.example.Main"]\n',
      findings: [{ at: '"-Xmx${HEAP}"', severity: 'warning' }],
      unsafe: `FROM x\nCMD ["sh", "-c", "exec java \\"-Xmx\${HEAP}\\" -cp '/a/*' com.example.Main"]\n`,
    },
    {
      name: 'options of the JVM behind the jar',
      code: 'FROM x\nENV JAVA_OPTS=-Xmx1g\nENTRYPOINT ["java", "-jar", "app.jar", "${JAVA_OPTS}"]\n',
      findings: [
        { at: '"${JAVA_OPTS}"', severity: 'error', message: 'the JVM reads its options in front of `-jar` only' },
      ],
    },
    {
      name: 'java expands ${…} only',
      code: 'FROM x\nCMD ["java", "-jar", "app.jar", "$PORT"]\n',
      findings: [{ at: '"$PORT"' }],
      unsafe: 'FROM x\nCMD ["sh", "-c", "exec java -jar app.jar \\"$PORT\\""]\n',
    },
    {
      name: 'Windows',
      code: 'FROM mcr.microsoft.com/windows/servercore:ltsc2022\nCMD ["a.exe", "%PORT%", "$x"]\n',
      findings: [{ at: '"%PORT%"', message: 'the shell in force reads variables in its own way' }],
    },
  ],
});
