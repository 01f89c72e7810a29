import { rule } from '../../src/rules/command-as-argument.ts';
import { testRule } from '../support/test-rule.ts';

testRule(rule, {
  valid: [
    'FROM centos:7\nRUN yum install -y httpd && \\\n    yum clean all\n',
    'FROM centos:7\nRUN yum install -y yum-utils; yum update -y\n',
    {
      name: 'a package called like a program',
      code: 'FROM x\nRUN apt-get install -y \\\n    curl \\\n    git \\\n    tar xz \\\n    make\n',
    },
    { name: 'pip of pip', code: 'FROM x\nRUN pip install --upgrade \\\n    pip setuptools\n' },
    { name: 'python -m pip', code: 'FROM x\nRUN python3 -m pip install a\n' },
    { name: 'a program that starts others', code: 'FROM x\nRUN xargs -a list \\\n    apt-get install -y\n' },
    { name: 'another one', code: 'FROM x\nRUN conda run -n env \\\n    pip install a\n' },
    {
      name: 'another one',
      code: 'FROM x\nRUN npm exec -- npm install && git submodule foreach \\\n  git checkout main\n',
    },
    { name: 'another one', code: 'FROM x\nRUN chroot /target \\\n    apt-get install -y a\n' },
    { name: 'variables in front', code: 'FROM x\nRUN DEBIAN_FRONTEND=noninteractive \\\n    apt-get install -y a\n' },
    { name: 'sudo in front', code: 'FROM x\nRUN sudo \\\n    apt-get install -y a\n' },
    {
      name: 'it works all the same',
      code: 'FROM x\nRUN rm -f /a \\\n    rm -f /b && mkdir -p /c \\\n    mkdir -p /d\n',
    },
    { name: 'text', code: 'FROM x\nRUN echo "run \\\n    apt-get install -y a"\n' },
    {
      name: 'a state that ends with the RUN (lost-shell-state)',
      code: 'FROM x\nRUN set -ex \\\n    chmod +x /opt/run.sh\n',
    },
    { name: 'no shell', code: 'FROM x\nRUN ["yum", "install", "-y", "a", "yum", "update"]\n' },
  ],
  invalid: [
    {
      code: 'FROM centos:7\nRUN yum install -y yum-plugin-ovl \\\n\tyum update -y \\\n\tyum install httpd -y \\\n\tyum clean all\n',
      findings: [
        {
          at: 'yum',
          message:
            'the words of `yum update -y` are arguments of `yum`: it does not run. Put `&&` in front of it, and likewise',
        },
      ],
      unsafe:
        'FROM centos:7\nRUN yum install -y yum-plugin-ovl \\\n\t&& yum update -y \\\n\t&& yum install httpd -y \\\n\t&& yum clean all\n',
    },
    {
      name: 'of package managers also in the same line',
      code: 'FROM x\nRUN apt-get update apt-get install -y git\n',
      findings: [{ at: 'apt-get', message: 'Nothing ends `apt-get update`' }],
      unsafe: 'FROM x\nRUN apt-get update && apt-get install -y git\n',
    },
    {
      name: 'another program',
      code: 'FROM x\nRUN mkdir /src \\\n    cd /src \\\n    git clone https://example.com/a.git\n',
      findings: [{ at: 'cd', message: 'the words of `cd /src` are arguments of `mkdir`' }],
      unsafe: 'FROM x\nRUN mkdir /src \\\n    && cd /src \\\n    && git clone https://example.com/a.git\n',
    },
    {
      name: 'sudo goes along',
      code: 'FROM x\nRUN apt-get update \\\n    sudo apt-get install -y a\n',
      findings: [{ at: 'sudo' }],
      unsafe: 'FROM x\nRUN apt-get update \\\n    && sudo apt-get install -y a\n',
    },
    {
      name: 'set with more behind it',
      code: 'FROM alpine\nRUN set -eux \\\n    apk update && apk add a\n',
      findings: [{ at: 'apk', message: 'arguments of `set`' }],
      unsafe: 'FROM alpine\nRUN set -eux \\\n    && apk update && apk add a\n',
    },
    {
      name: 'a download, and a cleanup in a list of packages',
      code: 'FROM x\nRUN apt-get install -y a \\\n    rm -rf /var/lib/apt/lists/*\nRUN rm -rf /a \\\n    curl -fsSLo /b https://example.com/b\n',
      findings: [{ at: 'rm' }, { at: 'curl' }],
      unsafe:
        'FROM x\nRUN apt-get install -y a \\\n    && rm -rf /var/lib/apt/lists/*\nRUN rm -rf /a \\\n    && curl -fsSLo /b https://example.com/b\n',
    },
    {
      name: 'words only for what no person wrote',
      code: `FROM x\nRUN yum install a${' yum update'.repeat(60)}\n`,
      findings: [{ at: 'yum', message: 'and likewise further on' }],
    },
  ],
});
