import { rule } from '../../src/rules/useradd-large-uid.ts';
import { testRule } from '../support/test-rule.ts';

testRule(rule, {
  valid: [
    'FROM x\nRUN useradd -u 1000 app\n',
    'FROM x\nRUN useradd -u 65534 app\n',
    'FROM x\nRUN useradd -l -u 123456 app\n',
    'FROM x\nRUN useradd -mlu 123456 app\n',
    'FROM x\nRUN useradd --no-log-init --uid=123456 app\n',
    'FROM x\nRUN useradd -u $UID app\n',
    'FROM x\nRUN useradd -g 1234567 app\n',
    'FROM x\nRUN useradd app123456\n',
    'FROM x\nRUN adduser -u 123456 app\n',
    'FROM x\nRUN groupadd -g 123456 app && usermod -u 123456 app\n',
    'FROM x\nRUN echo useradd -u 123456 app\n',
  ],
  invalid: [
    {
      code: 'FROM x\nRUN useradd -u 123456 app\n',
      findings: [{ at: 'useradd -u 123456 app', message: 'becomes 36 MB long' }],
      safe: 'FROM x\nRUN useradd -l -u 123456 app\n',
    },
    {
      name: 'OpenShift and directory services give such numbers',
      code: 'FROM x\nRUN groupadd a && useradd -m -s /bin/bash --uid 1000730000 app\n',
      findings: [{ at: 'useradd -m -s /bin/bash --uid 1000730000 app', message: '292 GB' }],
      safe: 'FROM x\nRUN groupadd a && useradd -l -m -s /bin/bash --uid 1000730000 app\n',
    },
    {
      name: 'joined with the option, over lines',
      code: 'FROM x\nRUN useradd \\\n    --uid=200000 \\\n    app\n',
      findings: [{ at: 'useradd \\\n    --uid=200000 \\\n    app' }],
      safe: 'FROM x\nRUN useradd -l \\\n    --uid=200000 \\\n    app\n',
    },
    {
      code: 'FROM x\nRUN /usr/sbin/useradd -rmu200000 app\n',
      findings: [{ at: '/usr/sbin/useradd -rmu200000 app' }],
      safe: 'FROM x\nRUN /usr/sbin/useradd -l -rmu200000 app\n',
    },
    {
      name: 'the l of a value is no option',
      code: 'FROM x\nRUN useradd -d/lib -u 200000 app\n',
      findings: [{ at: 'useradd -d/lib -u 200000 app' }],
      safe: 'FROM x\nRUN useradd -l -d/lib -u 200000 app\n',
    },
    {
      name: 'in a condition, in ONBUILD',
      code: 'FROM x\nONBUILD RUN id app || useradd -u 200000 app\n',
      findings: [{ at: 'useradd -u 200000 app' }],
      safe: 'FROM x\nONBUILD RUN id app || useradd -l -u 200000 app\n',
    },
  ],
});
