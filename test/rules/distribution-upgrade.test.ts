import { rule } from '../../src/rules/distribution-upgrade.ts';
import { testRule } from '../support/test-rule.ts';

testRule(rule, {
  valid: [
    { name: 'security fixes', code: 'FROM x\nRUN apt-get update && apt-get upgrade -y\nRUN apt upgrade -y\n' },
    {
      name: 'the same of other managers',
      code: 'FROM x\nRUN yum update -y\nRUN dnf upgrade -y\nRUN apk upgrade\nRUN zypper patch\nRUN zypper up\n',
    },
    {
      name: 'Tumbleweed is upgraded so',
      code: 'FROM opensuse/tumbleweed AS a\nRUN zypper -n dup\nFROM a\nRUN zypper -n dist-upgrade\n',
    },
    { name: 'text', code: 'FROM x\nRUN echo "apt-get dist-upgrade"\n' },
    { name: 'not a RUN', code: 'FROM x\nCMD apt-get dist-upgrade -y\n' },
    { name: 'another subcommand', code: 'FROM x\nRUN zypper install dup\nRUN apt-get install dist-upgrade\n' },
  ],
  invalid: [
    {
      code: 'FROM opensuse/leap:15.6\nRUN zypper --non-interactive dist-upgrade && make\n',
      findings: [
        {
          at: 'zypper --non-interactive dist-upgrade',
          message: 'the image is no longer the release that FROM names',
          aliases: ['DL3035'],
        },
      ],
    },
    {
      name: 'its short name',
      code: 'FROM x\nRUN zypper -n dup --allow-vendor-change\n',
      findings: [{ at: 'zypper -n dup --allow-vendor-change' }],
    },
    {
      name: 'apt stays within the release: a remark',
      code: 'FROM debian:12\nRUN apt-get update && apt-get -y dist-upgrade\n',
      findings: [
        {
          at: 'apt-get -y dist-upgrade',
          severity: 'info',
          message: '`apt-get upgrade` brings security fixes and removes nothing',
          aliases: ['DL3005'],
        },
      ],
    },
    {
      code: 'FROM x\nRUN sudo apt full-upgrade -y\n',
      findings: [{ at: 'sudo apt full-upgrade -y', severity: 'info' }],
    },
    {
      name: 'over several lines',
      code: 'FROM x\nRUN zypper -n \\\n  dup\n',
      findings: [{ at: 'zypper -n \\\n  dup' }],
    },
    {
      name: 'in a heredoc and in ONBUILD',
      code: 'FROM x\nRUN <<E\nset -e\nzypper -n dup\nE\nONBUILD RUN zypper -n dup\n',
      findings: [{ at: 'zypper -n dup' }, { at: 'zypper -n dup' }],
    },
  ],
});
