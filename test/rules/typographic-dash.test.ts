import { rule } from '../../src/rules/typographic-dash.ts';
import { testRule } from '../support/test-rule.ts';

testRule(rule, {
  valid: [
    'FROM x\nRUN apt -y install a\n',
    'FROM x\nCMD ["a", "--b"]\n',
    { name: 'text', code: 'FROM x\nRUN echo –y && printf —a\n' },
    { name: 'text in quotes', code: 'FROM x\nRUN git commit -m "–y" && a "– b"\n' },
    { name: 'a dash alone, and before a number', code: 'FROM x\nRUN a – b && c –5\n' },
    { name: 'inside a word', code: 'FROM x\nRUN mkdir a–b\n' },
    { name: 'a comment', code: 'FROM x\n# apt –y\nRUN make # –y\n' },
    { name: 'an array that is none: another fault', code: "FROM x\nCMD ['a', '–b']\n" },
    { name: 'a shell of its own grammar', code: 'FROM x\nSHELL ["powershell", "-Command"]\nRUN a –b\n' },
    { name: 'ENV is no command', code: 'FROM x\nENV A=–y\n' },
  ],
  invalid: [
    {
      code: 'FROM x\nRUN apt –y install a\n',
      findings: [
        {
          at: '–y',
          severity: 'error',
          message:
            'The dash of `–y` is an en dash, which text processors and web pages make of hyphens: `apt` gets a plain argument',
        },
      ],
      safe: 'FROM x\nRUN apt -y install a\n',
    },
    {
      name: 'several, on lines of their own',
      code: 'FROM x\nRUN wget –no-verbose \\\n  -–tries=3 —quiet URL\n',
      findings: [{ at: '–no-verbose', message: 'Write `--no-verbose`.' }],
      safe: 'FROM x\nRUN wget --no-verbose \\\n  --tries=3 --quiet URL\n',
    },
    {
      name: 'an em dash is what two hyphens become',
      code: 'FROM x\nRUN update-alternatives —install /a a /b 1\n',
      findings: [{ at: '—install', message: 'an em dash' }],
      safe: 'FROM x\nRUN update-alternatives --install /a a /b 1\n',
    },
    {
      name: 'one hyphen or two: a person decides',
      code: 'FROM x\nRUN java –version\n',
      findings: [{ at: '–version' }],
      unsafe: 'FROM x\nRUN java -version\n',
    },
    {
      name: 'in an array',
      code: 'FROM x\nCMD ["httpd", "–D", "FOREGROUND"]\n',
      findings: [{ at: '–D', message: '`httpd` gets' }],
      safe: 'FROM x\nCMD ["httpd", "-D", "FOREGROUND"]\n',
    },
    {
      name: 'each command for itself, one in a probe',
      code: 'FROM x\nRUN a –b && c –d\nHEALTHCHECK CMD curl –f http://localhost\n',
      findings: [{ at: '–b' }, { at: '–d' }, { at: '–f' }],
      safe: 'FROM x\nRUN a -b && c -d\nHEALTHCHECK CMD curl -f http://localhost\n',
    },
  ],
});
