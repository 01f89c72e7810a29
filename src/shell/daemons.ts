import { unwrap } from './programs.ts';
import { programName } from './vocabulary.ts';

/** A command that starts a process in the background and returns. */
export interface Daemon {
  /** What runs in the background: `nginx`, or the service's name. */
  readonly name: string;
  /** `service x start` and its like: a manager starts it, and its own configuration does not matter. */
  readonly managed: boolean;
  /** The same program in the foreground; undefined when no form of it is sure. */
  readonly foreground: readonly string[] | undefined;
  /** The folder that its init script makes, that it refuses to start without, and that no package brings. */
  readonly needs?: string;
  /** What in its configuration keeps it in the foreground all the same, as an expression over the text of the file. */
  readonly unless: RegExp | undefined;
}

/** The foreground form of what `service` starts, by the service's name. Debian's names first. */
const services: Readonly<Record<string, readonly string[]>> = {
  nginx: ['nginx', '-g', 'daemon off;'],
  apache2: ['apache2ctl', '-D', 'FOREGROUND'],
  httpd: ['httpd', '-DFOREGROUND'],
  ssh: ['/usr/sbin/sshd', '-D'],
  sshd: ['/usr/sbin/sshd', '-D'],
  cron: ['cron', '-f'],
  crond: ['crond', '-n'],
  supervisor: ['supervisord', '-n'],
  rsyslog: ['rsyslogd', '-n'],
};

/** The daemon that a command starts, where it surely returns while its daemon runs on; `argv` as the shell would pass it. */
export function daemonOf(argv: readonly string[]): Daemon | undefined {
  const command = unwrap(argv);
  const service = startedService(command);
  if (service !== undefined) {
    const name = service.replace(/\.service$/, '');
    const needs = name === 'ssh' && programName(command[0] ?? '') !== 'systemctl' ? { needs: '/run/sshd' } : {};
    return { name, managed: true, foreground: foregroundOf(name), unless: undefined, ...needs };
  }
  return isInitScript(command[0] ?? '') ? undefined : byProgram(command);
}

/** `/etc/init.d/nginx stop` is the script of that name, not the program. */
function isInitScript(program: string): boolean {
  return /^\/etc\/(?:rc\.d\/)?init\.d\//.test(program);
}

/** Whether a command goes to the background whatever a configuration says. */
export function surelyReturns(argv: readonly string[]): boolean {
  const daemon = daemonOf(argv);
  return daemon !== undefined && (daemon.managed || daemon.unless === undefined);
}

function foregroundOf(service: string): readonly string[] | undefined {
  const version = /^php([\d.]*)-fpm$/.exec(service)?.[1];
  if (version !== undefined) return [`php-fpm${version}`, '-F'];
  return Object.hasOwn(services, service) ? services[service] : undefined;
}

/** `service x start`, `systemctl start x`, `/etc/init.d/x start` and their relatives. */
function startedService(argv: readonly string[]): string | undefined {
  const [first = '', ...rest] = argv;
  const [a = '', b = ''] = rest.filter((word) => !word.startsWith('-'));
  const starts = (word: string): boolean => word === 'start' || word === 'restart';
  const init = /^\/etc\/(?:rc\.d\/)?init\.d\/([\w.@-]+)$/.exec(first)?.[1];
  if (init !== undefined) return starts(a) ? init : undefined;
  const name = programName(first);
  if (name === 'systemctl' || name === 'initctl') return starts(a) && b !== '' ? b : undefined;
  if (['service', 'invoke-rc.d', 'rc-service'].includes(name)) return starts(b) ? a : undefined;
  return undefined;
}

/** Any of these makes a program end at once. */
const endsAtOnce = /^(?:-q?[vVhtTlsLSM?]q?|-version|--?(?:version|help|configtest|check|test|dump|validate)[\w-]*)$/;

interface Program {
  /** The options that keep it in the foreground. */
  readonly stays: RegExp;
  /** What is added so that it stays. */
  readonly add: readonly string[];
  readonly unless?: RegExp;
}

