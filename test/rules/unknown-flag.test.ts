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
    'FROM --platform=linux/amd64 x\nCOPY --from=y --chown=1:1 --chmod=755 --link a b\nADD --checksum=sha256:a b c\n',
    'FROM x\nHEALTHCHECK --interval=1s --timeout=1s --start-period=1s --start-interval=1s --retries=1 CMD a\n',
    'FROM x\nRUN a --mout=b\n',
    { name: 'a flag without its value is another fault', code: 'FROM x\nCOPY --from a b\n' },
    { name: 'an unknown instruction is named as such', code: 'FROM x\nRUM --foo a\n' },
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
      name: 'a slip in the name',
      code: 'FROM x\nRUN --mout=type=cache,target=/c make\nCOPY --chwon=1 a b\nHEALTHCHECK --intervall=5s CMD a\n',
      findings: [
        { at: '--mout=type=cache,target=/c', message: '`--mount` was probably meant' },
        { at: '--chwon=1', message: '`--chown` was probably meant' },
        { at: '--intervall=5s', message: '`--interval` was probably meant' },
      ],
    },
    {
      name: 'that of another instruction, of a command, of nobody',
      code: 'FROM x\nRUN --from=a make\nRUN --verbose make\nENV --x a=b\nHEALTHCHECK --start=1s CMD a\n',
      findings: [
        { at: '--from=a', message: 'It belongs to COPY.' },
        { at: '--verbose', message: 'stand behind its name' },
        { at: '--x', message: 'none at all' },
        { at: '--start=1s', message: 'It takes `--interval`' },
      ],
    },
    {
      name: 'in and behind ONBUILD',
      code: 'FROM x\nONBUILD --now RUN a\nONBUILD COPY --form=a b c\n',
      findings: [{ at: '--now' }, { at: '--form=a', message: '`--from` was probably meant' }],
    },
    {
      name: 'kept by ONBUILD',
      code: 'FROM x\nENTRYPOINT ["app"]\nONBUILD CMD --port 80\n',
      findings: [{ at: '--port' }],
      safe: 'FROM x\nENTRYPOINT ["app"]\nONBUILD CMD ["--port", "80"]\n',
    },
  ],
});
