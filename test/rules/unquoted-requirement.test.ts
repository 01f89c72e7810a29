import { rule } from '../../src/rules/unquoted-requirement.ts';
import { testRule } from '../support/test-rule.ts';

testRule(rule, {
  valid: [
    'FROM x\nRUN pip install "a>=1.0"\n',
    "FROM x\nRUN pip install 'a>=1,<2' b==2\n",
    'FROM x\nRUN pip install a\\>=1\n',
    'FROM x\nRUN pip install a > 1.log\n',
    'FROM x\nRUN pip install a >log\n',
    'FROM x\nRUN pip install a>log\n',
    'FROM x\nRUN pip install a 2>&1\n',
    'FROM x\nRUN pip install a 2>1.log\n',
    'FROM x\nRUN pip freeze>1.txt\n',
    'FROM x\nRUN seq a>1\n',
    'FROM x\nRUN pip install -r requirements.txt >1 --quiet\n',
    { name: 'no shell', code: 'FROM x\nRUN ["pip", "install", "a>=1"]\n' },
    { name: 'PowerShell', code: 'FROM x\nSHELL ["pwsh", "-c"]\nRUN pip install a>=1\n' },
    { name: 'data', code: 'FROM x\nCOPY <<EOF /requirements.txt\na>=1\nEOF\n' },
  ],
  invalid: [
    {
      code: 'FROM x\nRUN pip install --no-cache-dir a>=1.15.0\n',
      findings: [{ at: 'a>=1.15.0', message: 'the output goes into a file called `=1.15.0`' }],
      unsafe: 'FROM x\nRUN pip install --no-cache-dir "a>=1.15.0"\n',
    },
    {
      name: 'several, over lines',
      code: 'FROM x\nRUN python3 -m pip install \\\n    a>=1 \\\n    b \\\n    c[d,e]>=2.0,<3\n',
      findings: [{ at: 'a>=1' }],
      unsafe: 'FROM x\nRUN python3 -m pip install \\\n    "a>=1" \\\n    b \\\n    "c[d,e]>=2.0,<3"\n',
    },
    {
      name: 'an upper bound',
      code: 'FROM x\nRUN pip3 install a<2 && make\n',
      findings: [{ at: 'a<2', message: 'looks for a file called `2`' }],
      unsafe: 'FROM x\nRUN pip3 install "a<2" && make\n',
    },
    {
      name: 'other installers',
      code: 'FROM x\nRUN apk add --no-cache nodejs>18 && conda install -y numpy>=1.2\n',
      findings: [{ at: 'nodejs>18' }, { at: 'numpy>=1.2' }],
      unsafe: 'FROM x\nRUN apk add --no-cache "nodejs>18" && conda install -y "numpy>=1.2"\n',
    },
    {
      code: 'FROM x\nRUN npm install -g npm@>=10\n',
      findings: [{ at: 'npm@>=10' }],
      unsafe: 'FROM x\nRUN npm install -g "npm@>=10"\n',
    },
    {
      name: 'in a heredoc',
      code: 'FROM x\nRUN <<EOF\nset -e\nuv pip install --system a>=1\nEOF\n',
      findings: [{ at: 'a>=1' }],
      unsafe: 'FROM x\nRUN <<EOF\nset -e\nuv pip install --system "a>=1"\nEOF\n',
    },
  ],
});
