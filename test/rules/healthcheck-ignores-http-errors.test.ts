import { rule } from '../../src/rules/healthcheck-ignores-http-errors.ts';
import { testRule } from '../support/test-rule.ts';

testRule(rule, {
  valid: [
    'FROM x\nHEALTHCHECK CMD curl -f http://localhost/ || exit 1\n',
    'FROM x\nHEALTHCHECK CMD curl -sSf http://localhost/\n',
    'FROM x\nHEALTHCHECK CMD curl --fail http://localhost/\n',
    'FROM x\nHEALTHCHECK CMD curl --fail-with-body http://localhost/\n',
    'FROM x\nHEALTHCHECK CMD curl http://localhost/ | grep ok\n',
    'FROM x\nHEALTHCHECK CMD test "$(curl -s http://localhost/)" = ok\n',
    'FROM x\nHEALTHCHECK CMD curl -s -o /dev/null -w "%{http_code}" http://localhost/\n',
    'FROM x\nHEALTHCHECK CMD curl -o /tmp/a http://localhost/ && grep ok /tmp/a\n',
    'FROM x\nHEALTHCHECK CMD curl http://localhost/ > /tmp/a && grep ok /tmp/a\n',
    'FROM x\nHEALTHCHECK CMD curl ftp://localhost/\n',
    'FROM x\nHEALTHCHECK CMD curl --version\n',
    'FROM x\nHEALTHCHECK CMD wget -q -O- http://localhost/\n',
    'FROM x\nHEALTHCHECK CMD ["curl", "-f", "http://localhost/"]\n',
    'FROM x\nRUN curl http://localhost/\n',
    'FROM x\nHEALTHCHECK NONE\n',
  ],
  invalid: [
    {
      code: 'FROM x\nHEALTHCHECK CMD curl http://localhost/ || exit 1\n',
      findings: [{ at: 'curl http://localhost/', message: 'also for `500 Internal Server Error`' }],
      unsafe: 'FROM x\nHEALTHCHECK CMD curl -f http://localhost/ || exit 1\n',
    },
    {
      code: 'FROM x\nHEALTHCHECK CMD ["curl", "-s", "localhost:8080"]\n',
      findings: [{ at: '["curl", "-s", "localhost:8080"]' }],
      unsafe: 'FROM x\nHEALTHCHECK CMD ["curl", "-f", "-s", "localhost:8080"]\n',
    },
    {
      name: 'the output thrown away, the value of an option in front',
      code: 'FROM x\nHEALTHCHECK CMD curl -so /dev/null -m 5 -H "Host: fail" http://localhost/ >/dev/null 2>&1\n',
      findings: [{ at: { line: 2 } }],
      unsafe: 'FROM x\nHEALTHCHECK CMD curl -f -so /dev/null -m 5 -H "Host: fail" http://localhost/ >/dev/null 2>&1\n',
    },
    {
      name: 'behind what only starts it',
      code: 'FROM x\nHEALTHCHECK CMD timeout 5 curl localhost\n',
      findings: [{ at: 'timeout 5 curl localhost' }],
      unsafe: 'FROM x\nHEALTHCHECK CMD timeout 5 curl -f localhost\n',
    },
    {
      name: 'under sh -c',
      code: 'FROM x\nHEALTHCHECK CMD ["sh", "-c", "curl http://localhost/ || exit 1"]\n',
      findings: [{ at: '"curl http://localhost/ || exit 1"' }],
      unsafe: 'FROM x\nHEALTHCHECK CMD ["sh", "-c", "curl -f http://localhost/ || exit 1"]\n',
    },
    {
      name: 'under sh -c with escapes: words only',
      code: 'FROM x\nHEALTHCHECK CMD ["sh", "-c", "curl \\"http://localhost/\\""]\n',
      findings: [{ at: { line: 2 } }],
    },
    {
      name: 'inside ONBUILD, over lines',
      code: 'FROM x\nONBUILD HEALTHCHECK --interval=5s \\\n  CMD /usr/bin/curl --silent \\\n  http://localhost/\n',
      findings: [{ at: { line: 3 } }],
      unsafe: 'FROM x\nONBUILD HEALTHCHECK --interval=5s \\\n  CMD /usr/bin/curl -f --silent \\\n  http://localhost/\n',
    },
  ],
});
