import { daemonOf } from './daemons.ts';
import { unwrap } from './programs.ts';
import { programName } from './vocabulary.ts';

/** Asks for the version, for help, for a check, or for a single step: such a call ends by itself. */
const endsAtOnce =
  /^(?:-[vVhtT?]|-version|-help|help|version|--?(?:version|help|check|test|init|dump|single|install|list|print|show|dry|config-?test|config-?check|validate|bootstrap|boot|describe|export|generate)[\w-]*(?:=.*)?)$/;

/** Programs that serve until they are stopped, whatever their arguments. */
const always: ReadonlySet<string> = new Set(
  (
    'uvicorn gunicorn daphne hypercorn waitress-serve nodemon pm2-runtime live-server json-server http-server webpack-dev-server ' +
    'httpd-foreground redis-server redis-sentinel mongod mongos mysqld mysqld_safe mariadbd mariadbd-safe postgres memcached ' +
    'rabbitmq-server elasticsearch etcd influxd prometheus grafana-server kafka-server-start.sh zookeeper-server-start.sh ' +
    'dockerd containerd unicorn puma rackup xvfb shiny-server node-red code-server'
  ).split(' '),
);

/** Programs that serve when their first words are these. */
const whenTold: Readonly<Record<string, readonly string[]>> = {
  npm: ['start', 'run start', 'run dev', 'run serve'],
  yarn: ['start', 'dev', 'serve', 'run start', 'run dev', 'run serve'],
  pnpm: ['start', 'dev', 'serve', 'run start', 'run dev', 'run serve'],
  bun: ['start', 'run start', 'run dev'],
  node: ['server.js', 'server.mjs', 'app.js'],
  nodejs: ['server.js', 'app.js'],
  next: ['start', 'dev'],
  nuxt: ['start', 'dev'],
  ng: ['serve'],
  gatsby: ['develop', 'serve'],
  flask: ['run'],
  streamlit: ['run'],
  celery: ['worker', 'beat'],
  jupyter: ['notebook', 'lab'],
  'jupyter-notebook': [''],
  'jupyter-lab': [''],
  rails: ['server', 's'],
  jekyll: ['serve'],
  hugo: ['server'],
  mkdocs: ['serve'],
  mix: ['phx.server'],
  caddy: ['run'],
  vault: ['server'],
  consul: ['agent'],
  ollama: ['serve'],
  minio: ['server'],
  'catalina.sh': ['run'],
};

/**
 * Whether a command stays in the foreground and serves until somebody stops it; `argv` as the shell would pass it.
 * Only what is sure by its name: any other program may be a tool that ends.
 */
export function servesInForeground(argv: readonly string[]): boolean {
  const command = unwrap(argv);
  const limited = argv.slice(0, argv.length - command.length).some((word) => programName(word) === 'timeout');
  const [first = '', ...rest] = command;
  if (limited || rest.some((word) => endsAtOnce.test(word)) || daemonOf(command) !== undefined) return false;
  const name = programName(first);
  const words = rest.filter((word) => !word.startsWith('-') && !/^\w+=/.test(word));
  if (/^python[\d.]*$/.test(name)) return servesInPython(rest, words);
  if (name === 'php') return rest.some((word) => word.startsWith('-S')) || startsWith(words, 'artisan serve');
  if (name === 'bundle' && words[0] === 'exec') return servesInForeground(rest.slice(rest.indexOf('exec') + 1));
  if (name === 'npx') return servesInForeground(rest.slice(Math.max(rest.indexOf(words[0] ?? ''), 0)));
  if (name === 'tail') return rest.some((word) => /^-\w*[fF]$/.test(word) || word === '--follow');
  if (keepsForeground(name, rest)) return true;
  if (always.has(name)) return !(name === 'postgres' && words.length > 0);
  const told = Object.hasOwn(whenTold, name) ? whenTold[name] : undefined;
  return told?.some((step) => (step === '' ? words.length === 0 : startsWith(words, step))) === true;
}

function startsWith(words: readonly string[], step: string): boolean {
  return step.split(' ').every((word, at) => words[at]?.replace(/^\.\//, '') === word);
}

function servesInPython(rest: readonly string[], words: readonly string[]): boolean {
  const module = rest[0] === '-m' ? rest[1] : undefined;
  if (module === 'http.server' || module === 'SimpleHTTPServer') return true;
  if (module !== undefined) return servesInForeground(rest.slice(1));
  return programName(words[0] ?? '') === 'manage.py' && words[1] === 'runserver';
}

/** Daemons by birth that are told to stay. */
function keepsForeground(name: string, rest: readonly string[]): boolean {
  const all = rest.join(' ');
  if (name === 'nginx' || name === 'openresty') return all.includes('daemon off');
  if (/^(?:httpd|apache2|apachectl|apache2ctl)$/.test(name)) return /-D ?(?:FOREGROUND|NO_DETACH)|^-X$/.test(all);
  if (name === 'sshd') return /(?:^| )-[46]*D/.test(all);
  if (name === 'cron' || name === 'crond') return rest.some((word) => word === '-f' || word === '-n');
  if (/^php-fpm/.test(name)) return rest.some((word) => word === '-F' || word === '--nodaemonize');
  return name === 'supervisord' && rest.some((word) => word === '-n' || word === '--nodaemon');
}
