import { rule } from '../../src/rules/unsupported-heredoc.ts';
import { testRule } from '../support/test-rule.ts';

testRule(rule, {
  valid: [
    'FROM x\nRUN <<EOF\necho hi\nEOF\n',
    'FROM x\nCOPY <<EOF /a\nhi\nEOF\nCMD ["/a"]\n',
    'FROM x\nONBUILD RUN <<EOF\necho hi\nEOF\n',
    { name: 'in an array it is an argument', code: 'FROM x\nCMD ["cat", "<<EOF"]\n' },
    { name: 'quoted it is an argument', code: 'FROM x\nCMD echo "<<EOF"\nEOF\n' },
    { name: 'a here-string', code: 'FROM x\nSHELL ["/bin/bash", "-c"]\nCMD cat <<<EOF\n' },
    { name: 'nothing closes it: the shell reads an empty one', code: 'FROM x\nCMD cat <<EOF\n' },
    { name: 'arithmetic', code: 'FROM x\nCMD echo $((1<<2))\n' },
    { name: 'what closes it stands in another stage', code: 'FROM x\nCMD cat <<EOF\nFROM y\nEOF\n' },
  ],
  invalid: [
    {
      code: 'FROM x\nCMD <<EOF\necho hi\nEOF\n',
      findings: [
        {
          at: '<<EOF',
          message: 'CMD gets no more than `<<EOF`, and the lines below, `echo hi` first, are read as instructions',
        },
      ],
    },
    {
      name: 'a shell in front of it',
      code: 'FROM x\nENTRYPOINT bash <<-"E"\n\techo hi\n\tE\n',
      findings: [{ at: '<<-"E"', message: 'ENTRYPOINT gets no more than `bash <<-"E"`' }],
    },
    {
      name: 'HEALTHCHECK, with options',
      code: 'FROM x\nHEALTHCHECK --interval=5s CMD <<EOF\ncurl -f localhost\nEOF\n',
      findings: [{ at: '<<EOF', message: 'HEALTHCHECK gets' }],
    },
    {
      name: 'ONBUILD CMD',
      code: 'FROM x\nONBUILD CMD <<EOF\nhi\nEOF\n',
      findings: [{ at: '<<EOF' }],
    },
    {
      name: 'lines that are instructions by chance',
      code: 'FROM x\nCMD <<EOF\nrun a\nEOF\nRUN b\n',
      findings: [{ at: '<<EOF', message: '`run a` first' }],
    },
    {
      name: 'Windows line ends; one each',
      code: 'FROM x\r\nCMD <<A\r\nx\r\nA\r\nENTRYPOINT <<A\r\ny\r\nA\r\n',
      findings: [
        { at: { line: 2 }, message: '`x` first' },
        { at: { line: 5 }, message: '`y` first' },
      ],
    },
  ],
});
