import { rule } from '../../src/rules/duplicate-instruction.ts';
import { testRule } from '../support/test-rule.ts';

testRule(rule, {
  valid: [
    'FROM x\nCMD a\n',
    'FROM x\nENTRYPOINT ["a"]\nCMD ["b"]\nHEALTHCHECK CMD c\n',
    { name: 'one per stage', code: 'FROM debian as d1\nCMD bash\nFROM debian as d2\nCMD another\n' },
    {
      name: 'a child stage overrides its parent',
      code: 'FROM scratch AS a\nENTRYPOINT ["/x"]\nCMD ["/x"]\nFROM a AS b\nENTRYPOINT ["/y"]\nCMD ["/y"]\n',
    },
    { name: 'ONBUILD CMD belongs to the child', code: 'FROM x\nONBUILD CMD ["a"]\nCMD ["b"]\n' },
    { name: 'HEALTHCHECK CMD is not CMD', code: 'FROM x\nHEALTHCHECK CMD ["curl", "x"]\nCMD ["b"]\n' },
    {
      name: 'other instructions may repeat',
      code: 'FROM x\nRUN a\nRUN a\nENV A=1\nENV A=2\nSHELL ["a"]\nSHELL ["b"]\n',
    },
    { name: 'before the first FROM nothing counts', code: 'ARG A\nFROM x\nCMD a\n' },
  ],
  invalid: [
    {
      name: 'what the next CMD needs is built by it',
      code: 'FROM python:3.12\nCOPY . .\nCMD python setup.py sdist\nCMD ["python", "main.py"]\n',
      findings: [{ at: 'CMD python setup.py sdist', message: '`python` prepares the image' }],
      unsafe: 'FROM python:3.12\nCOPY . .\nRUN python setup.py sdist\nCMD ["python", "main.py"]\n',
    },
    {
      name: 'a directory that is there: as a RUN, mkdir would fail',
      code: 'FROM x\nWORKDIR /work\nCMD mkdir /work\nCMD ["a"]\n',
      findings: [{ at: 'CMD mkdir /work', message: 'Delete this one' }],
      safe: 'FROM x\nWORKDIR /work\nCMD ["a"]\n',
    },
    {
      name: 'COPY has made it, and another one',
      code: 'FROM x\nCOPY a /b/c\nCMD mkdir /b\nCMD mkdir /d\nCMD ["a"]\n',
      findings: [{ at: 'CMD mkdir /b' }, { at: 'CMD mkdir /d', message: 'RUN does it' }],
      safe: 'FROM x\nCOPY a /b/c\nCMD mkdir /d\nCMD ["a"]\n',
      unsafe: 'FROM x\nCOPY a /b/c\nRUN mkdir /d\nCMD ["a"]\n',
    },
    {
      code: 'FROM debian\nCMD bash\nRUN foo\nCMD another\n',
      findings: [
        {
          at: 'CMD bash',
          message: 'line 4, `["/bin/sh", "-c", "another"]`',
          aliases: ['DL4003', 'MultipleInstructionsDisallowed', 'S6589'],
        },
      ],
      safe: 'FROM debian\nRUN foo\nCMD another\n',
    },
    {
      code: 'FROM scratch\nENTRYPOINT ["/a"]\nENTRYPOINT ["/b"]\n',
      findings: [{ at: 'ENTRYPOINT ["/a"]', aliases: ['DL4004', 'MultipleInstructionsDisallowed', 'S6589'] }],
      safe: 'FROM scratch\nENTRYPOINT ["/b"]\n',
    },
    {
      code: 'FROM scratch\nHEALTHCHECK CMD /bin/a\nHEALTHCHECK NONE\n',
      findings: [{ at: 'HEALTHCHECK CMD /bin/a', aliases: ['DL3012', 'MultipleInstructionsDisallowed', 'S6589'] }],
      safe: 'FROM scratch\nHEALTHCHECK NONE\n',
    },
    {
      name: 'one that Docker refuses: a remark, for that is the graver fault',
      code: 'FROM x\nCMD --doit ["a"]\nCMD ["b"]\n',
      findings: [
        { at: 'CMD --doit ["a"]', severity: 'info', message: 'Docker refuses this CMD, and would drop it otherwise' },
      ],
      safe: 'FROM x\nCMD ["b"]\n',
    },
    {
      name: 'three: all but the last',
      code: 'FROM x\nCMD a\nCMD b\nCMD c\n',
      findings: [
        { at: 'CMD a', message: 'line 4' },
        { at: 'CMD b', message: 'line 4' },
      ],
      safe: 'FROM x\nCMD c\n',
    },
    {
      name: 'all lines of a continued instruction go, and the comments between them',
      code: 'FROM x\nCMD echo first \\\n# why\n    second\n\nRUN a\nCMD ["b"]\n',
      findings: [{ at: 'CMD echo first \\\n# why\n    second' }],
      safe: 'FROM x\n\nRUN a\nCMD ["b"]\n',
    },
    {
      name: 'Windows line ends',
      code: 'FROM x\r\nCMD a\r\nCMD b\r\n',
      findings: [{ at: 'CMD a' }],
      safe: 'FROM x\r\nCMD b\r\n',
    },
    {
      name: 'no line break at the end',
      code: 'FROM x\nCMD a\nCMD b',
      findings: [{ at: 'CMD a' }],
      safe: 'FROM x\nCMD b',
    },
    {
      name: 'ONBUILD of one kind twice',
      code: 'FROM x\nONBUILD CMD a\nONBUILD CMD b\n',
      findings: [{ at: 'ONBUILD CMD a', message: 'drops this ONBUILD CMD' }],
      safe: 'FROM x\nONBUILD CMD b\n',
    },
    {
      name: 'what prepares the image was meant for the build',
      code: 'FROM x\nCMD chmod +x /run.sh\nCMD ["npm", "install"]\nCMD mkdir a && npm ci\nCMD ["/run.sh"]\n',
      findings: [
        { at: 'CMD chmod +x /run.sh', message: '`chmod` prepares the image: RUN does it during the build.' },
        { at: 'CMD ["npm", "install"]', message: '`npm` prepares' },
        { at: 'CMD mkdir a && npm ci' },
      ],
      unsafe: 'FROM x\nRUN chmod +x /run.sh\nRUN ["npm", "install"]\nRUN mkdir a && npm ci\nCMD ["/run.sh"]\n',
    },
    {
      name: 'in a fragment',
      code: 'CMD a\nCMD b\n',
      findings: [{ at: 'CMD a' }],
      safe: 'CMD b\n',
    },
  ],
});
