import { rule } from '../../src/rules/malformed-healthcheck.ts';
import { testRule } from '../support/test-rule.ts';

testRule(rule, {
  valid: [
    'FROM x\nHEALTHCHECK --interval=5m --timeout=3s \\\n  CMD curl -f http://localhost/ || exit 1\n',
    'FROM x\nHEALTHCHECK NONE\n',
    'FROM x\nHEALTHCHECK none\n',
    'FROM x\nHEALTHCHECK cmd ["a"]\n',
    'FROM x\nHEALTHCHECK --interval=1m30s --start-period=0 --start-interval=1.5s --retries=3 CMD a\n',
    'FROM x\nHEALTHCHECK CMD curl --interval=5s x\n',
    'FROM x\nHEALTHCHECK CMD ["--interval=5s"]\n',
    'FROM x\nHEALTHCHECK --interval="30s" CMD a\n',
  ],
  invalid: [
    {
      code: 'FROM x\nHEALTHCHECK CMD --interval=5s curl -f http://localhost/\n',
      findings: [{ at: { line: 2 }, message: 'a program named `--interval=5s`' }],
      safe: 'FROM x\nHEALTHCHECK --interval=5s CMD curl -f http://localhost/\n',
    },
    {
      name: 'several options and an array',
      code: 'FROM x\nHEALTHCHECK CMD --interval=5s --retries 3 ["curl", "-f", "http://localhost/"]\n',
      findings: [{ at: { line: 2 } }],
      safe: 'FROM x\nHEALTHCHECK --interval=5s --retries=3 CMD ["curl", "-f", "http://localhost/"]\n',
    },
    {
      code: 'FROM x\nHEALTHCHECK curl -f http://localhost/\n',
      findings: [{ at: { line: 2 }, message: 'not `curl`' }],
      safe: 'FROM x\nHEALTHCHECK CMD curl -f http://localhost/\n',
    },
    {
      name: 'an array without CMD',
      code: 'FROM x\nHEALTHCHECK --interval=5s ["curl", "-f", "x"]\n',
      findings: [{ at: { line: 2 } }],
      safe: 'FROM x\nHEALTHCHECK --interval=5s CMD ["curl", "-f", "x"]\n',
    },
    { code: 'FROM x\nHEALTHCHECK NONE CMD x\n', findings: [{ at: { line: 2 }, message: 'takes nothing behind it' }] },
    { code: 'FROM x\nHEALTHCHECK CMD\n', findings: [{ at: { line: 2 }, message: 'no command' }] },
    { code: 'FROM x\nHEALTHCHECK\n', findings: [{ at: 'HEALTHCHECK', message: 'wants `CMD`' }] },
    {
      name: 'a blank instead of =',
      code: 'FROM x\nHEALTHCHECK --interval 5s CMD a\n',
      findings: [{ at: '--interval', message: '`--interval=5s`' }],
      safe: 'FROM x\nHEALTHCHECK --interval=5s CMD a\n',
    },
    {
      name: 'no unit',
      code: 'FROM x\nHEALTHCHECK --timeout=30 CMD a\n',
      findings: [{ at: '--timeout=30', message: '`30` has no unit' }],
      unsafe: 'FROM x\nHEALTHCHECK --timeout=30s CMD a\n',
    },
    {
      code: 'FROM x\nHEALTHCHECK --timeout=soon CMD a\n',
      findings: [{ at: '--timeout=soon', message: 'no duration' }],
    },
    { code: 'FROM x\nHEALTHCHECK --retries=3s CMD a\n', findings: [{ at: '--retries=3s', message: 'digits only' }] },
    {
      name: 'no such option, on a line below',
      code: 'FROM x\nHEALTHCHECK --retries=3 \\\n  --start_period=5s CMD a\n',
      findings: [{ at: '--start_period=5s', message: '`--start-period` was probably meant' }],
      unsafe: 'FROM x\nHEALTHCHECK --retries=3 \\\n  --start-period=5s CMD a\n',
    },
    {
      name: 'twice the same',
      code: 'FROM x\nHEALTHCHECK --retries=3 --retries=4 CMD a\n',
      findings: [{ at: '--retries=3', message: 'duplicate flag' }],
    },
    {
      name: 'inside ONBUILD',
      code: 'FROM x\nONBUILD HEALTHCHECK curl -f x\n',
      findings: [{ at: 'HEALTHCHECK curl -f x' }],
      safe: 'FROM x\nONBUILD HEALTHCHECK CMD curl -f x\n',
    },
  ],
});
