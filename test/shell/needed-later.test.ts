import { describe, expect, test } from 'vitest';
import { droppedStatus } from '../../src/shell/dropped-status.ts';
import { parseScript } from '../../src/shell/parse.ts';

/** Whether no more is dropped than the status of the script shows after all. */
const isShown = (text: string): boolean | undefined => droppedStatus(parseScript(text))?.trivial;

describe('the last command fails without it', () => {
  test.each([
    ['opens what was downloaded', 'wget https://x/a.tgz; mkdir b; tar -xzf a.tgz -C b'],
    ['removes it', 'curl -o /tmp/a https://x && cat /tmp/a; rm /tmp/a && make'],
    ['copies what was built', 'mvn package; mkdir -p /a; cp x/target/a.jar /a'],
    ['works in what was cloned', 'cd /a; git clone https://x/b.git; cd b; git checkout c'],
    ['copies from the same folder', 'make; cp dist/a /b; mkdir /c; cp dist/d /c'],
    ['over several steps', 'unzip a.zip; mv a b; mv b /c/; chown -R d /c/b'],
    ['builds what was unpacked', 'curl -O https://x/a.tar.gz; tar xzf a.tar.gz; cd a; make install'],
    ['what stands behind it in its chain is not made either', 'apt-get install -y a && mkdir /b; rm -r /b'],
    [
      'runs what was unpacked below a folder',
      'curl -fo /tmp/a.zip https://x; unzip -qq /tmp/a.zip -d /root/; /root/a/install',
    ],
    ['likewise of tar', 'wget https://x/a.tgz; tar -xf a.tgz -C /opt; rm a.tgz; /opt/a/bin/setup --yes'],
    ['runs it', 'curl -fo ./install https://x; ./install'],
    ['by an interpreter', 'curl -fO https://x/get-pip.py; python3 get-pip.py'],
    ['enables what was installed', 'yum -y install httpd; yum clean all; systemctl enable httpd.service'],
    ['of a package with another ending', 'yum install -y mariadb-server; systemctl enable mariadb'],
    ['of a package with part of its name', 'dnf install -y libvirt-daemon; rm -f /a; systemctl enable virtlockd'],
    ['starts what was installed', 'apk add git; git clone https://x/b'],
    ['what stands in front of it', 'yum upgrade -y && yum install -y httpd; systemctl enable httpd'],
    ['reads a key from the file', 'curl -f https://x > /tmp/key; apt-key add /tmp/key && apt-get update'],
    ['a newer pip is no need', 'pip install -U "pip<24" setuptools; pip install -r a.txt'],
  ])('%s', (_name, text) => {
    expect(isShown(text)).toBe(true);
  });
});

describe('nothing shows it', () => {
  test.each([
    ['rm -f asks for nothing', 'wget https://x/a.tgz; rm -f a.tgz'],
    ['a folder of the system may hold it already', 'tar xf a.tgz -C /usr/local; /usr/local/bin/npm install'],
    ['the program lies elsewhere', 'tar xf a.tgz -C /opt; /srv/a/install'],
    ['another file', 'wget https://x/a.tgz; mv b c'],
    ['packing, not unpacking', 'wget https://x/a.tgz; tar -czf b.tgz a.tgz'],
    ['what needs it is dropped as well', 'wget https://x/a.tgz; tar xzf a.tgz; echo done'],
    ['|| decides', 'wget https://x/a.tgz; tar xzf a.tgz || echo none'],
    ['a pattern may match nothing', 'unzip a.zip; cp a/*.x /b'],
    ['another directory will do', 'git clone https://x/b; make -C /a'],
    ['the target of a copy', 'mvn package; cp a target/a'],
    ['enables another', 'yum install -y epel-release; systemctl enable httpd'],
    ['enables one of another RUN', 'yum upgrade -y; systemctl enable httpd'],
    ['reads the key from a pipe', 'curl -f https://x > /tmp/key; apt-key add - < /b'],
    ['more than pip', 'pip install -U pip wheels; pip install -r a.txt'],
  ])('%s', (_name, text) => {
    expect(isShown(text)).toBe(false);
  });
});
