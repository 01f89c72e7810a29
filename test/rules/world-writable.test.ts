import { rule } from '../../src/rules/world-writable.ts';
import { testRule } from '../support/test-rule.ts';

testRule(rule, {
  valid: [
    'FROM x\nRUN chmod 755 /a && chmod -R 0775 /b && chmod 600 /c\n',
    { name: 'sticky, as /tmp is', code: 'FROM x\nRUN chmod 1777 /tmp && chmod a+rwxt /var/tmp\n' },
    'FROM x\nRUN chmod +x /a && chmod u+w /b && chmod g=u /c && chmod a+rX /d && chmod o-w /e\n',
    { name: 'a mode nobody sees here', code: 'FROM x\nRUN chmod $MODE /a\n' },
    { name: 'no chmod', code: 'FROM x\nRUN echo chmod 777 /a\n' },
    'FROM x\nCOPY --chmod=755 a /a\n',
    'FROM x\nCOPY chmod=777 /a\n',
    'FROM x\nRUN chmod 755 777\n',
  ],
  invalid: [
    {
      code: 'FROM x\nRUN mkdir /a && chmod -R 777 /a\n',
      findings: [
        { at: 'chmod -R 777 /a', message: '`chmod -R 777 /a` lets every user in the container change these files' },
      ],
    },
    {
      name: 'other ways to write it',
      code: 'FROM x\nRUN chmod 0666 /a; chmod a+rwx /b; sudo chmod u=rwx,o=rw /c; /bin/chmod --recursive ugo+w /d\n',
      findings: [
        { at: 'chmod 0666 /a' },
        { at: 'chmod a+rwx /b' },
        { at: 'sudo chmod u=rwx,o=rw /c' },
        { at: '/bin/chmod --recursive ugo+w /d' },
      ],
    },
    {
      name: 'COPY and ADD',
      code: 'FROM x\nCOPY --chmod=777 a /a\nADD --chown=app --chmod=0777 b /b\n',
      findings: [
        { at: '--chmod=777', message: '`COPY --chmod=777`' },
        { at: '--chmod=0777', message: '`--chown`' },
      ],
    },
    {
      name: 'in a heredoc, in a loop, in ONBUILD',
      code: 'FROM x\nRUN <<E\nfor a in b; do chmod 777 $a; done\nE\nONBUILD RUN chmod 777 /a\nONBUILD COPY --chmod=666 a /a\n',
      findings: [{ at: 'chmod 777 $a' }, { at: 'chmod 777 /a' }, { at: '--chmod=666' }],
    },
    {
      name: 'over continued lines',
      code: 'FROM x\nRUN chmod \\\n  777 /a\n',
      findings: [{ at: 'chmod \\\n  777 /a', message: '`chmod 777 /a`' }],
    },
    { name: 'setgid keeps nobody out', code: 'FROM x\nRUN chmod 2777 /a\n', findings: [{ at: 'chmod 2777 /a' }] },
  ],
});
