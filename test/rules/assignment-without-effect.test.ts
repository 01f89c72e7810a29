import { factsOf, parseImageName } from '../../src/dockerfile/images.ts';
import { imageFacts } from '../../src/jobs/facts.ts';
import { noFacts } from '../../src/lint/rule.ts';
import { rule } from '../../src/rules/assignment-without-effect.ts';
import { testRule } from '../support/test-rule.ts';

testRule(rule, {
  valid: [
    {
      name: 'in front of a command it is exported to that command',
      code: 'FROM debian:12\nRUN DEBIAN_FRONTEND=noninteractive apt-get install -y x\n',
    },
    'FROM debian:12\nRUN DEBIAN_FRONTEND=noninteractive apt-get update && make\n',
    'FROM debian:12\nARG DEBIAN_FRONTEND\nRUN DEBIAN_FRONTEND=noninteractive apt-get update && apt-get install -y x\n',
    {
      name: 'the installation is given it too',
      code: 'FROM debian:12\nRUN DEBIAN_FRONTEND=a apt-get update && DEBIAN_FRONTEND=a apt-get install -y x\n',
    },
    {
      name: 'the other way round update needs nothing',
      code: 'FROM debian:12\nRUN apt-get update && DEBIAN_FRONTEND=a apt-get install -y x\n',
    },
    'FROM debian:12\nRUN export A=1 && make\n',
    'FROM debian:12\nRUN A=1 && export A && make\n',
    { name: 'the script reads it', code: 'FROM debian:12\nRUN V=1.2 && curl -fO "https://x/${V}.tgz"\n' },
    'FROM debian:12\nRUN V=1; cat <<X > f\n$V\nX\n',
    { name: 'ENV exports the name already', code: 'FROM debian:12\nENV CC=gcc\nRUN CC=clang && make\n' },
    { name: 'so does ARG, for the build', code: 'FROM debian:12\nARG CC\nRUN CC=clang && make\n' },
    { name: 'base images export such names', code: 'FROM maven:3\nRUN JAVA_HOME=/opt/java && mvn package\n' },
    {
      name: 'the table knows what the base image exports',
      code: 'FROM caddy:2\nRUN XDG_DATA_HOME=/srv && build\n',
      facts: imageFacts,
    },
    {
      name: 'it may export more than the table knows',
      code: 'FROM golang:1\nRUN GOTOOLCHAIN=local && go build\n',
      facts: imageFacts,
    },
    { name: 'the shell itself works by it', code: 'FROM debian:12\nRUN IFS=: && a\n' },
    'FROM debian:12\nRUN set -a && A=1 && make\n',
    { name: 'a sourced file may read it', code: 'FROM debian:12\nRUN A=1 && . ./build.sh\n' },
    { name: 'a command runs inside', code: 'FROM debian:12\nRUN A=$(make version) && make\n' },
    { name: 'no shell reads this', code: 'FROM x\nRUN ["A=1"]\n' },
    'FROM x\nSHELL ["pwsh", "-c"]\nRUN A=1; b\n',
  ],
  invalid: [
    {
      name: 'a command kept for later is no setting of the program it is named after',
      code: 'FROM x\nRUN PIP_INSTALL="python -m pip install --upgrade" && make\n',
      findings: [{ at: { line: 2 }, severity: 'info', message: 'Delete it, or `export` hands it on.' }],
      unsafe: 'FROM x\nRUN export PIP_INSTALL="python -m pip install --upgrade" && make\n',
    },
    {
      name: 'a compiler behind its wrapper is one',
      code: 'FROM x\nRUN CC="ccache gcc" && make\n',
      findings: [{ at: { line: 2 } }],
      safe: 'FROM x\nRUN export CC="ccache gcc" && make\n',
    },
    {
      name: 'a registry names all that the base image exports',
      code: 'FROM golang:1\nRUN GOTOOLCHAIN=local && go install\n',
      facts: { ...noFacts, image: () => ({ ...factsOf(parseImageName('golang:1')!)!, isEnvPartial: undefined }) },
      findings: [{ at: 'GOTOOLCHAIN=local' }],
      safe: 'FROM golang:1\nRUN export GOTOOLCHAIN=local && go install\n',
    },
    {
      code: 'FROM debian:12\nRUN DEBIAN_FRONTEND=noninteractive && apt-get install -y x\n',
      findings: [
        {
          at: 'DEBIAN_FRONTEND=noninteractive',
          message: '`apt-get install -y x` and what follows do not see it',
          aliases: ['SC2034'],
        },
      ],
      safe: 'FROM debian:12\nRUN export DEBIAN_FRONTEND=noninteractive && apt-get install -y x\n',
    },
    {
      name: 'in front of the update it does not reach the installation',
      code: 'FROM debian:12\nRUN DEBIAN_FRONTEND=noninteractive \\\n    apt-get update && \\\n    apt-get install -y x\n',
      findings: [
        {
          at: 'DEBIAN_FRONTEND=noninteractive',
          message: 'reaches `apt-get update` alone, which asks nothing: `apt-get install -y x` does not see it',
        },
      ],
      safe: 'FROM debian:12\nRUN export DEBIAN_FRONTEND=noninteractive && \\\n    apt-get update && \\\n    apt-get install -y x\n',
    },
    {
      name: 'behind a condition: words',
      code: 'FROM debian:12\nRUN a || DEBIAN_FRONTEND=x apt-get update && apt-get install -y x\n',
      findings: [{ at: 'DEBIAN_FRONTEND=x' }],
    },
    {
      name: 'several at once, on a continued line',
      code: 'FROM debian:12\nRUN a && \\\n  CC=clang CXX="clang++ -O2" \\\n  && make\n',
      findings: [{ at: 'CC=clang CXX="clang++ -O2"', message: 'sets variables of this shell' }],
      safe: 'FROM debian:12\nRUN a && \\\n  export CC=clang CXX="clang++ -O2" \\\n  && make\n',
    },
    {
      name: 'a lone assignment: words',
      code: 'FROM debian:12\nRUN A=1\n',
      findings: [{ at: 'A=1', message: 'the shell ends with this RUN. ENV lasts' }],
    },
    {
      name: 'a name that no program is known for may be a leftover: a remark',
      code: 'FROM debian:12\nRUN mirror=https://x; make\n',
      findings: [{ at: 'mirror=https://x', severity: 'info', message: 'Delete it, or `export` hands it on.' }],
      unsafe: 'FROM debian:12\nRUN export mirror=https://x; make\n',
    },
    {
      name: 'export of dash would split this value, and some shells know no +=',
      code: 'FROM debian:12\nRUN A=$B && A+=2 && make\n',
      findings: [
        { at: 'A=$B', severity: 'info' },
        { at: 'A+=2', severity: 'info' },
      ],
    },
    {
      name: 'in a heredoc, and in ONBUILD',
      code: 'FROM debian:12\nRUN <<E\nset -e\nCFLAGS=-O2\nmake\nE\nONBUILD RUN CC=cc && make\n',
      findings: [{ at: 'CFLAGS=-O2' }, { at: 'CC=cc' }],
      safe: 'FROM debian:12\nRUN <<E\nset -e\nexport CFLAGS=-O2\nmake\nE\nONBUILD RUN export CC=cc && make\n',
    },
    {
      name: 'single quotes hide the name from this shell, and the other one does not get it',
      code: "FROM debian:12\nRUN A=1 && bash -c 'echo $A'\n",
      findings: [{ at: 'A=1' }],
      safe: "FROM debian:12\nRUN export A=1 && bash -c 'echo $A'\n",
    },
  ],
});
