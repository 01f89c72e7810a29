import { rule } from '../../src/rules/deleted-in-later-layer.ts';
import { testRule } from '../support/test-rule.ts';

testRule(rule, {
  valid: [
    {
      name: 'made and removed in one RUN',
      code: 'FROM x\nRUN curl -fo /a.zip https://x && unzip /a.zip && rm /a.zip\n',
    },
    { name: 'another file', code: 'FROM x\nCOPY a.zip /a.zip\nRUN rm /b.zip\n' },
    { name: 'what the image brought', code: 'FROM x\nRUN rm /etc/a\n' },
    { name: 'a stage that is left behind', code: 'FROM x AS a\nCOPY a /a\nRUN rm /a\nFROM y\nCOPY --from=a /b /b\n' },
    { name: 'another stage has it', code: 'FROM x AS a\nCOPY a /a\nFROM y\nRUN rm /a\n' },
    { name: 'ADD unpacks an archive, so it is not there', code: 'FROM x\nADD a.tar.gz /\nRUN rm -f /a.tar.gz\n' },
    { name: 'patterns and variables', code: 'FROM x\nCOPY *.zip /\nCOPY $A /a\nRUN rm /*.zip /a $A\n' },
    { name: 'relative to folders that differ', code: 'FROM x\nCOPY a.zip .\nWORKDIR /b\nRUN rm a.zip\n' },
    { name: 'a folder that the script went to', code: 'FROM x\nCOPY a.zip .\nRUN cd /b && rm a.zip\n' },
    { name: 'the content of a folder is not the folder', code: 'FROM x\nCOPY . /a\nRUN rm -rf /a\n' },
    'FROM x\nCOPY a /a\nRUN echo rm /a\n',
  ],
  invalid: [
    {
      code: 'FROM x\nCOPY a.zip /tmp/\nRUN unzip /tmp/a.zip && rm /tmp/a.zip\n',
      findings: [
        {
          at: 'rm /tmp/a.zip',
          message:
            'the layer of COPY in line 2 keeps its bytes, and whoever has the image can read them. `RUN --mount=type=bind`',
        },
      ],
    },
    {
      name: 'a download of an earlier RUN',
      code: 'FROM x\nRUN curl -fsSLO https://x/a.zip\nRUN wget -O /b.zip https://x/b && c > /d\nRUN unzip a.zip && rm a.zip\nRUN rm -f /b.zip\nRUN rm /d\n',
      findings: [
        {
          at: 'rm a.zip',
          message:
            'RUN in line 2 keeps its bytes, and whoever has the image can read them. Make it and remove it in one RUN',
        },
        { at: 'rm -f /b.zip', message: 'RUN in line 3' },
        { at: 'rm /d' },
      ],
    },
    {
      name: 'ADD of an address',
      code: 'FROM x\nWORKDIR /a\nADD https://x/a.tgz b.tgz\nRUN tar xf b.tgz \\\n  && rm /a/b.tgz\n',
      findings: [
        {
          at: 'rm /a/b.tgz',
          message: 'ADD in line 3 keeps its bytes, and whoever has the image can read them. Make it and',
        },
      ],
    },
    {
      name: 'the last stage, and one it builds upon',
      code: 'FROM x AS a\nCOPY k /k\nRUN rm /k\nFROM a\nCOPY l /l\nRUN sudo rm /l\n',
      findings: [{ at: 'rm /k' }, { at: 'sudo rm /l' }],
    },
    {
      name: 'in a heredoc',
      code: 'FROM x\nCOPY key /root/key\nRUN <<E\nset -e\nmake\nrm /root/key\nE\n',
      findings: [{ at: 'rm /root/key' }],
    },
    { name: 'a fragment', code: 'COPY a /a\nRUN rm /a\n', findings: [{ at: 'rm /a' }] },
  ],
});
