import { rule } from '../../src/rules/lost-nested-state.ts';
import { testRule } from '../support/test-rule.ts';

testRule(rule, {
  valid: [
    { name: 'used in the inner shell', code: 'FROM x\nRUN bash -c "source /venv/bin/activate && pip install a"\n' },
    {
      name: 'a file that may do the work',
      code: 'FROM x\nRUN bash -c "source ./install.sh" && bash -c ". build.sh"\n',
    },
    { name: 'a script in a file', code: 'FROM x\nRUN bash ~/.bashrc\nRUN bash source ~/.bashrc\n' },
    { name: 'the shell of the RUN itself', code: 'FROM x\nRUN source ~/.bashrc\n' },
    { name: 'limits and options', code: 'FROM x\nRUN sh -c "ulimit -n 1024" && sh -c "set -e"\n' },
    { name: 'inside a substitution', code: 'FROM x\nRUN a=$(bash -c "source ~/.bashrc")\n' },
    { name: 'nothing', code: 'FROM x\nRUN sh -c "" && sh -c "$A"\n' },
    { name: 'escapes', code: 'FROM x\nRUN bash -c "source \\"$A/.bashrc\\""\n' },
    { name: 'not a RUN', code: 'FROM x\nCMD bash -c "source ~/.bashrc"\n' },
    { name: 'arrays that do more', code: 'FROM x\nRUN ["bash", "-c", "source ~/.bashrc && make"]\n' },
  ],
  invalid: [
    {
      code: 'FROM x\nRUN /bin/bash -c "source /opt/ros/noetic/setup.bash"\n',
      findings: [
        {
          at: '/bin/bash -c "source /opt/ros/noetic/setup.bash"',
          severity: 'warning',
          message: 'The shell that runs `source /opt/ros/noetic/setup.bash` ends with it',
        },
      ],
    },
    {
      name: 'in the middle of a RUN, behind sudo, with a variable',
      code: 'FROM x\nRUN a && \\\n    sudo bash -lc "source $HOME/.bashrc" && b\n',
      findings: [{ at: 'sudo bash -lc "source $HOME/.bashrc"', message: 'Source the file in the RUN' }],
    },
    {
      name: 'several changes, none of a file',
      code: `FROM x\nRUN sh -c 'cd /app && export A=b'\n`,
      findings: [{ at: `sh -c 'cd /app && export A=b'`, message: 'ENV and WORKDIR last.' }],
    },
    {
      name: 'exec form, ONBUILD',
      code: 'FROM x\nRUN ["/bin/bash", "-c", "source ~/.bashrc"]\nONBUILD RUN zsh -c ". ~/.zshrc"\n',
      findings: [{ at: 'source ~/.bashrc' }, { at: 'zsh -c ". ~/.zshrc"' }],
    },
  ],
});
