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
    'FROM x\nHEALTHCHECK CMD python -c "import requests; requests.get(\'http://x\').raise_for_status()"\n',
    'FROM x\nHEALTHCHECK CMD python -c "import httpx; r = httpx.get(\'http://x\'); exit(r.status_code != 200)"\n',
    'FROM x\nHEALTHCHECK CMD python -c "import requests as r; assert requests.get(\'http://x\').ok"\n',
    {
      name: 'urlopen raises',
      code: 'FROM x\nHEALTHCHECK CMD python -c "from urllib.request import urlopen; urlopen(\'http://x\')"\n',
    },
    'FROM x\nHEALTHCHECK CMD python probe.py\nRUN python -c "import requests; requests.get(\'http://x\')"\n',
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
      name: 'Python that does not look at the answer',
      code: 'FROM x\nHEALTHCHECK CMD python3 -c "import requests; requests.get(\'http://x/\', timeout=10)" || exit 1\n',
      findings: [
        {
          at: 'python3 -c "import requests; requests.get(\'http://x/\', timeout=10)"',
          severity: 'info',
          message: '`requests` raises nothing for an answer like `500',
        },
      ],
      unsafe:
        'FROM x\nHEALTHCHECK CMD python3 -c "import requests; requests.get(\'http://x/\', timeout=10).raise_for_status()" || exit 1\n',
    },
    {
      name: 'in an array, or with more behind the call: words only',
      code: 'FROM x\nHEALTHCHECK CMD ["python", "-c", "import httpx; httpx.get(\'http://x\')"]\nFROM x\nHEALTHCHECK CMD python -c "import httpx; httpx.get(\'http://x\'); print(1)"\n',
      findings: [{ at: { line: 2 }, message: '`httpx` raises nothing' }, { at: { line: 4 } }],
    },
    {
      name: 'inside ONBUILD, over lines',
      code: 'FROM x\nONBUILD HEALTHCHECK --interval=5s \\\n  CMD /usr/bin/curl --silent \\\n  http://localhost/\n',
      findings: [{ at: { line: 3 } }],
      unsafe: 'FROM x\nONBUILD HEALTHCHECK --interval=5s \\\n  CMD /usr/bin/curl -f --silent \\\n  http://localhost/\n',
    },
  ],
});
