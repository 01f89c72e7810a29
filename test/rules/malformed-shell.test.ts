import { rule } from '../../src/rules/malformed-shell.ts';
import { testRule } from '../support/test-rule.ts';

testRule(rule, {
  valid: [
    'FROM x\nSHELL ["/bin/bash", "-c"]\n',
    'FROM x\nSHELL ["/bin/bash", "-eo", "pipefail", "-c"]\n',
    'FROM x\nSHELL ["/bin/bash", "-o", "pipefail", "-exc"]\n',
    'FROM x\nSHELL ["/bin/bash", "-c", "-l"]\n',
    'FROM x\nSHELL ["powershell", "-Command"]\nRUN a\n',
    'FROM x\nSHELL ["cmd", "/S", "/C"]\n',
    'FROM scratch\nSHELL ["/usr/bin/customshell"]\nRUN x\n',
    'FROM x\nSHELL ["conda", "run", "-n", "env", "/bin/bash", "-c"]\n',
    'FROM x\nSHELL ["/bin/bash", "/wrapper.sh"]\n',
    'FROM x\nSHELL ["bash", "-c", "eval \\"$0\\""]\n',
    'FROM x\nSHELL ["/usr/bin/env", "bash", "-c"]\n',
  ],
  invalid: [
    {
      code: 'FROM x\nSHELL /bin/bash -c\n',
      findings: [{ at: 'SHELL /bin/bash -c', message: 'Docker refuses to build this' }],
      safe: 'FROM x\nSHELL ["/bin/bash", "-c"]\n',
    },
    {
      name: 'neither an array nor with -c',
      code: 'FROM x\nSHELL bash -o pipefail\n',
      findings: [{ at: 'SHELL bash -o pipefail' }],
      safe: 'FROM x\nSHELL ["bash", "-o", "pipefail", "-c"]\n',
    },
    {
      name: 'a malformed array, a comment behind it',
      code: "FROM x\nSHELL ['/bin/bash', '-c'] # bash\n",
      findings: [{ at: "SHELL ['/bin/bash', '-c'] # bash" }],
      safe: 'FROM x\n# bash\nSHELL ["/bin/bash", "-c"]\n',
    },
    {
      code: 'FROM x\nSHELL ["/bin/bash", "-o", "pipefail"]\nRUN a | b\n',
      findings: [{ at: 'SHELL ["/bin/bash", "-o", "pipefail"]', message: 'without `-c` bash takes the text' }],
      safe: 'FROM x\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN a | b\n',
    },
    {
      code: 'FROM x\nSHELL [ "/bin/bash" ]\nRUN a\n',
      findings: [{ at: 'SHELL [ "/bin/bash" ]' }],
      safe: 'FROM x\nSHELL [ "/bin/bash", "-c" ]\nRUN a\n',
    },
    {
      code: 'FROM x\nSHELL ["/bin/bash -c"]\nRUN a\n',
      findings: [{ at: 'SHELL ["/bin/bash -c"]', message: 'a program named `/bin/bash -c`' }],
      safe: 'FROM x\nSHELL ["/bin/bash", "-c"]\nRUN a\n',
    },
    {
      name: 'one string, and no -c',
      code: 'FROM x\nSHELL ["bash -eo pipefail"]\nRUN a\n',
      findings: [{ at: 'SHELL ["bash -eo pipefail"]' }],
      safe: 'FROM x\nSHELL ["bash", "-eo", "pipefail", "-c"]\nRUN a\n',
    },
    {
      name: 'a script behind -c: words only',
      code: 'FROM x\nSHELL ["bash", "-c", "source /env"]\nCMD a\n',
      findings: [{ at: 'SHELL ["bash", "-c", "source /env"]', message: '`-c` must come last' }],
    },
    {
      name: 'nothing of this file is handed to it: a remark',
      code: 'FROM x\nSHELL ["/bin/bash"]\nENTRYPOINT ["/entrypoint.sh"]\n',
      findings: [{ at: 'SHELL ["/bin/bash"]', severity: 'info' }],
      safe: 'FROM x\nSHELL ["/bin/bash", "-c"]\nENTRYPOINT ["/entrypoint.sh"]\n',
    },
    {
      name: 'kept by ONBUILD',
      code: 'FROM x\nONBUILD SHELL ["/bin/sh"]\n',
      findings: [{ at: { line: 2 } }],
      safe: 'FROM x\nONBUILD SHELL ["/bin/sh", "-c"]\n',
    },
  ],
});