/** Programs that go to the background unless they are told to stay (from their manuals). */
const programs: Readonly<Record<string, Program>> = {
  // A configuration of its own may hold the directive.
  nginx: { stays: /daemon off|(?:^| )-c/, add: ['-g', 'daemon off;'], unless: /daemon\s+off/ },
  httpd: { stays: /-D ?(?:FOREGROUND|NO_DETACH|DEBUG)|(?:^| )-[XkS]\b/, add: ['-DFOREGROUND'] },
  sshd: { stays: /(?:^| )-\w*[Ddi]/, add: ['-D'] },
  cron: { stays: /(?:^| )-\w*f/, add: ['-f'] },
  lighttpd: { stays: /(?:^| )-D/, add: ['-D'], unless: /server\.daemon/ },
  varnishd: { stays: /(?:^| )-[FdC]/, add: ['-F'] },
  rsyslogd: { stays: /(?:^| )-\w*[nN]/, add: ['-n'] },
  named: { stays: /(?:^| )-[fg]/, add: ['-f'] },
  // Debian's configuration leaves it at the default, http://supervisord.org/configuration.html; `-c` names another one.
  supervisord: { stays: /(?:^| )(?:-\w*[nc]|--(?:nodaemon|configuration))/, add: ['-n'], unless: /nodaemon/ },
};

/** Programs that stay unless they are told to go to the background: the option that does it, as one word or two. */
const detached: Readonly<Record<string, RegExp>> = {
  mongod: /^--fork$/,
  gunicorn: /^(?:-D|--daemon)$/,
  unicorn: /^(?:-D|--daemonize)$/,
  memcached: /^(?:-d|--daemon)$/,
  'rabbitmq-server': /^-detached$/,
  elasticsearch: /^(?:-d|--daemonize)$/,
  mysqld: /^(?:-D|--daemonize)$/,
  haproxy: /^-D$/,
};

/** `./cron` is a program of the image's own making, whatever its name. */
function isOwnFile(program: string): boolean {
  return program.includes('/') && !program.startsWith('/');
}

function byProgram(argv: readonly string[]): Daemon | undefined {
  const [first = '', ...rest] = argv;
  const name = programName(first);
  const all = rest.join(' ');
  const daemon = (foreground: readonly string[] | undefined, unless?: RegExp): Daemon => ({
    name,
    managed: false,
    foreground,
    unless,
  });
  if (/^(?:apachectl|apache2ctl|apache2|httpd)$/.test(name) && /^(?:-k )?(?:start|restart)$/.test(all)) {
    return daemon(name === 'httpd' ? [first, '-DFOREGROUND'] : [first, '-D', 'FOREGROUND']);
  }
  if (name === 'catalina.sh' && rest[0] === 'start') return daemon([first, 'run']);
  if (name === 'startup.sh' && /tomcat|catalina/.test(first)) return daemon(undefined);
  if (name === 'pm2' && rest[0] === 'start' && !rest.includes('--no-daemon')) return daemon(undefined);
  if (name === 'redis-server' && /--daemonize yes/.test(all)) {
    return daemon([first, ...all.replace(/ ?--daemonize yes/, '').split(' ')].filter(Boolean));
  }
  const option = Object.hasOwn(detached, name) ? detached[name] : undefined;
  if (option !== undefined && rest.some((word) => option.test(word))) {
    return daemon([first, ...rest.filter((word) => !option.test(word))]);
  }
  if (rest.some((word) => endsAtOnce.test(word))) return undefined;
  if (/^php-fpm[\d.]+$/.test(name) && !/(?:^| )-(?:F|-nodaemonize)|^-[imnwRd]/.test(all)) {
    return daemon([...argv, '-F'], /daemonize\s*=\s*no/);
  }
  const program = Object.hasOwn(programs, name) ? programs[name] : undefined;
  if (program === undefined || program.stays.test(all) || isOwnFile(first)) return undefined;
  // Options that take a directive already hold one of nginx: a second `-g` is refused.
  const foreground = name === 'nginx' && rest.includes('-g') ? undefined : [...argv, ...program.add];
  return daemon(foreground, program.unless);
}
