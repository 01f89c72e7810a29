import { rule } from '../../src/rules/recommended-packages.ts';
import { testRule } from '../support/test-rule.ts';

testRule(rule, {
  valid: [
    'FROM x\nRUN apt-get install -y --no-install-recommends a\n',
    { name: 'wanted on purpose', code: 'FROM x\nRUN apt-get install -y --install-recommends a\n' },
    { name: 'as a setting of the call', code: 'FROM x\nRUN apt-get -o APT::Install-Recommends=false install -y a\n' },
    {
      name: 'as a setting above',
      code: `FROM x\nRUN echo 'APT::Install-Recommends "0";' > /etc/apt/apt.conf.d/99\nRUN apt-get install -y a\n`,
    },
    { name: 'settings that were copied', code: 'FROM x\nADD apt /etc/apt/apt.conf.d\nRUN apt-get install -y a\n' },
    {
      name: 'a stage that is left behind',
      code: 'FROM x AS a\nRUN apt-get install -y gcc\nFROM y\nCOPY --from=a /a /a\n',
    },
    {
      name: 'nothing named',
      code: 'FROM x\nRUN apt-get install -yf\nRUN apt-get upgrade -y\nRUN apt-get build-dep -y a\n',
    },
    { name: 'options in a variable', code: 'FROM x\nRUN apt-get install $APT_ARGS a\n' },
    { name: 'other managers', code: 'FROM x\nRUN yum install -y a\nRUN apk add a\nRUN aptitude install -y a\n' },
  ],
  invalid: [
    {
      code: 'FROM x\nRUN apt-get update && apt-get install -y nginx\n',
      findings: [
        {
          at: 'apt-get install -y nginx',
          message: 'With `--no-install-recommends` come only those they depend on.',
          aliases: ['DL3015'],
        },
      ],
      unsafe: 'FROM x\nRUN apt-get update && apt-get install --no-install-recommends -y nginx\n',
    },
    {
      name: 'what https needs',
      code: 'FROM x\nRUN apt install -y curl\nRUN apt install -y git ca-certificates\n',
      findings: [
        { at: 'apt install -y curl', message: 'name `ca-certificates` then' },
        { at: 'apt install -y git ca-certificates', message: 'depend on.' },
      ],
      unsafe:
        'FROM x\nRUN apt install --no-install-recommends -y curl\nRUN apt install --no-install-recommends -y git ca-certificates\n',
    },
    {
      name: 'exec form, and behind a stray RUN: words, and words with the fix to come',
      code: 'FROM x\nRUN ["apt-get", "install", "-y", "a"]\nRUN a && RUN apt-get install -y b\n',
      findings: [
        { at: '["apt-get", "install", "-y", "a"]', message: '`apt-get install -y a` also installs' },
        { at: 'RUN apt-get install -y b' },
      ],
      unsafe:
        'FROM x\nRUN ["apt-get", "install", "-y", "a"]\nRUN a && RUN apt-get install --no-install-recommends -y b\n',
    },
    {
      name: 'several calls, over lines',
      code: 'FROM x\nRUN sudo apt-get -qq install \\\n  # tools\n  a \\\n && apt-get install $PACKAGES\n',
      findings: [{ at: 'sudo apt-get -qq install \\\n  # tools\n  a' }, { at: 'apt-get install $PACKAGES' }],
      unsafe:
        'FROM x\nRUN sudo apt-get -qq install --no-install-recommends \\\n  # tools\n  a \\\n && apt-get install --no-install-recommends $PACKAGES\n',
    },
    {
      name: 'a stage that the last one builds upon',
      code: 'FROM x AS a\nRUN apt-get install -y b\nFROM a\n',
      findings: [{ at: 'apt-get install -y b' }],
      unsafe: 'FROM x AS a\nRUN apt-get install --no-install-recommends -y b\nFROM a\n',
    },
    {
      name: 'a heredoc',
      code: 'FROM x\nRUN <<E\nset -e\napt-get install -y b\nE\n',
      findings: [{ at: 'apt-get install -y b' }],
      unsafe: 'FROM x\nRUN <<E\nset -e\napt-get install --no-install-recommends -y b\nE\n',
    },
    {
      name: 'ONBUILD, Windows line ends',
      code: 'FROM x\r\nONBUILD RUN apt-get install -y b\r\n',
      findings: [{ at: 'apt-get install -y b' }],
      unsafe: 'FROM x\r\nONBUILD RUN apt-get install --no-install-recommends -y b\r\n',
    },
    {
      name: 'a substitution without a place of its own: words only',
      code: 'FROM x\nRUN echo `apt-get install -y a \\$B`\n',
      findings: [{ at: '`apt-get install -y a \\$B`' }],
    },
  ],
});
