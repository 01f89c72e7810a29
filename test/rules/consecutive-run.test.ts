import { rule } from '../../src/rules/consecutive-run.ts';
import { testRule } from '../support/test-rule.ts';

testRule(rule, {
  valid: [
    'FROM x\nRUN a\n',
    'FROM x\nRUN a && b\n',
    'FROM x\nRUN a\nCOPY b /b\nRUN c\n',
    'FROM x\nRUN a\nENV B=c\nRUN d\n',
    'FROM x\nRUN a\nFROM y\nRUN b\n',
    'FROM x\nRUN a\nSHELL ["/bin/bash", "-c"]\nRUN b\n',
    { name: 'other mounts', code: 'FROM x\nRUN --mount=type=cache,target=/c a\nRUN b\n' },
    { name: 'an array has no `&&`', code: 'FROM x\nRUN ["a"]\nRUN ["b"]\n' },
    { name: 'each trigger runs in its own place', code: 'FROM x\nONBUILD RUN a\nONBUILD RUN b\n' },
  ],
  invalid: [
    {
      code: 'FROM x\nRUN a\nRUN b\n',
      findings: [{ at: { line: 3 }, message: 'and the one in line 2 make two layers' }],
    },
    {
      name: 'comments and blank lines do not part them',
      code: 'FROM x\nRUN a\n\n# then\nRUN b\nRUN c \\\n && d\n',
      findings: [
        { at: { line: 5 }, message: 'in line 2' },
        { at: { line: 6 }, message: 'in line 5' },
      ],
    },
    {
      name: 'two groups',
      code: 'FROM x\nRUN a\nRUN b\nWORKDIR /w\nRUN c\nRUN d\n',
      findings: [{ at: { line: 3 } }, { at: { line: 6 } }],
    },
    {
      name: 'the same mounts',
      code: 'FROM x\nRUN --mount=type=cache,target=/c a\nRUN --mount=type=cache,target=/c b\n',
      findings: [{ at: { line: 3 } }],
    },
    {
      name: 'a heredoc',
      code: 'FROM x\nRUN <<EOF\na\nEOF\nRUN b\n',
      findings: [{ at: { line: 5 } }],
    },
    {
      name: 'in each stage for itself',
      code: 'FROM x\nRUN a\nFROM y\nRUN b\nRUN c\n',
      findings: [{ at: { line: 5 } }],
    },
  ],
});
