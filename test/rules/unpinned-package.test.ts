import { rule } from '../../src/rules/unpinned-package.ts';
import { testRule } from '../support/test-rule.ts';

testRule(rule, {
  valid: [
    {
      name: 'a version, as each manager writes it',
      code: 'FROM x\nRUN apt-get install -y a=1.2 b/stable c^\nRUN apk add a=1.2-r0 b~1 c@edge\nRUN yum install -y a-1.2-3.el9\nRUN zypper -n in a=1.2\nRUN pip install a==1 b~=2 "c>=3"\nRUN npm i -g a@1 @s/b@2\nRUN gem install a:1 && gem install b -v 1\nRUN go install a.b/c@v1.2\n',
    },
    {
      name: 'not from a registry',
      code: 'FROM x\nRUN apt-get install ./a.deb\nRUN pip install . && pip install git+https://x/y && pip install -e .[dev]\nRUN npm install /a.tgz user/repository\nRUN yum install -y https://x/a.rpm @development\nRUN go install ./...\n',
    },
    {
      name: 'versions stand elsewhere',
      code: 'FROM x\nRUN pip install -r requirements.txt\nRUN pip install -c constraints.txt a\nRUN npm install\nRUN yarn\nRUN gem install -v 1 a\n',
    },
    { name: 'in a variable', code: 'FROM x\nRUN apt-get install $A "b=$B" ${C}\nRUN pip install $OPTS a\n' },
    {
      name: 'values of options',
      code: 'FROM x\nRUN apk add -t .deps --repository http://x a=1\nRUN pip install -i https://x --target t a==1\n',
    },
    { name: 'installs nothing', code: 'FROM x\nRUN apt-get update && apt-get remove a\nRUN pip download a\n' },
    { name: 'not a RUN', code: 'FROM x\nCMD pip install a\n' },
  ],
  invalid: [
    {
      code: 'FROM x\nRUN apt-get install -y -t stable curl wget=1.2\n',
      findings: [
        {
          at: 'apt-get install -y -t stable curl wget=1.2',
          message:
            '`curl`: the next build may get another version than this one, and nothing in the file tells. `curl=VERSION` builds',
          aliases: ['DL3008'],
        },
      ],
    },
    {
      name: 'every manager by its code',
      code: 'FROM x\nRUN pip install a\nRUN npm i -g @s/b\nRUN apk add c\nRUN gem install d\nRUN yum install e\nRUN zypper in f\nRUN dnf install g\nRUN go install h/i@latest\nRUN uv pip install j\n',
      findings: [
        { at: 'pip install a', aliases: ['DL3013'], message: '`a==VERSION`' },
        { at: 'npm i -g @s/b', aliases: ['DL3016'], message: '`@s/b@VERSION`' },
        { at: 'apk add c', aliases: ['DL3018'] },
        { at: 'gem install d', aliases: ['DL3028'], message: '`d:VERSION`' },
        { at: 'yum install e', aliases: ['DL3033'], message: '`e-VERSION`' },
        { at: 'zypper in f', aliases: ['DL3037'] },
        { at: 'dnf install g', aliases: ['DL3041'] },
        { at: 'go install h/i@latest', aliases: ['DL3062'], message: '`h/i@vVERSION`' },
        { at: 'uv pip install j', aliases: [] },
      ],
    },
    {
      name: 'many',
      code: 'FROM x\nRUN apk add a b c d e f\n',
      findings: [{ at: 'apk add a b c d e f', message: '`a`, `b`, `c`, `d` and 2 more:' }],
    },
    {
      name: 'python -m pip',
      code: 'FROM x\nRUN python3.12 -m pip install -U pip\n',
      findings: [{ at: 'python3.12 -m pip install -U pip' }],
    },
    {
      name: 'yarn and pnpm',
      code: 'FROM x\nRUN yarn global add a\nRUN pnpm add -g b\n',
      findings: [{ at: 'yarn global add a' }, { at: 'pnpm add -g b' }],
    },
    {
      name: 'in a heredoc, in ONBUILD',
      code: 'FROM x\nRUN <<E\nset -e\npip install a\nE\nONBUILD RUN pip install b\n',
      findings: [{ at: 'pip install a' }, { at: 'pip install b' }],
    },
  ],
});
