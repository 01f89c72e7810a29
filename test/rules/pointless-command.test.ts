import { rule } from '../../src/rules/pointless-command.ts';
import { testRule } from '../support/test-rule.ts';

testRule(rule, {
  valid: [
    'FROM x\nRUN apt-get update && apt-get install -y vim nano htop mount ssh\n',
    'FROM x\nRUN apk add --no-cache openssh-client vim\n',
    'FROM x\nRUN command -v vim\n',
    'FROM x\nRUN vim +PlugInstall +qall\n',
    'FROM x\nRUN vim -E -s -c "source /root/.vimrc" -c PlugInstall -c qa\n',
    'FROM x\nRUN emacs --batch -l /x.el\n',
    'FROM x\nRUN visudo -c\n',
    'FROM x\nRUN ssh -V\n',
    'FROM x\nRUN --mount=type=ssh ssh -q git@github.com\n',
    'FROM x\nRUN ssh -o StrictHostKeyChecking=no git@github.com\n',
    'FROM x\nRUN --security=insecure mount -t tmpfs none /mnt\n',
    { name: 'a process of the same RUN', code: 'FROM x\nRUN redis-server & sleep 1 && kill $!\n' },
    'FROM x\nRUN mysqld_safe & sleep 5; mysql < /a.sql; killall mysqld\n',
    'FROM x\nRUN service mysql start && mysql < /a.sql && service mysql stop\n',
    { name: 'another rule names it', code: 'FROM x\nRUN service nginx start\n' },
    'FROM x\nRUN systemctl enable nginx\n',
    'FROM x\nRUN until ps aux | grep -q mysqld; do sleep 1; done\n',
    "FROM x\nRUN free -m | awk '/Mem/ { print $2 }' > /mem\n",
    'FROM x\nRUN M=$(free -m) && echo "$M" > /mem\n',
    'FROM x\nRUN if ps; then a; fi\n',
    'FROM x\nRUN umount /mnt || true\n',
    'FROM x\nRUN echo "vm.swappiness=1" >> /etc/sysctl.conf\n',
    'FROM x\nRUN sysctl -n kernel.osrelease\n',
    'FROM x\nCMD top\n',
    'FROM x\nRUN ./kill.sh && make mount\n',
  ],
  invalid: [
    { code: 'FROM x\nRUN vim /etc/hosts\n', findings: [{ at: 'vim /etc/hosts', message: 'waits for keys' }] },
    {
      name: 'behind sudo, with a folder',
      code: 'FROM x\nRUN make && sudo /usr/bin/nano /a\n',
      findings: [{ at: 'sudo /usr/bin/nano /a' }],
    },
    {
      code: 'FROM x\nRUN ps aux && free -m\n',
      findings: [{ at: 'ps aux', message: 'changes no file' }, { at: 'free -m' }],
    },
    { code: 'FROM x\nRUN make; shutdown -h now\n', findings: [{ at: 'shutdown -h now', message: 'there is no init' }] },
    { code: 'FROM x\nRUN killall nginx\n', findings: [{ at: 'killall nginx', message: 'each RUN begins with none' }] },
    { code: 'FROM x\nRUN service apache2 stop\n', findings: [{ at: 'service apache2 stop', message: 'no processes' }] },
    {
      code: 'FROM x\nRUN mkdir /m && mount -o loop /a.iso /m\n',
      findings: [{ at: 'mount -o loop /a.iso /m', message: 'belongs to the host' }],
    },
    {
      code: 'FROM x\nRUN sysctl -w vm.max_map_count=262144\n',
      findings: [{ at: 'sysctl -w vm.max_map_count=262144' }],
    },
    { code: 'FROM x\nRUN ssh deploy@host make\n', findings: [{ at: 'ssh deploy@host make', message: 'needs a key' }] },
    {
      name: 'in a heredoc, in ONBUILD',
      code: 'FROM x\nRUN <<EOF\nmake\ntop\nEOF\nONBUILD RUN top\n',
      findings: [{ at: { line: 4 } }, { at: { line: 6 } }],
    },
  ],
});
