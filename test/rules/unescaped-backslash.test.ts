import { rule } from '../../src/rules/unescaped-backslash.ts';
import { testRule } from '../support/test-rule.ts';

const windows = 'FROM mcr.microsoft.com/windows/servercore:ltsc2022\n';

testRule(rule, {
  valid: [
    `${windows}CMD ["C:\\\\temp\\\\new\\\\bin.exe"]\n`,
    `${windows}CMD ["C:/temp/new/bin.exe"]\n`,
    `${windows}CMD C:\\temp\\new\\bin.exe\n`,
    `${windows}CMD ["app.exe", "a\\tb"]\n`,
    'FROM debian:12\nCMD ["printf", "C:\\n"]\n',
    'FROM debian:12\nCMD ["grep", "C:\\t", "x"]\n',
    'FROM debian:12\nCMD ["app", "line\\nline"]\n',
    'FROM debian:12\nCMD ["app", ".\\n"]\n',
    { name: 'no valid JSON: another rule’s', code: `${windows}CMD ["C:\\app\\new.exe"]\n` },
  ],
  invalid: [
    {
      code: `${windows}CMD ["C:\\temp\\new\\bin.exe"]\n`,
      findings: [
        {
          at: '"C:\\temp\\new\\bin.exe"',
          message: 'In JSON `\\t` is a tab, `\\n` is a line break, `\\b` is a backspace.',
        },
      ],
      safe: `${windows}CMD ["C:\\\\temp\\\\new\\\\bin.exe"]\n`,
    },
    {
      name: 'what is doubled already stays',
      code: `${windows}ENTRYPOINT ["app.exe", "--dir=C:\\\\data\\new"]\n`,
      findings: [{ at: '"--dir=C:\\\\data\\new"' }],
      safe: `${windows}ENTRYPOINT ["app.exe", "--dir=C:\\\\data\\\\new"]\n`,
    },
    {
      name: 'of a base that nothing is known of',
      code: 'FROM x\nCMD ["C:\\bin\\run.exe"]\n',
      findings: [{ at: '"C:\\bin\\run.exe"' }],
      safe: 'FROM x\nCMD ["C:\\\\bin\\\\run.exe"]\n',
    },
    {
      name: 'from the current folder, on Windows',
      code: `${windows}CMD [".\\bin\\run.exe"]\n`,
      findings: [{ at: '".\\bin\\run.exe"' }],
      safe: `${windows}CMD [".\\\\bin\\\\run.exe"]\n`,
    },
    {
      name: 'two strings, one finding',
      code: `${windows}CMD ["C:\\bin.exe", "C:\\new"]\n`,
      findings: [{ at: '"C:\\bin.exe"' }],
      safe: `${windows}CMD ["C:\\\\bin.exe", "C:\\\\new"]\n`,
    },
    {
      name: 'with the other escape character',
      code: `# escape=\`\n${windows}RUN ["C:\\tools\\build.exe"]\n`.replace('build', 'run'),
      findings: [{ at: '"C:\\tools\\run.exe"' }],
      safe: `# escape=\`\n${windows}RUN ["C:\\\\tools\\\\run.exe"]\n`,
    },
  ],
});
