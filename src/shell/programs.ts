import { inits } from './inits.ts';
import { isShell, isWindowsShell, programName } from './vocabulary.ts';

/**
 * Programs that start another one with the words that follow, and how many words of their own come first
 * (options and `NAME=value` not counted).
 */
const wrappers: ReadonlyMap<string, number> = new Map([
  ...[
    ...inits.keys(),
    'env',
    'nice',
    'ionice',
    'nohup',
    'stdbuf',
    'setsid',
    'sudo',
    'setarch',
    'doas',
    'init',
    'with-contenv',
    'xvfb-run',
    'dbus-run-session',
    'pidproxy',
    'exec',
    'command',
    'time',
  ].map((name): [string, number] => [name, 0]),
  ...['gosu', 'su-exec', 'setuser', 'chpst', 'timeout', 'chroot', 'setpriv', 'taskset'].map(
    (name): [string, number] => [name, 1],
  ),
]);

/** Options of wrappers that take the next word as their value. */
const valueOptions: ReadonlySet<string> = new Set(['-u', '-g', '-n', '-p', '-k', '-s', '-o', '-i', '-C', '-S']);

/** `tini --`, `gosu app`: whether the words do nothing but start the words that follow them. */
export function startsItsArguments(argv: readonly string[]): boolean {
  return argv.length > 0 && unwrap(argv).length === 0;
}

/** The command that really runs: `tini`, `gosu app`, `env A=1` and the like in front of it taken off. Empty when nothing is left. */
export function unwrap(argv: readonly string[]): readonly string[] {
  let rest = argv;
  for (;;) {
    const own = wrappers.get(programName(rest[0] ?? ''));
    if (own === undefined || rest.length === 0 || onlyAsks(rest)) return rest;
    rest = rest.slice(commandStart(rest, own));
  }
}

/** `command -v curl` starts nothing. */
function onlyAsks([first, option = '']: readonly string[]): boolean {
  return first === 'command' && /^-p?[vV]$/.test(option);
}

function commandStart(argv: readonly string[], own: number): number {
  let at = 1;
  let left = own;
  for (; at < argv.length; at++) {
    const word = argv[at] ?? '';
    if (word === '--') return at + 1 + left;
    if (word.startsWith('-')) at += valueOptions.has(word) ? 1 : 0;
    else if (!/^\w+=/.test(word) && left-- === 0) break;
  }
  return at;
}

/** Whether one of the words starts a shell: what follows is that shell's business. */
export function runsShell(argv: readonly string[]): boolean {
  const startsShell = (word: string): boolean => ['su', 'runuser', 'ssh'].includes(programName(word));
  return argv.some((word) => isShell(word) || isWindowsShell(word) || startsShell(word));
}

/** Whether a script (rather than a compiled program) is what the name seems to be: it may lack `#!` or its x bit. */
export function looksLikeScript(command: string): boolean {
  const name = programName(command);
  if (/\.(?:sh|bash|ksh|zsh|py|rb|pl|php|js|mjs|ts|lua|r)$/.test(name)) return true;
  return command.includes('/') && !/^\/(?:usr\/)?s?bin\//.test(command);
}

/** `./run.sh`, `sh run`: the signals reach a shell once more, which keeps them from the script's program unless that is started by `exec`. */
export function startsShellScript([program = '', first = '']: readonly string[]): boolean {
  if (isShell(program)) return first !== '' && !first.startsWith('-');
  return /\.(?:sh|bash|ksh)$/.test(programName(program));
}

/**
 * Whether what stands behind an ENTRYPOINT is a program to start, and not an argument: there is no ENTRYPOINT, it only
 * starts what it is given, or it is the script of a base image, which does so in the end.
 */
export function startsGivenProgram(
  entrypoint: { readonly argv: readonly string[]; readonly from: string } | undefined | 'unknown',
): boolean {
  if (typeof entrypoint !== 'object') return true;
  if (startsItsArguments(entrypoint.argv)) return true;
  return entrypoint.from === 'base-image' && looksLikeEntrypointScript(entrypoint.argv[0] ?? '');
}

/** `service x start`, `systemctl start x`, `/etc/init.d/x start`: they return at once. */
export function startsService(name: string | undefined): boolean {
  return (
    name !== undefined && (['service', 'systemctl'].includes(programName(name)) || name.startsWith('/etc/init.d/'))
  );
}

/** Whether it is, by its name, a script that prepares something and then runs the arguments it is given. */
export function looksLikeEntrypointScript(command: string): boolean {
  return /\.(?:sh|bash|py|rb|pl)$|entry-?point/.test(programName(command));
}

/** Interpreters, wherever they are installed: they take a script, never a shell. */
const interpreters = /^(?:node|nodejs|deno|bun|python[\d.]*|ruby|php[\d.]*|perl|java|dotnet)$/;

/** Whether a program looks like one that prepares something and then starts what it is given: a script, an init. */
export function runsItsArguments(program: string): boolean {
  if (interpreters.test(programName(program))) return false;
  return looksLikeScript(program) || /entry-?point|init$|^s6-|wrapper/.test(programName(program));
}

/** Programs people start containers and builds with. A string that begins with one of them and a blank is a command line. */
const knownPrograms: ReadonlySet<string> = new Set(
  (
    'ab ant apache2 apache2ctl apachectl apk apt apt-get asadmin aws awk bash bundle bundler bun caddy cargo cat catalina.sh celery ' +
    'chmod chown cmake composer consul cp cron crond curl daphne deno django-admin docker dotnet echo elasticsearch electron ' +
    'envoy etcd find flask fluentd foreman forever gatsby gem git go gradle grafana-server gradlew grep gulp gunicorn haproxy helm ' +
    'httpd hugo hypercorn influxd java jekyll jupyter kafka-server-start.sh kubectl ln ls lua make memcached mix mkdir mongod mongo ' +
    'mv mvn mvnw mysqld mysqld_safe mysql newman next nginx ng node nodejs nodemon npm npx nuxt openresty passenger pecl perl pg_ctl php ' +
    'php-fpm pip pip3 pipenv pm2 pnpm poetry postgres printf prometheus pserve puma pytest python python2 python3 quarkus rabbitmq-server ' +
    'rackup rails rake redis-cli redis-server rm rsync ruby rustup sbt scrapy sed serve service sh sleep spark-submit sshd streamlit ' +
    'supervisord systemctl tail tar terraform test tini tomcat touch traefik ts-node tsx twistd unicorn useradd uvicorn uwsgi varnishd ' +
    'vault vite waitress-serve wget yarn yum zookeeper'
  ).split(' '),
);

/**
 * Whether one string is a whole command line (`node app.js`, `/bin/app -x`) and not the name of a program with
 * blanks in it (`Plex Media Server`, `C:\Program Files\…`).
 */
export function looksLikeCommandLine(text: string): boolean {
  const [first = '', ...rest] = text.trim().split(/\s+/);
  if (rest.length === 0 || /^[A-Za-z]:\\|\\/.test(first) || /^["']/.test(first)) return false;
  const name = programName(first);
  if (knownPrograms.has(name) || isShell(first) || /^(?:python|php|ruby|node|java|pip)-?[\d.]+$/.test(name))
    return true;
  if (/[.](?:sh|py|rb|pl|js|php|bash)$/.test(name)) return true;
  if (!/^[\w./${}+-]+$/.test(first)) return false;
  return rest.some((word) => /^--?[A-Za-z]/.test(word) || /^(?:&&|\|\||[|;>])$/.test(word));
}
