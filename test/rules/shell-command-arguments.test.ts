import { rule } from '../../src/rules/shell-command-arguments.ts';
import { testRule } from '../support/test-rule.ts';

testRule(rule, {
  valid: [
    'FROM debian:12\nCMD ["sh", "-c", "exec node app.js"]\n',
    'FROM debian:12\nENTRYPOINT ["sh", "-c"]\nCMD ["exec node app.js"]\n',
    'FROM debian:12\nENTRYPOINT ["sh", "-c", "exec node \\"$@\\"", "--"]\nCMD ["app.js"]\n',
    'FROM debian:12\nCMD ["sh", "-c", "exec node $1", "sh", "app.js"]\n',
    'FROM debian:12\nCMD ["bash", "-c", "node ${0}", "app.js"]\n',
    'FROM debian:12\nCMD ["sh", "-c", "node app.js", "--"]\n',
    'FROM debian:12\nCMD ["bash", "-eo", "pipefail", "-c", "a | b"]\n',
    'FROM debian:12\nCMD ["bash", "-c", "-l", "exec node app.js"]\n',
    'FROM debian:12\nCMD ["bash", "/start.sh", "--port", "80"]\n',
    'FROM debian:12\nENTRYPOINT ["/bin/sh", "/entrypoint.sh"]\nCMD ["npm", "start"]\n',
    'FROM debian:12\nENTRYPOINT ["bash"]\nCMD ["-c", "exec node app.js"]\n',
    'FROM debian:12\nENTRYPOINT ["bash", "-l"]\n',
    'FROM debian:12\nENTRYPOINT ["./entrypoint.sh"]\nCMD ["node", "app.js"]\n',
    { name: 'a file with a blank in its name', code: 'FROM debian:12\nCMD ["bash", "/opt/My App"]\n' },
    { name: 'fish hands them to its script', code: 'FROM debian:12\nCMD ["fish", "-c", "echo $argv", "a"]\n' },
    { name: 'PowerShell joins its words itself', code: 'FROM x\nCMD ["powershell", "-c", "node", "app.js"]\n' },
    { name: 'shell-form ENTRYPOINT is another rule’s', code: 'FROM debian:12\nENTRYPOINT node\nCMD ["app.js"]\n' },
    'FROM debian:12\nRUN sh -c "a2enmod rewrite" && bash -c make\n',
    'FROM debian:12\nRUN sh -c \'make "$@"\' make all\n',
    'FROM debian:12\nRUN bash -lc make -- && bash -c make bash\n',
    'FROM debian:12\nRUN bash build.sh -c a b && su app -c make all && echo sh -c a b\n',
    { name: 'what the script is, the build says', code: 'FROM debian:12\nRUN sh -c "$SETUP" a b\n' },
  ],
  invalid: [
    {
      name: 'in a line that a shell reads',
      code: 'FROM php:8.4-apache\nRUN /bin/sh -c a2enmod rewrite && x\n',
      findings: [
        {
          at: 'a2enmod rewrite',
          severity: 'error',
          message: 'the script of `/bin/sh` is `a2enmod` alone, and `rewrite` is only its `$0`.',
        },
      ],
      unsafe: "FROM php:8.4-apache\nRUN /bin/sh -c 'a2enmod rewrite' && x\n",
    },
    {
      name: 'behind sudo and options, over two lines, with a redirection',
      code: 'FROM x\nRUN sudo -E bash -ec \\\n  make -j4 all > log\n',
      findings: [{ at: 'make -j4 all' }],
      unsafe: "FROM x\nRUN sudo -E bash -ec \\\n  'make -j4 all' > log\n",
    },
    {
      name: 'words where one expands',
      code: 'FROM x\nRUN bash -c echo $HOME\n',
      findings: [{ at: 'echo $HOME', message: '`$HOME` is only its `$0`' }],
    },
    {
      name: 'in a heredoc',
      code: 'FROM x\nRUN <<EOF\nset -e\nsh -c npm ci\nEOF\n',
      findings: [{ at: 'npm ci' }],
      unsafe: "FROM x\nRUN <<EOF\nset -e\nsh -c 'npm ci'\nEOF\n",
    },
    {
      name: 'in CMD',
      code: 'FROM alpine:3.20\nCMD sh -c node app.js\n',
      findings: [{ at: 'node app.js' }],
      unsafe: "FROM alpine:3.20\nCMD sh -c 'node app.js'\n",
    },
    {
      code: 'FROM alpine:3.20\nCMD ["sh", "-c", "node", "app.js"]\n',
      findings: [{ at: '"node", "app.js"', message: 'the script is `node` alone, and `app.js` is only its `$0`' }],
      unsafe: 'FROM alpine:3.20\nCMD ["sh", "-c", "exec node app.js"]\n',
    },
    {
      name: 'the ENTRYPOINT is the shell',
      code: 'FROM iron/base\nENTRYPOINT ["sh", "-c"]\nCMD ["echo", "hello"]\n',
      findings: [{ at: '"echo", "hello"', message: '`["sh", "-c", "echo", "hello"]`' }],
      unsafe: 'FROM iron/base\nENTRYPOINT ["sh", "-c"]\nCMD ["echo hello"]\n',
    },
    {
      name: 'behind an init, with options and a variable',
      code: 'FROM debian:12\nENTRYPOINT ["tini", "--", "bash", "-e", "-o", "pipefail", "-c", "java", "-jar", "$APP"]\n',
      findings: [{ at: '"java", "-jar", "$APP"' }],
      unsafe:
        'FROM debian:12\nENTRYPOINT ["tini", "--", "bash", "-e", "-o", "pipefail", "-c", "exec java -jar \\"$APP\\""]\n',
    },
    {
      name: 'pieces of a script',
      code: 'FROM debian:12\nCMD ["sh", "-c", "cd /app &&", "npm start"]\n',
      findings: [{ at: '"cd /app &&", "npm start"' }],
      unsafe: 'FROM debian:12\nCMD ["sh", "-c", "cd /app && exec npm start"]\n',
    },
    {
      name: 'operators among the words',
      code: 'FROM debian:12\nRUN ["sh", "-c", "make", "&&", "make", "install"]\n',
      findings: [{ at: '"make", "&&", "make", "install"', message: 'Docker executes' }],
      unsafe: 'FROM debian:12\nRUN ["sh", "-c", "make && make install"]\n',
    },
    {
      name: 'shell-form CMD behind a shell',
      code: 'FROM alpine:3.20\nENTRYPOINT ["/bin/sh", "-c"]\nCMD node app.js\n',
      findings: [{ at: 'CMD node app.js', message: 'the script is `/bin/sh` alone' }],
      unsafe: 'FROM alpine:3.20\nENTRYPOINT ["/bin/sh", "-c"]\nCMD ["exec node app.js"]\n',
    },
    {
      name: 'a shell as ENTRYPOINT, without -c',
      code: 'FROM debian:12\nENTRYPOINT ["/bin/bash"]\nCMD node app.js\n',
      findings: [{ at: 'CMD node app.js', message: 'a binary' }],
      unsafe: 'FROM debian:12\nENTRYPOINT ["/bin/bash"]\nCMD ["-c", "exec node app.js"]\n',
    },
    {
      name: 'the script of ENTRYPOINT does not look at CMD',
      code: 'FROM debian:12\nENTRYPOINT ["sh", "-c", "node app.js"]\nCMD ["--port", "80"]\n',
      findings: [{ at: '["--port", "80"]', message: 'CMD and the arguments of `docker run` are lost' }],
      unsafe: 'FROM debian:12\nENTRYPOINT ["sh", "-c", "exec node app.js \\"$@\\"", "--"]\nCMD ["--port", "80"]\n',
    },
    {
      name: 'no -c: the command is taken for a file',
      code: 'FROM ubuntu:24.04\nCMD ["/bin/bash","service apache2 restart"]\n',
      findings: [{ at: '"service apache2 restart"', message: 'whose name is all of `service apache2 restart`' }],
      unsafe: 'FROM ubuntu:24.04\nCMD ["/bin/bash", "-c", "service apache2 restart"]\n',
    },
    {
      name: 'a script and its arguments in one string',
      code: 'FROM debian:12\nCMD ["sh", "/start.sh --port 80"]\n',
      findings: [{ at: '"/start.sh --port 80"', message: 'a string of its own' }],
      unsafe: 'FROM debian:12\nCMD ["sh", "/start.sh", "--port", "80"]\n',
    },
    {
      name: 'option and script in one string',
      code: 'FROM debian:12\nCMD ["bash", "-c node app.js"]\n',
      findings: [{ at: '"-c node app.js"', message: 'option and script are one word' }],
      unsafe: 'FROM debian:12\nCMD ["bash", "-c", "exec node app.js"]\n',
    },
    {
      name: 'no fix where the pieces make no script',
      code: 'FROM debian:12\nCMD ["sh", "-c", "if true; then", "a"]\n',
      findings: [{ at: '"if true; then", "a"' }],
    },
  ],
});
