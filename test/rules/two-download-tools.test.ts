import { rule } from '../../src/rules/two-download-tools.ts';
import { testRule } from '../support/test-rule.ts';

testRule(rule, {
  valid: [
    'FROM x\nRUN curl -fO https://x/a && curl -fO https://x/b\n',
    'FROM x\nRUN wget https://x/a\n',
    {
      name: 'to install both is not to use both',
      code: 'FROM x\nRUN apt-get install -y curl wget && wget https://x/a\n',
    },
    { name: 'one in each stage', code: 'FROM x\nRUN curl -fO https://x/a\nFROM y\nRUN wget https://x/b\n' },
    {
      name: 'a probe runs in the container',
      code: 'FROM x\nRUN wget https://x/a\nHEALTHCHECK CMD curl -f http://localhost\n',
    },
    {
      name: 'the second is tried when the first fails',
      code: 'FROM x\nRUN wget https://x/a || curl -fO https://x/a\n',
    },
    {
      name: 'the script takes what is there',
      code: 'FROM x\nRUN if command -v curl; then curl -fO https://x/a; else wget https://x/a; fi\n',
    },
    'FROM x\nRUN wget https://x/a && curl --version\n',
    'FROM x\nRUN wget https://x/a && echo "curl https://x" > /README\n',
    'FROM x\nRUN wget https://x/curl && rm -rf /etc/curl\n',
  ],
  invalid: [
    {
      code: 'FROM x\nRUN wget https://x/a\nRUN curl -fO https://x/b\n',
      findings: [{ at: 'curl -fO https://x/b', message: 'with wget in line 2, and with curl here' }],
    },
    {
      code: 'FROM x\nRUN curl -fO https://x/a && wget https://x/b\n',
      findings: [{ at: 'wget https://x/b', message: 'with curl in the same RUN' }],
    },
    {
      name: 'said once a stage',
      code: 'FROM x\nRUN wget https://x/a\nRUN curl -fO https://x/b\nRUN curl -fO https://x/c; wget https://x/d\n',
      findings: [{ at: 'curl -fO https://x/b' }],
    },
    {
      name: 'in every stage that does it',
      code: 'FROM x\nRUN wget https://x/a; curl https://x/b\nFROM y\nRUN curl https://x/c | sh\nRUN wget https://x/d\n',
      findings: [{ at: 'curl https://x/b' }, { at: 'wget https://x/d' }],
    },
    {
      name: 'inside a substitution, behind sudo',
      code: 'FROM x\nRUN V=$(curl -s https://x/v) && sudo wget "https://x/$V"\n',
      findings: [{ at: 'sudo wget "https://x/$V"' }],
    },
    {
      name: 'in ONBUILD',
      code: 'FROM x\nRUN curl https://x/a\nONBUILD RUN wget https://x/b\n',
      findings: [{ at: 'wget https://x/b' }],
    },
  ],
});
