import { rule } from '../../src/rules/download-in-substitution.ts';
import { testRule } from '../support/test-rule.ts';

testRule(rule, {
  valid: [
    { name: 'an assignment keeps the status', code: 'FROM x\nRUN script="$(curl -f y)" && sh -c "$script"\n' },
    { name: 'no download', code: 'FROM x\nRUN sh -c "$(cat a)" && eval "$(ssh-agent)"\n' },
    { name: 'a part of the word', code: 'FROM x\nRUN sh -c "set -e; $(curl y)"\nRUN sh -c "$(curl y) $(curl z)"\n' },
    { name: 'split by the shell', code: 'FROM x\nRUN sh -c $(curl y)\n' },
    { name: 'no script', code: 'FROM x\nRUN bash "$(curl y)"\nRUN echo "$(curl y)"\nRUN python a.py -c "$(curl y)"\n' },
    { name: 'an operand behind the script', code: 'FROM x\nRUN sh -c a "$(curl y)"\nRUN python -c a "$(curl y)"\n' },
    { name: 'eval of more than that', code: 'FROM x\nRUN eval "$(curl y)" b\n' },
    { name: 'inside a substitution', code: 'FROM x\nRUN a=$(sh -c "$(curl y)")\n' },
    { name: 'exec form, CMD', code: 'FROM x\nRUN ["curl", "y"]\nCMD sh -c "$(curl y)"\n' },
    { name: 'another shell', code: 'FROM x\nSHELL ["pwsh", "-c"]\nRUN sh -c "$(curl y)"\n' },
  ],
  invalid: [
    {
      code: 'FROM x\nRUN sh -c "$(curl -fsSL https://y/install.sh)" "" --unattended\n',
      findings: [
        {
          at: 'sh -c "$(curl -fsSL https://y/install.sh)" "" --unattended',
          severity: 'warning',
          message: 'When `curl -fsSL https://y/install.sh` fails, `sh -c` runs an empty script and succeeds',
        },
      ],
      unsafe: 'FROM x\nRUN script="$(curl -fsSL https://y/install.sh)" && sh -c "$script" "" --unattended\n',
    },
    {
      name: 'a curl without -f gets it',
      code: 'FROM x\nRUN a && sudo bash -exc "$(curl -sL y)" && b\n',
      findings: [{ at: 'sudo bash -exc "$(curl -sL y)"', message: 'curl needs `-f`' }],
      unsafe: 'FROM x\nRUN a && script="$(curl -fsL y)" && sudo bash -exc "$script" && b\n',
    },
    {
      name: 'over several lines, behind variables, with wget',
      code: 'FROM x\nRUN a && \\\n    B=c sh -c "$(wget -O- \\\n      y/${V}.sh)" -- \\\n      -d\n',
      findings: [{ at: 'B=c sh -c "$(wget -O- \\\n      y/${V}.sh)" -- \\\n      -d', message: '`sh -c`' }],
      unsafe:
        'FROM x\nRUN a && \\\n    script="$(wget -O- \\\n      y/${V}.sh)" && B=c sh -c "$script" -- \\\n      -d\n',
    },
    {
      name: 'other interpreters',
      code: 'FROM x\nRUN eval "$(curl -f y)"\nRUN python3 -c "$(curl -f y)"\nRUN /usr/bin/ruby -e "$(curl -f y)"\nRUN php -r "$(wget -qO - y)"\n',
      findings: [{ at: { line: 2 } }, { at: { line: 3 } }, { at: { line: 4 } }, { at: { line: 5 } }],
      unsafe:
        'FROM x\nRUN script="$(curl -f y)" && eval "$script"\nRUN script="$(curl -f y)" && python3 -c "$script"\nRUN script="$(curl -f y)" && /usr/bin/ruby -e "$script"\nRUN script="$(wget -qO - y)" && php -r "$script"\n',
    },
    {
      name: 'what comes later fails without it',
      code: 'FROM x\nRUN bash -c "$(curl -f https://tool.io/install.sh)" && tool setup\n',
      findings: [{ at: { line: 2 }, severity: 'info', message: '`bash -c` runs nothing, and `tool setup` fails' }],
      unsafe: 'FROM x\nRUN script="$(curl -f https://tool.io/install.sh)" && bash -c "$script" && tool setup\n',
    },
    {
      name: 'heredocs and ONBUILD',
      code: 'FROM x\nRUN <<E\nset -e\nsh -c "$(curl -f y)"\nE\nONBUILD RUN sh -c "$(curl -f y)"\n',
      findings: [{ at: 'sh -c "$(curl -f y)"' }, { at: { line: 6 } }],
      unsafe:
        'FROM x\nRUN <<E\nset -e\nscript="$(curl -f y)" && sh -c "$script"\nE\nONBUILD RUN script="$(curl -f y)" && sh -c "$script"\n',
    },
    {
      name: 'words only where another command in front would mean something else',
      code: 'FROM x\nRUN a || sh -c "$(curl -f y)"\nRUN if a; then sh -c "$(curl -f y)"; fi\nRUN script=a; b $script; sh -c "$(curl -f y)"\nRUN ! sh -c "$(curl -f y)"\nRUN sh -c "$(curl -f y)" &\n',
      findings: [
        { at: { line: 2 } },
        { at: { line: 3 } },
        { at: { line: 4 } },
        { at: { line: 5 } },
        { at: { line: 6 } },
      ],
    },
  ],
});
