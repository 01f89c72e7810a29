import { rule } from '../../src/rules/nested-instruction.ts';
import { testRule } from '../support/test-rule.ts';

testRule(rule, {
  valid: [
    'FROM x\nRUN grep -c "&& RUN" /Dockerfile\n',
    'FROM x\nRUN rm -rf /a && cp -R /app/* /b/  #&& COPY nginx.conf /etc/nginx\n',
    'FROM x\nRUN echo RUN x\n',
    'FROM x\nRUN run a && copy b\n',
    'FROM x\nRUN printf "%s\\n" \\\n  "FROM y" > /Dockerfile\n',
    'FROM x\nRUN cat <<EOF > /Dockerfile\nFROM y\nRUN z\nEOF\n',
    'FROM x\nRUN ["RUN", "a"]\n',
    'FROM x\nRUN USER=a make\n',
    { name: 'the last word alone is a value', code: 'FROM x\nRUN make \\\n  ENV\n' },
    { name: 'PowerShell', code: 'FROM x\nSHELL ["pwsh", "-c"]\nRUN a; RUN b\n' },
  ],
  invalid: [
    {
      code: 'FROM x\nRUN apt-get update && RUN apt-get install -y curl\n',
      findings: [{ at: { line: 2 }, message: 'fails with status 127' }],
      safe: 'FROM x\nRUN apt-get update && apt-get install -y curl\n',
    },
    {
      code: 'FROM x\nRUN ./test.sh \\\n && CMD ["a"]\n',
      findings: [{ at: 'CMD', message: 'Begin CMD on a line of its own' }],
    },
    {
      name: 'twice at the beginning',
      code: 'FROM x\nRUN RUN make\n',
      findings: [{ at: { line: 2 } }],
      safe: 'FROM x\nRUN make\n',
    },
    {
      name: 'over lines',
      code: 'FROM x\r\nRUN a && \\\r\n    RUN b\r\n',
      findings: [{ at: { line: 3 } }],
      safe: 'FROM x\r\nRUN a && \\\r\n    b\r\n',
    },
    {
      name: 'in a heredoc',
      code: 'FROM x\nRUN <<EOF\na\nRUN b\nEOF\n',
      findings: [{ at: { line: 4 } }],
      safe: 'FROM x\nRUN <<EOF\na\nb\nEOF\n',
    },
    {
      name: 'in a start command: words only',
      code: 'FROM x\nCMD a && RUN b\n',
      findings: [{ at: 'RUN', message: 'script of CMD' }],
    },
    {
      name: 'swallowed by a continuation',
      code: 'FROM x\nRUN apt-get update && rm -rf /a \\\n\nENV A b\n',
      findings: [{ at: 'ENV', message: 'arguments of `rm`' }],
      unsafe: 'FROM x\nRUN apt-get update && rm -rf /a\n\nENV A b\n',
    },
    {
      name: 'swallowed by a backtick, named in words',
      code: '# escape=`\nFROM x\nRUN make all `\n\nENV A b\n',
      findings: [{ at: 'ENV', message: 'The line above ends with a backtick, so this is no instruction' }],
      unsafe: '# escape=`\nFROM x\nRUN make all\n\nENV A b\n',
    },
    {
      name: 'with a comment between: words only',
      code: 'FROM x\nRUN make \\\n# files\nCOPY a b\n',
      findings: [{ at: 'COPY' }],
    },
  ],
});
