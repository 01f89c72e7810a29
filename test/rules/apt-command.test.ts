import { rule } from '../../src/rules/apt-command.ts';
import { testRule } from '../support/test-rule.ts';

testRule(rule, {
  valid: [
    'FROM debian:12\nRUN apt-get update && apt-get install -y apt\n',
    'FROM debian:12\nRUN echo "run apt install x" > /README\n',
    'FROM debian:12\nRUN rm -rf /var/lib/apt/lists/* /etc/apt\n',
    'FROM debian:12\nRUN apt-key add x && apt-mark hold y && apt-cache policy z\n',
    'FROM debian:12\nRUN command -v apt || which apt\n',
    'FROM debian:12\nRUN apt --version\n',
    { name: 'the name expands', code: 'FROM debian:12\nRUN $APT install -y x\n' },
    { name: 'help for people, run by people', code: 'FROM debian:12\nCMD apt install x\n' },
    { name: 'Java has an apt too, as a file of another name', code: 'FROM x\nRUN ./apt.sh install x\n' },
    { name: 'data of a heredoc', code: 'FROM debian:12\nCOPY <<EOF /a\napt install x\nEOF\n' },
  ],
  invalid: [
    {
      code: 'FROM debian:12\nRUN apt update && apt install -y curl && apt clean\n',
      findings: [{ at: 'apt update', message: '`apt-get update` does the same.' }],
      safe: 'FROM debian:12\nRUN apt-get update && apt-get install -y curl && apt-get clean\n',
    },
    {
      name: 'options in front of the subcommand',
      code: 'FROM debian:12\nRUN apt -y -o Acquire::Retries=3 install \\\n    curl\n',
      findings: [{ at: 'apt -y -o Acquire::Retries=3 install \\\n    curl' }],
      safe: 'FROM debian:12\nRUN apt-get -y -o Acquire::Retries=3 install \\\n    curl\n',
    },
    {
      name: 'apt upgrade installs new packages where needed',
      code: 'FROM debian:12\nRUN apt upgrade -y\n',
      findings: [{ at: 'apt upgrade -y', message: 'apt-get upgrade --with-new-pkgs' }],
      safe: 'FROM debian:12\nRUN apt-get upgrade --with-new-pkgs -y\n',
    },
    {
      name: 'behind sudo, with its folder, in quotes',
      code: 'FROM x\nRUN sudo -E /usr/bin/apt install -y a && "apt" remove b\n',
      findings: [{ at: 'sudo -E /usr/bin/apt install -y a' }],
      safe: 'FROM x\nRUN sudo -E /usr/bin/apt-get install -y a && "apt-get" remove b\n',
    },
    {
      name: 'a pattern may name more for apt-get',
      code: "FROM debian:12\nRUN apt install -y 'libfoo*'\n",
      findings: [{ at: "apt install -y 'libfoo*'" }],
      unsafe: "FROM debian:12\nRUN apt-get install -y 'libfoo*'\n",
    },
    {
      name: 'what apt-cache prints is laid out otherwise: words',
      code: 'FROM debian:12\nRUN apt show curl | grep Version && apt list --installed\n',
      findings: [{ at: 'apt show curl', message: '`apt-cache show` answers the same' }],
    },
    {
      name: 'one finding for what can be mended, one for what cannot',
      code: 'FROM debian:12\nRUN apt update; apt list --installed\n',
      findings: [{ at: 'apt update' }, { at: 'apt list --installed', message: 'dpkg-query -W' }],
      safe: 'FROM debian:12\nRUN apt-get update; apt list --installed\n',
    },
    {
      name: 'in a heredoc, in a loop, in ONBUILD',
      code: 'FROM debian:12\nRUN <<EOF\nset -e\nfor p in a b; do apt install -y $p; done\nEOF\nONBUILD RUN apt update\n',
      findings: [{ at: 'apt install -y $p' }, { at: 'apt update' }],
      safe: 'FROM debian:12\nRUN <<EOF\nset -e\nfor p in a b; do apt-get install -y $p; done\nEOF\nONBUILD RUN apt-get update\n',
    },
  ],
});
