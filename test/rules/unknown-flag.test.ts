import { rule } from '../../src/rules/unknown-flag.ts';
import { testRule } from '../support/test-rule.ts';

testRule(rule, {
  valid: [
    'FROM x\nENTRYPOINT ["top", "-b"]\nCMD ["--delay", "1"]\n',
    'FROM x\nCMD -p 80\n',
    'FROM x\nENTRYPOINT -- --foo\n',
    'FROM x\nCMD app --port 80\n',
    'FROM x\nCMD []\n',
    'FROM x\nHEALTHCHECK --interval=5s CMD app --check\n',
    'FROM x\nRUN --network=none make\n',
  ],
  invalid: [
    {
      code: 'FROM x\nENTRYPOINT ["top", "-b"]\nCMD --ignored\n',
      findings: [{ at: '--ignored', message: 'unknown flag: `--ignored`' }],
      safe: 'FROM x\nENTRYPOINT ["top", "-b"]\nCMD ["--ignored"]\n',
    },
    {
      code: 'FROM x\nENTRYPOINT ["app"]\nCMD --port 80 --host "0.0.0.0"\n',
      findings: [{ at: '--port' }],
      safe: 'FROM x\nENTRYPOINT ["app"]\nCMD ["--port", "80", "--host", "0.0.0.0"]\n',
    },
    {
      name: 'over two lines',
      code: 'FROM x\nENTRYPOINT ["app"]\nCMD --port=80 \\\n    --verbose\n',
      findings: [{ at: '--port=80 \\\n    --verbose' }],
      safe: 'FROM x\nENTRYPOINT ["app"]\nCMD ["--port=80", "--verbose"]\n',
    },
    {
      name: 'the base image may have the ENTRYPOINT',
      code: 'FROM x\nCMD --port 80\n',
      findings: [{ at: '--port' }],
      safe: 'FROM x\nCMD ["--port", "80"]\n',
    },
    {
      name: 'nobody to take the arguments',
      code: 'FROM scratch\nCMD --port 80\n',
      findings: [{ at: '--port', message: 'Name the program first' }],
    },
    {
      name: 'an ENTRYPOINT is the program',
      code: 'FROM x\nENTRYPOINT --port 80\n',
      findings: [{ at: '--port', message: 'Name the program first' }],
    },
    {
      name: 'in front of an array',
      code: 'FROM x\nCMD --port=80 ["app"]\n',
      findings: [{ at: '--port=80', message: 'inside the array' }],
    },
    {
      name: 'a variable: words only',
      code: 'FROM x\nENTRYPOINT ["app"]\nCMD --port $PORT\n',
      findings: [{ at: '--port', message: 'Write the arguments as a JSON array' }],
    },
    {
      name: 'kept by ONBUILD',
      code: 'FROM x\nENTRYPOINT ["app"]\nONBUILD CMD --port 80\n',
      findings: [{ at: '--port' }],
      safe: 'FROM x\nENTRYPOINT ["app"]\nONBUILD CMD ["--port", "80"]\n',
    },
  ],
});
