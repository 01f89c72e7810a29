import { rule } from '../../src/rules/ignored-failure.ts';
import { testRule } from '../support/test-rule.ts';

testRule(rule, {
  valid: [
    'FROM x\nRUN ["bash", "-ec", "tar xf /a.tar; make install"]\n',
    'FROM x\nRUN ["python3", "-c", "tar xf /a.tar; make install"]\n',
    { name: 'escapes', code: 'FROM x\nRUN ["sh", "-c", "tar xf /a.tar; echo \\"done\\""]\n' },
    { name: 'apt installs what dpkg missed', code: 'FROM x\nRUN dpkg -i a.deb; apt-get -fy install\n' },
    {
      name: 'the last make fails for what is missing',
      code: 'FROM x\nRUN cd a && perl Makefile.PL; make; make install\n',
    },
    {
      name: 'git only sets an option',
      code: 'FROM x\nRUN git config --global a.b c; git config --global alias.co checkout; a\n',
    },
    'FROM x\nRUN apt-get update && apt-get install -y a\n',
    'FROM x\nRUN set -ex; apt-get update; apt-get install -y a\n',
    'FROM x\nSHELL ["/bin/sh", "-ec"]\nRUN apt-get update; apt-get install -y a\n',
    { name: 'nothing follows', code: 'FROM x\nRUN apt-get update;\n' },
    { name: 'only the last command is forgiven', code: 'FROM x\nRUN apk add a && { b || true; }\n' },
    { name: 'the work itself is forgiven', code: 'FROM x\nRUN a && apk add b || true\nRUN apk add b || true\n' },
    { name: 'what follows may miss it', code: 'FROM x\nRUN apk add a && mkdir b || true && cp a b/\n' },
    { name: 'a question', code: 'FROM x\nRUN [ -f a ] && tar xf a && rm a || true\n' },
    { name: 'the failure is dealt with', code: 'FROM x\nRUN curl -fO https://x || exit 1; b\n' },
    { name: 'somebody chose the status', code: 'FROM x\nRUN make; true\nRUN make check; exit 0\n' },
    { name: 'the status is asked for', code: 'FROM x\nRUN make; s=$?; cat log; exit $s\n' },
    { name: 'a test behind it', code: 'FROM x\nRUN make; [ -f out ]\n' },
    {
      name: 'what stands in front has no failure that matters',
      code: 'FROM x\nRUN rm -f a; echo b; apt-get clean; make\n',
    },
    { name: 'in a control structure', code: 'FROM x\nRUN for a in b c; do make $a; done\nRUN if a; then make; fi\n' },
    {
      name: 'in parentheses, dealt with',
      code: 'FROM x\nRUN (make; a) || b\nRUN (set -e; make; a)\nRUN (make; true)\n',
    },
    { name: 'mvn only says what it is', code: 'FROM x\nRUN mvn --version; a\n' },
    { name: 'quoted', code: "FROM x\nRUN sh -c 'make; a'\n" },
    { name: 'a heredoc is another matter', code: 'FROM x\nRUN <<E\nmake; a\nE\n' },
    'FROM x\nSHELL ["cmd", "/S", "/C"]\nRUN make; a\n',
    'FROM x\nCMD make; a\n',
  ],
  invalid: [
    {
      name: 'the last command is of the package that was not installed: a remark',
      code: 'FROM x\nRUN apt-get update; apt-get install -y mysql-server; sleep 1 && mysql -e "x"\n',
      findings: [{ at: 'apt-get update', severity: 'info' }],
      unsafe: 'FROM x\nRUN apt-get update && apt-get install -y mysql-server && sleep 1 && mysql -e "x"\n',
    },
    {
      name: 'likewise git of Alpine',
      code: 'FROM x\nRUN apk add git; git clone https://a/b\n',
      findings: [{ at: 'apk add git', severity: 'info' }],
      unsafe: 'FROM x\nRUN apk add git && git clone https://a/b\n',
    },
    {
      name: 'and a unit, which none but the packages can have brought',
      code: 'FROM x\nRUN dnf -y install libvirt-daemon; rm -f /a; systemctl enable virtlockd\n',
      findings: [{ at: 'dnf -y install libvirt-daemon', severity: 'info' }],
      unsafe: 'FROM x\nRUN dnf -y install libvirt-daemon && rm -f /a && systemctl enable virtlockd\n',
    },
    {
      name: 'another package than that of the unit is missed by nobody',
      code: 'FROM x\nRUN dnf -y install httpd; dnf -y install vim; systemctl enable httpd\n',
      findings: [{ at: 'dnf -y install vim', severity: 'warning' }],
      unsafe: 'FROM x\nRUN dnf -y install httpd && dnf -y install vim && systemctl enable httpd\n',
    },
    {
      name: 'the last command fails for want of the file: a remark',
      code: 'FROM x\nRUN wget https://x/a.tgz; tar xzf a.tgz\n',
      findings: [{ at: 'wget https://x/a.tgz', severity: 'info' }],
      unsafe: 'FROM x\nRUN wget https://x/a.tgz && tar xzf a.tgz\n',
    },
    {
      name: 'in an array, under a shell',
      code: 'FROM x\nRUN ["bash", "-c", "tar xf /a.tar; make install"]\n',
      findings: [{ at: 'tar xf /a.tar', message: '`bash -c` goes on after a `;`' }],
      unsafe: 'FROM x\nRUN ["bash", "-c", "tar xf /a.tar && make install"]\n',
    },
    {
      code: 'FROM x\nRUN apt-get update; apt-get install -y a;apt-get clean\n',
      findings: [
        {
          at: 'apt-get install -y a',
          message:
            'when `apt-get install -y a` fails, `apt-get clean` runs all the same, and the build succeeds if the last command does',
        },
      ],
      unsafe: 'FROM x\nRUN apt-get update && apt-get install -y a && apt-get clean\n',
    },
    {
      name: 'from the first command that matters on, over continued lines',
      code: 'FROM x\nRUN echo a; \\\n    cd /src ; \\\n    make ;\\\n    rm -rf /src;\n',
      findings: [{ at: 'make' }],
      unsafe: 'FROM x\nRUN echo a; \\\n    cd /src && \\\n    make &&\\\n    rm -rf /src;\n',
    },
    {
      name: 'without lists the installation fails: a remark',
      code: 'FROM x\nRUN apt-get update; apt-get install -y a\n',
      findings: [{ at: 'apt-get update', severity: 'info' }],
      unsafe: 'FROM x\nRUN apt-get update && apt-get install -y a\n',
    },
    {
      name: 'of an upgrade between them nobody hears',
      code: 'FROM x\nRUN apt-get update; apt-get upgrade -y; apt-get install -y a\n',
      findings: [{ at: 'apt-get upgrade -y' }],
      unsafe: 'FROM x\nRUN apt-get update && apt-get upgrade -y && apt-get install -y a\n',
    },
    {
      name: '|| true forgives all that stands in front, errexit or not',
      code: 'FROM x\nSHELL ["/bin/sh", "-ec"]\nRUN apk add ca-certificates && \\\n    update-ca-certificates 2>/dev/null || true\n',
      findings: [
        {
          at: 'apk add ca-certificates',
          message: 'not behind `update-ca-certificates 2>/dev/null` alone: when `apk add ca-certificates` fails',
        },
      ],
      unsafe:
        'FROM x\nSHELL ["/bin/sh", "-ec"]\nRUN apk add ca-certificates && \\\n    { update-ca-certificates 2>/dev/null || true; }\n',
    },
    {
      name: 'parentheses or braces around the whole',
      code: 'FROM x\nRUN (apt-get update; \\\n  apt-get install -y a; \\\n  apt-get clean)\nRUN { make; rm -r /a; }\nRUN ({ make; a; })\n',
      findings: [{ at: 'apt-get install -y a' }, { at: 'make' }, { at: 'make' }],
      unsafe:
        'FROM x\nRUN (apt-get update && \\\n  apt-get install -y a && \\\n  apt-get clean)\nRUN { make && rm -r /a; }\nRUN ({ make && a; })\n',
    },
    {
      name: 'mvn has the goals that the project gives it',
      code: 'FROM x\nRUN mvn -pl developer -Ddeploydb; pip install x\n',
      findings: [{ at: 'mvn -pl developer -Ddeploydb' }],
      unsafe: 'FROM x\nRUN mvn -pl developer -Ddeploydb && pip install x\n',
    },
    {
      name: 'the pip that is there will do, from wherever a newer one comes: a remark',
      code: 'FROM x\nRUN pip install -U pip -i https://pypi.org/simple; pip3 install wheel --trusted-host x setuptools; pip install a\n',
      findings: [{ at: 'pip install -U pip -i https://pypi.org/simple', severity: 'info' }],
      unsafe:
        'FROM x\nRUN pip install -U pip -i https://pypi.org/simple && pip3 install wheel --trusted-host x setuptools && pip install a\n',
    },
    {
      name: 'other commands do not',
      code: 'FROM x\nRUN apt-get update; apt-get upgrade -y\nRUN apt-get update; make\n',
      findings: [{ at: 'apt-get update' }, { at: 'apt-get update' }],
      unsafe: 'FROM x\nRUN apt-get update && apt-get upgrade -y\nRUN apt-get update && make\n',
    },
    {
      name: 'a directory is seldom missing: a remark',
      code: 'FROM x\nRUN cd /src; make\n',
      findings: [{ at: 'cd /src', severity: 'info' }],
      unsafe: 'FROM x\nRUN cd /src && make\n',
    },
    {
      name: 'a compound command further down: words',
      code: 'FROM x\nRUN npm ci; for a in b; do c $a; done; d\n',
      findings: [{ at: 'npm ci', message: '`set -e` at the head of the RUN stops' }],
    },
    {
      name: 'in a chain with a compound command: set -e would overlook it',
      code: 'FROM x\nRUN dnf -y install a && dnf clean all && (cd /b; c); rm -f d; rm -f e\n',
      findings: [{ at: 'dnf -y install a', message: '`&&` in place of each `;` between the commands stops' }],
    },
    {
      name: 'within a chain',
      code: 'FROM x\nRUN a && git clone https://x; b && c\n',
      findings: [{ at: 'git clone https://x', message: '`b` runs all the same' }],
      unsafe: 'FROM x\nRUN a && git clone https://x && b && c\n',
    },
    {
      name: 'with bash, in ONBUILD',
      code: 'FROM x\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nONBUILD RUN pip install a; b\n',
      findings: [{ at: 'pip install a', message: '`/bin/bash -o pipefail -c` goes on after a `;`' }],
      unsafe: 'FROM x\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nONBUILD RUN pip install a && b\n',
    },
  ],
});
