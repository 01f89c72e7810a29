import { rule } from '../../src/rules/unknown-instruction.ts';
import { testRule } from '../support/test-rule.ts';

testRule(rule, {
  valid: [
    'FROM x\nrun make\nCopy a b\n',
    'FROM x\nRUN a \\\n  && b\n',
    'FROM x\nRUN a \\\n# c\n\n  && b\n',
    'FROM x\nRUN <<EOF\nfoo\nEOF\n',
    '# FORM x\nFROM x\n',
    { name: 'ONBUILD is another rule’s', code: 'FROM x\nONBUILD COPPY a b\n' },
    { name: 'the body of a heredoc that Docker does not read', code: 'FROM x\nCMD <<EOF\nnode a.js\nEOF\n' },
  ],
  invalid: [
    {
      name: 'a command below a chain lacks its && as well',
      code: 'FROM x\nRUN mkdir /a && \\\n  go get b\n  echo "export A=b" >> ~/.bashrc && \\\n  make\n',
      findings: [{ at: 'echo', message: 'It continues line 3, which lacks its `&&` and its `\\` at the end.' }],
      unsafe: 'FROM x\nRUN mkdir /a && \\\n  go get b && \\\n  echo "export A=b" >> ~/.bashrc && \\\n  make\n',
    },
    {
      name: 'a plain word may be an operand of the command above',
      code: 'FROM x\nRUN apt-get update && \\\n  apt-get install -y curl\n  git vim\n',
      findings: [{ at: 'git', message: 'which lacks its `\\` at the end' }],
      unsafe: 'FROM x\nRUN apt-get update && \\\n  apt-get install -y curl \\\n  git vim\n',
    },
    {
      code: 'FROM x\nCOPPY . /app\n',
      findings: [{ at: 'COPPY', message: 'COPY was probably meant' }],
      unsafe: 'FROM x\nCOPY . /app\n',
    },
    {
      code: 'FROM x\nENTRYPIONT ["a"]\n',
      findings: [{ at: 'ENTRYPIONT' }],
      unsafe: 'FROM x\nENTRYPOINT ["a"]\n',
    },
    {
      name: 'FROM, the only one',
      code: 'FORM x\nRUN a\n',
      findings: [{ at: 'FORM' }],
      unsafe: 'FROM x\nRUN a\n',
    },
    { name: 'FROM, one of two: words only', code: 'FROM x\nFORM y\n', findings: [{ at: 'FORM', message: 'FROM' }] },
    {
      name: 'no blank behind the keyword',
      code: 'FROM x\nCMD["node", "a.js"]\n',
      findings: [{ at: 'CMD["node",', message: 'a blank is missing' }],
      safe: 'FROM x\nCMD ["node", "a.js"]\n',
    },
    {
      name: 'a colon',
      code: 'FROM x\nRUN: make\n',
      findings: [{ at: 'RUN:', message: '`:` does not belong there' }],
      safe: 'FROM x\nRUN make\n',
    },
    {
      name: 'a blank that is none',
      code: 'FROM x\nRUN\u00a0make all\n',
      findings: [{ at: 'RUN\u00a0make', message: 'another character' }],
      safe: 'FROM x\nRUN make all\n',
    },
    {
      name: 'RUN is missing',
      code: 'FROM x\nRUN a\napt-get update\n',
      findings: [{ at: 'apt-get', message: 'put RUN in front' }],
      unsafe: 'FROM x\nRUN a\nRUN apt-get update\n',
    },
    {
      name: 'a command that a keyword is near to',
      code: 'FROM x\ncd /app\n',
      findings: [{ at: 'cd', message: 'put RUN in front' }],
      unsafe: 'FROM x\nRUN cd /app\n',
    },
    {
      name: 'a lost continuation',
      code: 'FROM x\nRUN apt-get install -y \\\n  curl\n  wget \\\n  && b\n',
      findings: [{ at: 'wget', message: 'It continues line 3' }],
      unsafe: 'FROM x\nRUN apt-get install -y \\\n  curl \\\n  wget \\\n  && b\n',
    },
    {
      name: 'several lost in a row are said once: words only',
      code: 'FROM x\nRUN a\n  && b\n  && c\n',
      findings: [{ at: { line: 3 } }],
      rejects: 'a new finding would appear',
    },
    {
      name: 'another mark where the continuation should stand',
      code: 'FROM x\nRUN a && 、\n    /bin/bash b && /\n    c\n',
      findings: [{ at: '/bin/bash', message: 'It continues line 2, which ends with `、` where `\\` was meant.' }],
      rejects: 'a new finding would appear',
    },
    {
      name: 'a quote that stays open: words only',
      code: 'FROM x\nRUN echo "a\n  && b\n',
      findings: [{ at: { line: 3 }, message: 'It continues line 2' }],
    },
    {
      name: 'a slash where the continuation should stand',
      code: 'FROM x\nRUN apt-get update && /\n    apt-get install -y curl\n',
      findings: [{ at: 'apt-get', message: 'ends with `/` where `\\` was meant.' }],
      unsafe: 'FROM x\nRUN apt-get update && \\\n    apt-get install -y curl\n',
    },
    {
      name: 'an operator at the end',
      code: 'FROM x\r\nRUN a &&\r\nb\r\n',
      findings: [{ at: 'b', message: 'It continues line 2' }],
      unsafe: 'FROM x\r\nRUN a && \\\r\nb\r\n',
    },
    {
      name: 'a comment behind it would swallow the rest: words only',
      code: 'FROM x\nRUN a # b\n  && c\n',
      findings: [{ at: { line: 3 } }],
    },
    {
      name: 'a doubled continuation',
      code: 'FROM x\nRUN a \\\\\n  && b \\\\\n  && c\n',
      findings: [{ at: { line: 3 }, message: 'continues nothing' }],
    },
    {
      name: 'a comment of another language',
      code: 'FROM x\n// build\nRUN make\n',
      findings: [{ at: '//', message: 'Comments begin with `#`' }],
      unsafe: 'FROM x\n# build\nRUN make\n',
    },
    {
      name: 'a merge conflict',
      code: 'FROM x\n<<<<<<< HEAD\nRUN a\n=======\nRUN b\n>>>>>>> c\n',
      findings: [{ at: { line: 2 } }, { at: { line: 4 } }, { at: { line: 6 } }],
    },
    {
      name: 'where a backtick continues a line, it is named in words',
      code: '# escape=`\nFROM x\nRKDIR C:\\app\n',
      findings: [{ at: 'RKDIR', message: 'that line needs a backtick at its end' }],
    },
    {
      name: 'a lost continuation there',
      code: '# escape=`\nFROM x\nRUN copy a b\n    Expand-Archive c d; `\n    del e\n',
      findings: [{ at: 'Expand-Archive', message: 'It continues line 3, which lacks its backtick at the end.' }],
      unsafe: '# escape=`\nFROM x\nRUN copy a b `\n    Expand-Archive c d; `\n    del e\n',
    },
    ...['-', '+', '`'].map((mark) => ({
      name: `a mark in front of a keyword: ${mark}`,
      code: `FROM x\nCOPY a .\n\n## install b\n${mark}RUN apt update -y && apt install -y b\n`,
      findings: [{ at: `${mark}RUN`, message: 'does not belong there' }],
      unsafe: 'FROM x\nCOPY a .\n\n## install b\nRUN apt update -y && apt install -y b\n',
    })),
    {
      name: 'an option of the command above is no keyword with a mark',
      code: 'FROM x\nRUN run-it\n-run a\n',
      findings: [{ at: '-run', message: 'It continues line 2' }],
      unsafe: 'FROM x\nRUN run-it \\\n-run a\n',
    },
    {
      name: 'an address that was broken is put together',
      code: 'FROM x\nRUN curl -f https://example.org\n/keys/a.key | gpg --dearmor\n',
      findings: [{ at: '/keys/a.key', message: 'It continues line 2' }],
      unsafe: 'FROM x\nRUN curl -f https://example.org\\\n/keys/a.key | gpg --dearmor\n',
    },
    {
      name: 'a command by its path, further down, is a line of its own',
      code: 'FROM x\nRUN curl -f https://example.org\n\n/usr/bin/make all\n',
      findings: [{ at: '/usr/bin/make', message: 'put RUN in front of it' }],
      unsafe: 'FROM x\nRUN curl -f https://example.org\n\nRUN /usr/bin/make all\n',
    },
    {
      name: 'something else altogether',
      code: 'hello world\nthis is text\n',
      findings: [{ at: 'hello', message: 'begins with FROM or ARG' }],
    },
  ],
});
