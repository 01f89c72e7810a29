import { rule } from '../../src/rules/service-at-build.ts';
import { testRule } from '../support/test-rule.ts';

testRule(rule, {
  valid: [
    'FROM x\nRUN service mysql start && mysql -e "CREATE DATABASE a" && service mysql stop\n',
    'FROM x\nRUN service mysql start && mysql -e "CREATE DATABASE a"\n',
    'FROM x\nRUN service mysql start; sleep 5; mysql < /a.sql\n',
    'FROM x\nRUN service mysql stop\n',
    'FROM x\nRUN systemctl enable httpd\n',
    'FROM x\nRUN nginx -t\n',
    'FROM x\nRUN nginx -qt\n',
    'FROM x\nRUN which service || service x start\n',
    'FROM x\nRUN apt-get install -y nginx\n',
    'FROM x\nRUN echo "service nginx start" > /start.sh\n',
    'FROM x\nCMD service nginx start\n',
    { name: 'a server in front blocks: server-at-build', code: 'FROM x\nRUN redis-server\n' },
    {
      name: 'what it makes are files, and those stay',
      code: 'FROM ubuntu:24.04\nRUN /etc/init.d/pulseaudio-enable-autospawn start\nRUN service x11-common start\nCMD ["a"]\n',
    },
  ],
  invalid: [
    {
      name: 'a base that is named after the service most likely starts it: no CMD in its place',
      code: 'FROM php:7.1.8-apache\nRUN a2enmod rewrite\nRUN service apache2 restart\n',
      findings: [{ at: 'service apache2 restart', message: 'Delete it: by its name, the base starts apache2 itself.' }],
      unsafe: 'FROM php:7.1.8-apache\nRUN a2enmod rewrite\n',
    },
    {
      name: 'the first start of mysqld makes its tables: words only',
      code: 'FROM centos:6\nRUN service mysqld start\nRUN a\n',
      findings: [{ at: 'service mysqld start', message: 'unless its first start is to set up its data' }],
    },
    {
      name: 'the first start of sshd makes the keys of the host: words only',
      code: 'FROM centos:6\nRUN service sshd start\nRUN a\n',
      findings: [{ at: 'service sshd start', message: 'unless its first start is to set up its data' }],
    },
    {
      name: 'sshd refuses to start without the folder that the start makes, so only that is kept',
      code: 'FROM ubuntu:24.04\nRUN service ssh start\nCMD ["/usr/sbin/sshd", "-D"]\n',
      findings: [
        {
          at: 'service ssh start',
          severity: 'info',
          message: 'Of its work only /run/sshd stays, without which sshd refuses to start. Make that alone.',
        },
      ],
      unsafe: 'FROM ubuntu:24.04\nRUN mkdir -p /run/sshd\nCMD ["/usr/sbin/sshd", "-D"]\n',
    },
    {
      name: 'the same, where nothing says what starts it',
      code: 'FROM ubuntu:24.04\nRUN a && /etc/init.d/ssh restart && sleep 1\nCMD ["/run.sh"]\n',
      findings: [{ at: '/etc/init.d/ssh restart', message: 'Make that, and start ssh where the container starts.' }],
      unsafe: 'FROM ubuntu:24.04\nRUN a && mkdir -p /run/sshd && sleep 1\nCMD ["/run.sh"]\n',
    },
    {
      name: 'the folder is made elsewhere',
      code: 'FROM ubuntu:24.04\nRUN mkdir /var/run/sshd\nRUN service ssh start\nCMD ["/run.sh"]\n',
      findings: [{ at: 'service ssh start', message: 'Delete it here' }],
      unsafe: 'FROM ubuntu:24.04\nRUN mkdir /var/run/sshd\nCMD ["/run.sh"]\n',
    },
    {
      name: 'the start becomes CMD, behind its folder',
      code: 'FROM ubuntu:24.04\nRUN service ssh start\n',
      findings: [{ at: 'service ssh start' }],
      unsafe: 'FROM ubuntu:24.04\nRUN mkdir -p /run/sshd\nCMD ["/usr/sbin/sshd", "-D"]\n',
    },
    {
      name: 'the base starts it by itself',
      code: 'FROM php:8.3-apache\nRUN service apache2 restart\n',
      findings: [{ at: 'service apache2 restart', message: 'Delete it: the CMD of the base starts apache2.' }],
      unsafe: 'FROM php:8.3-apache\n',
    },
    {
      name: 'apache2ctl and apachectl are scripts, and what they start is Apache',
      code: 'FROM php:8.3-apache\nRUN apache2ctl restart\n',
      findings: [{ at: 'apache2ctl restart', message: 'Delete it: the CMD of the base starts Apache.' }],
      unsafe: 'FROM php:8.3-apache\n',
    },
    {
      code: 'FROM x/httpd\nRUN apachectl start\n',
      findings: [{ at: 'apachectl start', message: 'Delete it: by its name, the base starts Apache itself.' }],
      unsafe: 'FROM x/httpd\n',
    },
    {
      code: 'FROM x\nRUN apachectl start\nRUN a\n',
      findings: [{ at: 'apachectl start', message: 'Delete it here; what the container starts has to start Apache.' }],
      unsafe: 'FROM x\nRUN a\n',
    },
    {
      name: 'sudo is no daemon',
      code: 'FROM x\nRUN service sudo restart\nRUN a\n',
      findings: [{ at: 'service sudo restart', severity: 'info', message: 'has no effect: sudo is no daemon' }],
      unsafe: 'FROM x\nRUN a\n',
    },
    {
      code: 'FROM ubuntu:24.04\nRUN service nginx start\n',
      findings: [{ at: 'service nginx start', message: 'an image holds files, no processes', aliases: ['DL3001'] }],
      unsafe: 'FROM ubuntu:24.04\nCMD ["nginx", "-g", "daemon off;"]\n',
    },
    {
      code: 'FROM x\nRUN service nginx start\nRUN make\nCMD ["b"]\n',
      findings: [{ at: 'service nginx start' }],
      unsafe: 'FROM x\nRUN make\nCMD ["b"]\n',
    },
    {
      name: 'behind other work, over lines',
      code: 'FROM x\nRUN apt-get install -y nginx \\\n && a2enmod x \\\n && /etc/init.d/nginx restart\nCMD ["b"]\n',
      findings: [{ at: '/etc/init.d/nginx restart' }],
      unsafe: 'FROM x\nRUN apt-get install -y nginx \\\n && a2enmod x\nCMD ["b"]\n',
    },
    {
      name: 'systemctl with more in front: words only',
      code: 'FROM centos:7\nRUN systemctl enable httpd && systemctl start httpd\n',
      findings: [{ at: 'systemctl start httpd', message: 'No systemd runs in a build' }],
    },
    {
      name: 'systemctl alone',
      code: 'FROM centos:7\nRUN systemctl start mariadb.service\nCMD ["b"]\n',
      findings: [{ at: 'systemctl start mariadb.service' }],
      unsafe: 'FROM centos:7\nCMD ["b"]\n',
    },
    {
      name: 'waiting does not use it',
      code: 'FROM x\nRUN service postgresql start && sleep 5\nCMD ["b"]\n',
      findings: [{ at: 'service postgresql start' }],
      unsafe: 'FROM x\nCMD ["b"]\n',
    },
    {
      name: 'two in a row: words only',
      code: 'FROM x\nRUN service a restart && service b restart\nCMD ["b"]\n',
      findings: [{ at: 'service b restart' }],
    },
    {
      name: 'a daemon by itself',
      code: 'FROM x\nRUN mongod --fork --logpath /l\nCMD ["b"]\n',
      findings: [{ at: 'mongod --fork --logpath /l' }],
      unsafe: 'FROM x\nCMD ["b"]\n',
    },
    {
      name: 'inside ONBUILD',
      code: 'FROM x\nONBUILD RUN service a start\nCMD ["b"]\n',
      findings: [{ at: 'service a start' }],
      unsafe: 'FROM x\nCMD ["b"]\n',
    },
    {
      name: 'a comment between its lines: words only',
      code: 'FROM x\nRUN a && \\\n# start\n service b start\nCMD ["b"]\n',
      findings: [{ at: 'service b start' }],
    },
  ],
});
