import { rule } from '../../src/rules/invalid-onbuild.ts';
import { testRule } from '../support/test-rule.ts';

testRule(rule, {
  valid: [
    'FROM x\nONBUILD CMD ["a"]\n',
    'FROM busybox:1.35\nONBUILD COPY foo.txt /\n',
    'FROM x\nONBUILD run make\n',
    'FROM x\nonbuild HEALTHCHECK NONE\n',
    'FROM x\nONBUILD COPY <<EOF /a\nONBUILD FROM y\nEOF\n',
    'FROM x\n# ONBUILD FROM y\n',
  ],
  invalid: [
    {
      code: 'FROM x\nONBUILD ONBUILD RUN x\n',
      findings: [{ at: { line: 2 }, message: 'chaining ONBUILD', aliases: ['DL3043'] }],
    },
    {
      code: 'FROM x\nONBUILD COPPY . /app\n',
      findings: [{ at: 'COPPY', message: 'COPY was probably meant' }],
      unsafe: 'FROM x\nONBUILD COPY . /app\n',
    },
    { code: 'FROM x\nONBUILD FROM y\n', findings: [{ at: { line: 2 }, message: 'chooses its own FROM' }] },
    { code: 'FROM x\nONBUILD MAINTAINER me\n', findings: [{ at: 'MAINTAINER', message: '`ONBUILD LABEL`' }] },
    { code: 'FROM x\nONBUILD\n', findings: [{ at: 'ONBUILD', message: 'wants an instruction' }] },
    {
      name: 'RUN was forgotten',
      code: 'FROM x\nONBUILD npm ci\n',
      findings: [{ at: 'npm', message: 'Put RUN in front' }],
      unsafe: 'FROM x\nONBUILD RUN npm ci\n',
    },
    {
      name: 'nothing is near: words only',
      code: 'FROM x\nONBUILD ["/data"]\n',
      findings: [{ at: '["/data"]', message: 'no instruction `["/data"]`' }],
    },
  ],
});
