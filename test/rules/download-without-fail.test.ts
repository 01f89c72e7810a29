import { rule } from '../../src/rules/download-without-fail.ts';
import { testRule } from '../support/test-rule.ts';

testRule(rule, {
  valid: [
    'FROM x\nRUN curl -fsSL https://x | sh\n',
    'FROM x\nRUN curl --fail https://x -o f && curl --fail-with-body https://y -o g\n',
    'FROM x\nRUN curl -sSLf -o f https://x\n',
    {
      name: 'the output goes nowhere',
      code: 'FROM x\nRUN curl -s https://x && curl -o /dev/null https://x && curl https://x > /dev/null\n',
    },
    {
      name: 'headers, or the status itself',
      code: 'FROM x\nRUN curl -sI https://x | grep OK && curl -w "%{http_code}" -o f https://x | grep 200\n',
    },
    { name: 'something is sent', code: 'FROM x\nRUN curl -d a=1 https://x > f && curl -XPOST https://x > f\n' },
    { name: 'no HTTP', code: 'FROM x\nRUN curl -O ftp://x/f && curl file:///a -o b\n' },
    { name: 'a server of this very RUN', code: 'FROM x\nRUN app & curl -s http://localhost:80/ > page\n' },
    { name: 'options nobody sees here', code: 'FROM x\nRUN curl $CURL_OPTS https://x | sh\n' },
    { name: 'a file of options', code: 'FROM x\nRUN echo fail >> ~/.curlrc && curl https://x | sh\n' },
    { name: 'o is the value of another option', code: 'FROM x\nRUN curl -u o https://x\n' },
    'FROM x\nRUN wget https://x\nHEALTHCHECK CMD curl https://x > f\n',
    { name: 'installed, not called', code: 'FROM x\nRUN apt-get install -y curl > log\n' },
    { name: 'the answer is what is asked for', code: 'FROM x\nRUN V=$(curl -s https://x) && make $V\n' },
    'FROM x\nRUN curl --version | tee v\n',
    { name: 'a pipe that hides the failure is to be mended first', code: 'FROM x\nRUN curl -sSL https://x | bash -\n' },
  ],
  invalid: [
    {
      name: 'the shell that runs the file stumbles over an error page, capitals or not',
      code: 'FROM x\nRUN curl -o Setup-Linux.sh https://x.io/a && chmod +x Setup-Linux.sh && ./Setup-Linux.sh -b\n',
      findings: [{ at: { line: 2 }, severity: 'info', message: 'names the wrong culprit' }],
      unsafe: 'FROM x\nRUN curl -fo Setup-Linux.sh https://x.io/a && chmod +x Setup-Linux.sh && ./Setup-Linux.sh -b\n',
    },
    {
      name: 'a wrapper that is tried in the same RUN: a remark',
      code: 'FROM x\nRUN curl -sSL $URL > /usr/local/bin/gosu && chmod +x /usr/local/bin/gosu && gosu nobody true\n',
      findings: [{ at: 'curl -sSL $URL > /usr/local/bin/gosu', severity: 'info' }],
      unsafe: 'FROM x\nRUN curl -fsSL $URL > /usr/local/bin/gosu && chmod +x /usr/local/bin/gosu && gosu nobody true\n',
    },
    {
      name: 'in an array, under a shell',
      code: 'FROM x\nRUN ["sh", "-ec", "curl -s https://x/a -o /a"]\n',
      findings: [{ at: 'curl -s https://x/a -o /a' }],
      unsafe: 'FROM x\nRUN ["sh", "-ec", "curl -fs https://x/a -o /a"]\n',
    },
    {
      code: 'FROM x\nRUN curl -sSL https://x -o /usr/bin/tool && chmod +x /usr/bin/tool\n',
      findings: [
        {
          at: 'curl -sSL https://x -o /usr/bin/tool',
          message: 'the error page is saved as the file, and the build goes on',
        },
      ],
      unsafe: 'FROM x\nRUN curl -fsSL https://x -o /usr/bin/tool && chmod +x /usr/bin/tool\n',
    },
    {
      name: 'no short options: one of its own',
      code: 'FROM x\nRUN a && \\\n  curl https://x > f\n',
      findings: [{ at: 'curl https://x > f' }],
      unsafe: 'FROM x\nRUN a && \\\n  curl -f https://x > f\n',
    },
    {
      name: 'a script',
      code: 'FROM x\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN sudo curl -s --location https://x | sudo -E bash -\n',
      findings: [
        {
          at: 'sudo curl -s --location https://x',
          severity: 'info',
          message: '`sudo -E bash -` gets the error page, and names the wrong culprit when it refuses it',
        },
      ],
      unsafe:
        'FROM x\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN sudo curl -fs --location https://x | sudo -E bash -\n',
    },
    {
      name: 'PHP prints what is no PHP',
      code: 'FROM x\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN curl -s https://x | php\n',
      findings: [{ at: 'curl -s https://x', message: '`php` prints the error page, installs nothing, and succeeds' }],
      unsafe: 'FROM x\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN curl -fs https://x | php\n',
    },
    {
      name: 'a page that tee keeps, under a pipefail of the script',
      code: 'FROM x\nRUN set -o pipefail; curl https://x | tee /etc/x\n',
      findings: [{ at: 'curl https://x', message: '`tee /etc/x` keeps the error page' }],
      unsafe: 'FROM x\nRUN set -o pipefail; curl -f https://x | tee /etc/x\n',
    },
    {
      name: 'a package manager that does something else checks nothing',
      code: 'FROM x\nRUN curl -sSL https://x -o /bin/ep && chmod +x /bin/ep && apk del curl\n',
      findings: [{ at: 'curl -sSL https://x -o /bin/ep' }],
      unsafe: 'FROM x\nRUN curl -fsSL https://x -o /bin/ep && chmod +x /bin/ep && apk del curl\n',
    },
    {
      name: 'a hash that is compared later: a remark',
      code: "FROM x\nRUN curl -o a.php https://x && php -r \"if (hash_file('sha384', 'a.php') !== '1') exit(1);\"\n",
      findings: [{ at: 'curl -o a.php https://x', severity: 'info' }],
      unsafe: "FROM x\nRUN curl -fo a.php https://x && php -r \"if (hash_file('sha384', 'a.php') !== '1') exit(1);\"\n",
    },
    {
      name: 'f is the value of an option, or a part of it',
      code: 'FROM x\nRUN curl -o f https://x; curl -sof https://x\n',
      findings: [{ at: 'curl -o f https://x' }, { at: 'curl -sof https://x' }],
      unsafe: 'FROM x\nRUN curl -fo f https://x; curl -fsof https://x\n',
    },
    {
      name: 'the reader, or what opens the file, refuses an error page: a remark',
      code: 'FROM x\nRUN curl -L https://x | tar xz\nRUN curl -LO https://x/a && tar xf a\nRUN curl -LO https://x/a.zip\nRUN curl -s https://x | jq .a\n',
      findings: [
        { at: 'curl -L https://x', severity: 'info', message: '`tar xz` gets the error page' },
        { at: 'curl -LO https://x/a', severity: 'info', message: 'names the wrong culprit' },
        { at: 'curl -LO https://x/a.zip', severity: 'info' },
        { at: 'curl -s https://x', severity: 'info', message: '`jq .a` gets the error page' },
      ],
      unsafe:
        'FROM x\nRUN curl -fL https://x | tar xz\nRUN curl -fLO https://x/a && tar xf a\nRUN curl -fLO https://x/a.zip\nRUN curl -fs https://x | jq .a\n',
    },
    ...[
      'curl -L https://x/install.sh -o /tmp/i.sh && bash /tmp/i.sh -b',
      'curl -LO https://x/get-pip.py?a && python3 get-pip.py',
      'curl -L https://x > /etc/apt/sources.list.d/x.list && apt-get update',
      'curl -L https://x -o /etc/yum.repos.d/x.repo && yum -y install x',
      'curl -L https://x -o /etc/apt/trusted.gpg.d/x.gpg && echo "deb https://x x main" > /etc/apt/sources.list && apt-get update',
      'curl -L https://x > package.json && npm install --production',
      'curl -L https://x -o /bin/tool && chmod +x /bin/tool && tool --version',
    ].map((script) => ({
      name: `what runs or reads the file refuses an error page: ${script}`,
      code: `FROM x\nRUN ${script}\n`,
      findings: [
        { at: script.slice(0, script.indexOf(' &&')), severity: 'info' as const, message: 'the wrong culprit' },
      ],
      unsafe: `FROM x\nRUN ${script.replace('-L', '-fL')}\n`,
    })),
    ...[
      'curl -L https://x -o i.php && php i.php',
      'curl -L https://x/tool -o /bin/tool && chmod +x /bin/tool',
      'curl -L https://x -o package.json && make',
      'curl -L https://x/app.jar -o /app/app.jar && chown app /app/app.jar',
      'curl -L https://x -o /etc/apt/keyrings/x.gpg && apt-get install -y y',
    ].map((script) => ({
      name: `nothing here refuses it: ${script}`,
      code: `FROM x\nRUN ${script}\n`,
      findings: [{ at: script.slice(0, script.indexOf(' &&')) }],
      unsafe: `FROM x\nRUN ${script.replace('-L', '-fL')}\n`,
    })),
    {
      name: 'a failure that is excused stops no build',
      code: 'FROM x\nRUN curl -sLo /bin/x https://x 2>/dev/null || true; if [ -f /bin/x ]; then chmod +x /bin/x; fi\n',
      findings: [
        { at: 'curl -sLo /bin/x https://x 2>/dev/null', message: '(status 22), and what stands behind `||` runs.' },
      ],
      unsafe:
        'FROM x\nRUN curl -fsLo /bin/x https://x 2>/dev/null || true; if [ -f /bin/x ]; then chmod +x /bin/x; fi\n',
    },
    {
      name: 'in a heredoc, and in ONBUILD',
      code: 'FROM x\nRUN <<E\nset -e\ncurl -O https://x\nE\nONBUILD RUN curl -O https://y\n',
      findings: [{ at: 'curl -O https://x' }, { at: 'curl -O https://y' }],
      unsafe: 'FROM x\nRUN <<E\nset -e\ncurl -fO https://x\nE\nONBUILD RUN curl -fO https://y\n',
    },
  ],
});
