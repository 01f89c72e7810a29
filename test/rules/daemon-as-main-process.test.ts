import { rule } from '../../src/rules/daemon-as-main-process.ts';
import { testRule } from '../support/test-rule.ts';

testRule(rule, {
  valid: [
    'FROM ubuntu:24.04\nCMD ["nginx", "-g", "daemon off;"]\n',
    'FROM nginx:1.27\nRUN echo "daemon off;" >> /etc/nginx/nginx.conf\nCMD ["nginx"]\n',
    'FROM ubuntu:24.04\nCMD ["apachectl", "-D", "FOREGROUND"]\n',
    'FROM ubuntu:24.04\nCMD ["/usr/sbin/sshd", "-D", "-e"]\n',
    'FROM ubuntu:24.04\nCMD ["cron", "-f"]\n',
    'FROM ubuntu:24.04\nCMD nginx -t\n',
    'FROM ubuntu:24.04\nCMD ["httpd", "-k", "stop"]\n',
    { name: 'the image configures php-fpm', code: 'FROM php:8.3-fpm\nCMD ["php-fpm"]\n' },
    { name: 'CMD holds the option', code: 'FROM ubuntu:24.04\nENTRYPOINT ["httpd"]\nCMD ["-D", "FOREGROUND"]\n' },
    { name: 'a configuration of its own', code: 'FROM ubuntu:24.04\nCOPY nginx.conf /etc/nginx/\nCMD ["nginx"]\n' },
    { name: 'named in the command', code: 'FROM ubuntu:24.04\nCMD ["nginx", "-c", "/app/nginx.conf"]\n' },
    { name: 'somebody else’s image', code: 'FROM example.com/nginx\nCMD ["nginx"]\n' },
    { name: 'an argument of another program', code: 'FROM x\nENTRYPOINT ["echo"]\nCMD ["service", "a", "start"]\n' },
    { name: 'replaced by a later one', code: 'FROM x\nCMD service a start\nCMD ["b"]\n' },
    { name: 'a program of its own making by its place', code: 'FROM alpine:3.20\nENTRYPOINT ["./cron"]\n' },
    {
      name: 'a program of its own making that is copied',
      code: 'FROM alpine:3.20\nCOPY --from=build /src/cron /usr/local/bin/\nENTRYPOINT ["cron"]\n',
    },
    'FROM debian:12\nCMD ["supervisord", "-n"]\n',
    'FROM debian:12\nCMD ["/usr/bin/supervisord", "--nodaemon"]\n',
    { name: 'another configuration', code: 'FROM debian:12\nCMD ["supervisord", "-c", "/app/s.conf"]\n' },
    {
      name: 'supervisord is configured in the file',
      code: 'FROM debian:12\nRUN echo "nodaemon=true" >> /etc/supervisor/supervisord.conf\nCMD ["supervisord"]\n',
    },
    {
      name: 'the folder may hold the configuration of supervisord',
      code: 'FROM debian:12\nWORKDIR /app\nCOPY . .\nCMD ["supervisord"]\n',
    },
    { name: 'RUN is another rule’s', code: 'FROM x\nRUN service nginx start\n' },
  ],
  invalid: [
    {
      name: 'in an array that is yet to be repaired',
      code: 'FROM nginx:1.27\nENTRYPOINT ["nginx"}\n',
      findings: [
        { at: 'ENTRYPOINT ["nginx"}', message: 'Once it is a valid array, `nginx` starts nginx in the background' },
      ],
      unsafe: 'FROM nginx:1.27\nENTRYPOINT ["nginx", "-g", "daemon off;"]\n',
    },
    {
      code: 'FROM ubuntu:24.04\nCMD service nginx start\n',
      findings: [{ at: 'CMD service nginx start', message: 'the main process is over' }],
      unsafe: 'FROM ubuntu:24.04\nCMD ["nginx", "-g", "daemon off;"]\n',
    },
    {
      code: 'FROM ubuntu:24.04\nCMD ["apachectl", "start"]\n',
      findings: [{ at: 'CMD ["apachectl", "start"]' }],
      unsafe: 'FROM ubuntu:24.04\nCMD ["apachectl", "-D", "FOREGROUND"]\n',
    },
    {
      code: 'FROM ubuntu:24.04\nCMD ["/usr/sbin/sshd"]\n',
      findings: [{ at: 'CMD ["/usr/sbin/sshd"]' }],
      unsafe: 'FROM ubuntu:24.04\nCMD ["/usr/sbin/sshd", "-D"]\n',
    },
    {
      code: 'FROM ubuntu:24.04\nCMD cron\n',
      findings: [{ at: 'CMD cron' }],
      unsafe: 'FROM ubuntu:24.04\nCMD ["cron", "-f"]\n',
    },
    {
      name: 'a version says that it is Debian’s php-fpm',
      code: 'FROM ubuntu:24.04\nCMD ["php-fpm8.3"]\n',
      findings: [{ at: { line: 2 } }],
      unsafe: 'FROM ubuntu:24.04\nCMD ["php-fpm8.3", "-F"]\n',
    },
    {
      name: 'told to go to the background',
      code: 'FROM ubuntu:24.04\nENTRYPOINT ["gunicorn", "--daemon", "app:app"]\n',
      findings: [{ at: { line: 2 } }],
      unsafe: 'FROM ubuntu:24.04\nENTRYPOINT ["gunicorn", "app:app"]\n',
    },
    {
      name: 'a table of cron is no program',
      code: 'FROM debian:12\nCOPY cron /etc/cron.d/app\nCMD ["cron"]\n',
      findings: [{ at: { line: 3 } }],
      unsafe: 'FROM debian:12\nCOPY cron /etc/cron.d/app\nCMD ["cron", "-f"]\n',
    },
    {
      code: 'FROM debian:12\nCOPY run.sh /run.sh\nCMD ["/usr/bin/supervisord"]\n',
      findings: [{ at: { line: 3 }, message: 'starts supervisord in the background and returns' }],
      unsafe: 'FROM debian:12\nCOPY run.sh /run.sh\nCMD ["/usr/bin/supervisord", "-n"]\n',
    },
    {
      name: 'behind other work: words only',
      code: 'FROM ubuntu:24.04\nCMD /setup.sh && service ssh start\n',
      findings: [{ at: { line: 2 }, message: 'starts ssh in the background' }],
    },
    {
      name: 'no foreground form is sure',
      code: 'FROM ubuntu:24.04\nCMD ["sh", "-c", "service mysql start"]\n',
      findings: [{ at: { line: 2 } }],
    },
    {
      name: 'another command stays in front',
      code: 'FROM ubuntu:24.04\nCMD service nginx start && tail -f /var/log/nginx/access.log\n',
      findings: [{ at: { line: 2 }, severity: 'info', message: 'nobody notices' }],
    },
    {
      name: 'sshd lacks the folder that its init script makes',
      code: 'FROM ubuntu:24.04\nCMD service ssh start\n',
      findings: [{ at: { line: 2 } }],
      unsafe: 'FROM ubuntu:24.04\nRUN mkdir -p /run/sshd\nCMD ["/usr/sbin/sshd", "-D"]\n',
    },
    {
      name: 'the folder of sshd is there',
      code: 'FROM ubuntu:24.04\nRUN mkdir /var/run/sshd\nENTRYPOINT service ssh restart\n',
      findings: [{ at: { line: 3 } }],
      unsafe: 'FROM ubuntu:24.04\nRUN mkdir /var/run/sshd\nENTRYPOINT ["/usr/sbin/sshd", "-D"]\n',
    },
    {
      name: 'arguments of a script that hands them on',
      code: 'FROM ubuntu:24.04\nENTRYPOINT ["/entrypoint.sh"]\nCMD ["service", "cron", "start"]\n',
      findings: [{ at: { line: 3 } }],
      unsafe: 'FROM ubuntu:24.04\nENTRYPOINT ["/entrypoint.sh"]\nCMD ["cron", "-f"]\n',
    },
    {
      name: 'crond is busybox’s on Alpine',
      code: 'FROM alpine:3.20\nCMD rc-service crond start\n',
      findings: [{ at: { line: 2 } }],
      unsafe: 'FROM alpine:3.20\nCMD ["crond", "-f"]\n',
    },
  ],
});
