import { rule } from '../../src/rules/quoted-command.ts';
import { testRule } from '../support/test-rule.ts';

testRule(rule, {
  valid: [
    'FROM node:22\nCMD yarn help\n',
    'FROM node:22\nCMD "yarn"\n',
    'FROM node:22\nCMD "node" "app.js"\n',
    'FROM node:22\nCMD "/usr/bin/node" "a file.js"\n',
    'FROM node:22\nCMD "node app.js" && true\n',
    'FROM node:22\nCMD bash -c "node app.js"\n',
    'FROM node:22\nCMD ["node app.js"]\n',
    'FROM debian:12\nCMD "/opt/Plex Media Server"\n',
    'FROM debian:12\nCMD "Plex Media/Server"\n',
    'FROM debian:12\nCMD "C:\\Program Files\\app.exe"\n',
    'FROM x\nSHELL ["powershell", "-Command"]\nRUN "npm install"\n',
    {
      name: 'cmd takes the quotes away',
      code: 'FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nCMD "node app.js"\n',
    },
    {
      name: 'the ENTRYPOINT gets a shell: another rule’s',
      code: 'FROM node:22\nENTRYPOINT ["node"]\nCMD "app.js -x"\n',
    },
  ],
  invalid: [
    {
      code: 'FROM spring\nENTRYPOINT "java -jar /base/app.jar"\n',
      findings: [{ at: '"java -jar /base/app.jar"', message: 'a program named `java -jar /base/app.jar`' }],
      safe: 'FROM spring\nENTRYPOINT ["java", "-jar", "/base/app.jar"]\n',
    },
    {
      code: "FROM node:20\nCMD 'yarn help'\n",
      findings: [{ at: "'yarn help'", message: '`["docker-entrypoint.sh", "/bin/sh", "-c", "\'yarn help\'"]`' }],
      safe: 'FROM node:20\nCMD ["yarn", "help"]\n',
    },
    {
      name: 'of a program nobody knows',
      code: 'FROM debian:12\nCMD "myapp serve"\n',
      findings: [{ at: '"myapp serve"' }],
      safe: 'FROM debian:12\nCMD ["myapp", "serve"]\n',
    },
    {
      name: 'a script may lack #! or its x bit',
      code: 'FROM debian:12\nCMD "./start.sh --port 80"\n',
      findings: [{ at: '"./start.sh --port 80"' }],
      unsafe: 'FROM debian:12\nCMD ["./start.sh", "--port", "80"]\n',
    },
    {
      name: 'a variable needs the shell',
      code: 'FROM debian:12\nCMD "java $OPTS -jar app.jar"\n',
      findings: [{ at: '"java $OPTS -jar app.jar"', message: 'Take the quotes away' }],
      unsafe: 'FROM debian:12\nCMD ["sh", "-c", "exec java $OPTS -jar app.jar"]\n',
    },
    {
      name: 'two commands',
      code: 'FROM debian:12\nENTRYPOINT "cd /app && npm start"\n',
      findings: [{ at: '"cd /app && npm start"' }],
      unsafe: 'FROM debian:12\nENTRYPOINT ["sh", "-c", "cd /app && exec npm start \\"$@\\"", "--"]\n',
    },
    {
      code: 'FROM debian:12\nRUN "apt-get update"\n',
      findings: [{ at: '"apt-get update"', message: 'Docker executes `["/bin/sh", "-c", "\\"apt-get update\\""]`' }],
      safe: 'FROM debian:12\nRUN apt-get update\n',
    },
    {
      code: 'FROM debian:12\nHEALTHCHECK CMD "curl -f http://localhost/"\n',
      findings: [{ at: '"curl -f http://localhost/"' }],
      safe: 'FROM debian:12\nHEALTHCHECK CMD curl -f http://localhost/\n',
    },
    {
      name: 'kept by ONBUILD',
      code: 'FROM debian:12\nONBUILD CMD "node app.js"\n',
      findings: [{ at: '"node app.js"' }],
      safe: 'FROM debian:12\nONBUILD CMD ["node", "app.js"]\n',
    },
  ],
});
