import { rule } from '../../src/rules/install-without-yes.ts';
import { testRule } from '../support/test-rule.ts';

testRule(rule, {
  valid: [
    {
      name: 'the ways of apt to say yes',
      code: 'FROM x\nRUN apt-get install -y a\nRUN apt-get -yq install a\nRUN apt-get install a --yes\nRUN apt-get install --assume-yes a\nRUN apt-get install -qqy a\n',
    },
    {
      name: 'very quiet implies yes',
      code: 'FROM x\nRUN apt-get -qq install a\nRUN apt-get install -q -q a\nRUN apt-get -q=2 install a\nRUN apt-get install --quiet=2 a\n',
    },
    {
      name: 'as a setting of this call',
      code: 'FROM x\nRUN apt-get -o APT::Get::Assume-Yes=true install a\nRUN apt-get -oAPT::Get::Assume-Yes=true install a\nRUN yum --setopt=assumeyes=1 install a\n',
    },
    {
      name: 'settings written above, in a stage below too',
      code: `FROM x AS a\nRUN echo 'APT::Get::Assume-Yes "true";' > /etc/apt/apt.conf.d/90yes\nFROM a\nRUN apt-get install b\n`,
    },
    {
      name: 'images that say yes for all above them',
      code: 'FROM circleci/ruby:stretch AS a\nRUN sudo apt-get install a\nFROM a\nRUN sudo apt-get install b\nFROM cimg/base:2024.01\nRUN sudo apt install c\n',
    },
    { name: 'settings that were copied', code: 'FROM x\nCOPY yes.conf /etc/apt/apt.conf.d/\nRUN apt-get install a\n' },
    { name: 'dnf.conf', code: 'FROM x\nRUN echo assumeyes=True >> /etc/dnf/dnf.conf && dnf install a\n' },
    {
      name: 'an answer through a pipe or from a file',
      code: 'FROM x\nRUN yes | apt-get install a\nRUN echo y | sudo yum install a\nRUN apt-get install a < answers\nRUN yes | { apt-get install a; }\n',
    },
    {
      name: 'nothing is installed',
      code: 'FROM x\nRUN apt-get install -s a\nRUN apt-get update\nRUN apt-get clean\nRUN apt-get install\nRUN yum clean all\nRUN zypper refresh\n',
    },
    {
      name: 'a removal that is answered, simulated, or removes nothing',
      code: 'FROM x\nRUN apt-get purge -y a && apt-get -y autoremove && apt-get remove -s b\nRUN apt-get remove\nRUN yum -y remove a\nRUN zypper -n rm a\n',
    },
    { name: 'options in a variable', code: 'FROM x\nRUN apt-get install $APT_OPTS a\nRUN yum install "$@"\n' },
    { name: 'apk and microdnf do not ask', code: 'FROM x\nRUN apk add a\nRUN microdnf install a\n' },
    {
      name: 'yum and zypper with yes',
      code: 'FROM x\nRUN yum -y install a\nRUN yum install -yq a\nRUN dnf install --assumeyes a\nRUN zypper -n in a\nRUN zypper --non-interactive install a\nRUN zypper install --no-confirm a\nRUN zypper up -y\n',
    },
    { name: 'text, another program', code: 'FROM x\nRUN echo "apt-get install a"\nRUN ./apt-get.sh install a\n' },
    { name: 'not a RUN', code: 'FROM x\nCMD apt-get install a\n' },
    { name: 'another shell', code: 'FROM x\nSHELL ["pwsh", "-c"]\nRUN apt-get install a\n' },
  ],
  invalid: [
    {
      name: 'a name that only looks like theirs',
      code: 'FROM x/circleci/a\nRUN apt-get install a\n',
      findings: [{ at: 'apt-get install a', severity: 'warning' }],
      safe: 'FROM x/circleci/a\nRUN apt-get install -y a\n',
    },
    {
      name: 'arrays, also those that are yet to be repaired: words only',
      code: `FROM centos:7\nRUN ["yum", "install", "a", "&&", "b"]\nONBUILD RUN ['yum', 'install', 'c']\n`,
      findings: [
        { at: '["yum", "install", "a", "&&", "b"]', message: '`yum install a` asks' },
        { at: `['yum', 'install', 'c']`, message: 'Once it is a valid array, `yum install c` asks' },
      ],
    },
    {
      code: 'FROM x\nRUN apt-get update && apt-get install curl\n',
      findings: [
        {
          at: 'apt-get install curl',
          severity: 'warning',
          message: 'asks `Do you want to continue? [Y/n]` as soon as it would install more than the packages named',
          aliases: ['DL3014'],
        },
      ],
      safe: 'FROM x\nRUN apt-get update && apt-get install -y curl\n',
    },
    {
      name: 'DEBIAN_FRONTEND does not answer',
      code: 'FROM x\nRUN DEBIAN_FRONTEND=noninteractive apt-get install -q a b\n',
      findings: [
        {
          at: 'DEBIAN_FRONTEND=noninteractive apt-get install -q a b',
          severity: 'warning',
          message: 'DEBIAN_FRONTEND is for other questions',
        },
      ],
      safe: 'FROM x\nRUN DEBIAN_FRONTEND=noninteractive apt-get install -y -q a b\n',
    },
    {
      name: 'a y that belongs to a value is no yes',
      code: 'FROM x\nRUN apt-get -ty install a\nRUN apt-get -t y install a\n',
      findings: [
        { at: 'apt-get -ty install a', severity: 'warning' },
        { at: 'apt-get -t y install a', severity: 'warning' },
      ],
      safe: 'FROM x\nRUN apt-get -ty install -y a\nRUN apt-get -t y install -y a\n',
    },
    {
      name: 'upgrading asks as soon as there is something',
      code: 'FROM x\nRUN apt-get upgrade; apt dist-upgrade\n',
      findings: [
        { at: 'apt-get upgrade', severity: 'warning', message: 'as soon as there is anything to upgrade' },
        { at: 'apt dist-upgrade', severity: 'warning', aliases: ['DL3014'] },
      ],
      safe: 'FROM x\nRUN apt-get upgrade -y; apt dist-upgrade -y\n',
    },
    {
      name: 'the removal of what the file installs is always asked about, one that may have nothing to do is a remark',
      code: 'FROM debian:12\nRUN apt-get install -y gcc=4:12 "make"\nRUN apt-get purge gcc && apt-get remove --auto-remove make && apt-get purge nodejs && apt-get autoremove\n',
      findings: [
        {
          at: 'apt-get purge gcc',
          severity: 'warning',
          message: '`Do you want to continue? [Y/n]` before it removes a package that is there',
        },
        { at: 'apt-get remove --auto-remove make', severity: 'warning' },
        { at: 'apt-get purge nodejs', severity: 'info' },
        { at: 'apt-get autoremove', severity: 'info', message: 'as soon as there is anything to remove' },
      ],
      safe: 'FROM debian:12\nRUN apt-get install -y gcc=4:12 "make"\nRUN apt-get purge -y gcc && apt-get remove -y --auto-remove make && apt-get purge -y nodejs && apt-get autoremove -y\n',
    },
    {
      name: 'removals of yum, dnf and zypper',
      code: 'FROM x\nRUN yum install -y a && yum remove a\nRUN dnf group remove b\nRUN zypper -n in c && zypper rm c\n',
      findings: [
        { at: 'yum remove a', severity: 'warning' },
        { at: 'dnf group remove b', severity: 'info' },
        { at: 'zypper rm c', severity: 'warning' },
      ],
      safe: 'FROM x\nRUN yum install -y a && yum remove -y a\nRUN dnf group remove -y b\nRUN zypper -n in c && zypper rm -y c\n',
    },
    {
      name: 'what works upon packages that are there',
      code: 'FROM x\nRUN apt-get install --only-upgrade bash\n',
      findings: [{ at: 'apt-get install --only-upgrade bash', severity: 'info' }],
      safe: 'FROM x\nRUN apt-get install -y --only-upgrade bash\n',
    },
    {
      name: 'yum upon an image of which nothing is known, whose settings may answer',
      code: 'FROM example/centos:7\nRUN yum install a\n',
      findings: [{ at: 'yum install a', severity: 'warning', message: 'unless a setting of the base image answers' }],
      safe: 'FROM example/centos:7\nRUN yum install -y a\n',
    },
    {
      name: 'a removal in front of the installation finds nothing to remove: a remark',
      code: 'FROM x\nRUN apt-get purge a && apt-get install -y a\n',
      findings: [{ at: 'apt-get purge a', severity: 'info' }],
      safe: 'FROM x\nRUN apt-get purge -y a && apt-get install -y a\n',
    },
    {
      name: 'build-dep installs nothing of what it names',
      code: 'FROM x\nRUN apt-get build-dep a\n',
      findings: [
        { at: 'apt-get build-dep a', severity: 'warning', message: 'as soon as there is anything to install.' },
      ],
      safe: 'FROM x\nRUN apt-get build-dep -y a\n',
    },
    {
      name: 'packages that bring nothing with them are a remark',
      code: 'FROM ubuntu:18.04\nRUN apt-get install locales\nRUN apt-get install -y openjdk-8-jdk\nRUN apt-get install ca-certificates-java\n',
      findings: [
        { at: 'apt-get install locales', severity: 'info' },
        { at: 'apt-get install ca-certificates-java', severity: 'info' },
      ],
      safe: 'FROM ubuntu:18.04\nRUN apt-get install -y locales\nRUN apt-get install -y openjdk-8-jdk\nRUN apt-get install -y ca-certificates-java\n',
    },
    {
      name: 'yum, dnf, zypper',
      code: 'FROM fedora:40\nRUN yum install a\nRUN dnf --enablerepo y group install b\nRUN zypper install -n a\n',
      findings: [
        { at: 'yum install a', aliases: ['DL3030'], message: '`Is this ok [y/N]` before it changes anything' },
        { at: 'dnf --enablerepo y group install b', aliases: ['DL3038'] },
        { at: 'zypper install -n a', aliases: ['DL3034'] },
      ],
      safe: 'FROM fedora:40\nRUN yum install -y a\nRUN dnf --enablerepo y group install -y b\nRUN zypper install -y -n a\n',
    },
    {
      name: 'over several lines, with sudo, in a condition',
      code: 'FROM x\nRUN if true; then \\\n    # tools\n    sudo apt-get \\\n      install \\\n      curl; fi\n',
      findings: [{ at: 'sudo apt-get \\\n      install \\\n      curl', severity: 'warning' }],
      safe: 'FROM x\nRUN if true; then \\\n    # tools\n    sudo apt-get \\\n      install -y \\\n      curl; fi\n',
    },
    {
      name: 'in heredocs',
      code: 'FROM x\nRUN <<E\nset -e\napt-get install curl\nE\nRUN bash -e <<E\napt-get install wget\nE\n',
      findings: [
        { at: 'apt-get install curl', severity: 'warning' },
        { at: 'apt-get install wget', severity: 'warning' },
      ],
      safe: 'FROM x\nRUN <<E\nset -e\napt-get install -y curl\nE\nRUN bash -e <<E\napt-get install -y wget\nE\n',
    },
    {
      name: 'ONBUILD, Windows line ends',
      code: 'FROM x\r\nONBUILD RUN apt-get install a\r\n',
      findings: [{ at: 'apt-get install a', severity: 'warning' }],
      safe: 'FROM x\r\nONBUILD RUN apt-get install -y a\r\n',
    },
    {
      name: 'settings of a stage that this one does not build upon, or that come later',
      code: 'FROM x AS a\nCOPY c /etc/apt/apt.conf\nFROM y\nRUN apt-get install b\nCOPY c /etc/apt/apt.conf\n',
      findings: [{ at: 'apt-get install b', severity: 'warning' }],
      safe: 'FROM x AS a\nCOPY c /etc/apt/apt.conf\nFROM y\nRUN apt-get install -y b\nCOPY c /etc/apt/apt.conf\n',
    },
    {
      name: 'where an escaped substitution has no place of its own: words only',
      code: 'FROM x\nRUN echo `apt-get install a \\$B`\n',
      findings: [{ at: '`apt-get install a \\$B`', severity: 'warning' }],
    },
    {
      name: 'an earlier RUN installed all of it: nobody asks, and the answer is a remark',
      code: 'FROM x\nRUN apt-get install -y a "b" c=1\nRUN apt install b c\n',
      findings: [{ at: 'apt install b c', severity: 'info' }],
      safe: 'FROM x\nRUN apt-get install -y a "b" c=1\nRUN apt install -y b c\n',
    },
    ...['b d', 'c=2', 'e', 'f'].map((names) => ({
      name: `one of them may not be there, or not in this version: ${names}`,
      code: `FROM y AS z\nRUN apt-get install -y e\nFROM x\nRUN apt-get install -y b c=1; if g; then apt-get install -y f; fi\nRUN apt-get install ${names}\n`,
      findings: [{ at: { line: 5 }, severity: 'warning' as const }],
      safe: `FROM y AS z\nRUN apt-get install -y e\nFROM x\nRUN apt-get install -y b c=1; if g; then apt-get install -y f; fi\nRUN apt-get install -y ${names}\n`,
    })),
    {
      name: 'dnf asks only where there is anything to upgrade',
      code: 'FROM amazonlinux:2023\nRUN dnf update && dnf install -y a\n',
      findings: [{ at: 'dnf update', severity: 'warning', message: 'as soon as there is anything to upgrade' }],
      safe: 'FROM amazonlinux:2023\nRUN dnf update -y && dnf install -y a\n',
    },
  ],
});
