import { rule } from '../../src/rules/shell-symlink.ts';
import { testRule } from '../support/test-rule.ts';

testRule(rule, {
  valid: [
    'FROM ubuntu:24.04\nSHELL ["/bin/bash", "-c"]\n',
    'FROM ubuntu:24.04\nRUN ln -s /opt/app/run.sh /usr/local/bin/run\n',
    'FROM ubuntu:24.04\nRUN ln -s /bin/sh /usr/local/bin/shell\n',
    'FROM ubuntu:24.04\nRUN echo ln -s /bin/bash /bin/sh\n',
    { name: 'busybox brings a shell where none was', code: 'FROM x\nRUN ln -s /bin/busybox /bin/sh\n' },
    { name: 'back to dash', code: 'FROM ubuntu:24.04\nRUN ln -sf dash /bin/sh\n' },
    { name: 'a hard link into another folder', code: 'FROM x\nRUN ln /bin/bash /rootfs/bin/sh\n' },
  ],
  invalid: [
    {
      code: 'FROM ubuntu:24.04\nRUN ln -sf /bin/bash /bin/sh\n',
      findings: [{ at: 'ln -sf /bin/bash /bin/sh', message: '`SHELL ["/bin/bash", "-c"]` gives bash to RUN alone' }],
      unsafe: 'FROM ubuntu:24.04\nSHELL ["/bin/bash", "-c"]\n',
    },
    {
      code: 'FROM ubuntu:24.04\nRUN rm /bin/sh && ln -s /bin/bash /bin/sh\nRUN make\n',
      findings: [{ at: 'ln -s /bin/bash /bin/sh' }],
      unsafe: 'FROM ubuntu:24.04\nSHELL ["/bin/bash", "-c"]\nRUN make\n',
    },
    {
      name: 'a relative link',
      code: 'FROM ubuntu:24.04\nRUN ln -snf bash /bin/sh\n',
      findings: [{ at: 'ln -snf bash /bin/sh', message: '["/bin/bash", "-c"]' }],
      unsafe: 'FROM ubuntu:24.04\nSHELL ["/bin/bash", "-c"]\n',
    },
    {
      name: 'among other work: words only',
      code: 'FROM alpine:3.20\nRUN apk add --no-cache bash && ln -sf /bin/bash /bin/sh\n',
      findings: [{ at: 'ln -sf /bin/bash /bin/sh' }],
    },
    {
      name: 'SHELL is bash already: words only',
      code: 'FROM ubuntu:24.04\nSHELL ["/bin/bash", "-c"]\nRUN ln -sf /bin/bash /bin/sh\n',
      findings: [{ at: 'ln -sf /bin/bash /bin/sh' }],
    },
    {
      name: 'with sudo',
      code: 'FROM x\nRUN sudo ln -sf /bin/bash /bin/sh\n',
      findings: [{ at: 'sudo ln -sf /bin/bash /bin/sh' }],
      unsafe: 'FROM x\nSHELL ["/bin/bash", "-c"]\n',
    },
    {
      name: 'kept by ONBUILD: words only',
      code: 'FROM x\nONBUILD RUN ln -sf /bin/bash /bin/sh\n',
      findings: [{ at: 'ln -sf /bin/bash /bin/sh' }],
    },
  ],
});
