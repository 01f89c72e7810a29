import { runsShell, unwrap } from './programs.ts';
import { programName } from './vocabulary.ts';

/** Languages and tools in whose programs `$name` is their own business. */
const ownLanguage: ReadonlySet<string> = new Set(
  (
    'awk gawk mawk nawk sed perl r rscript envsubst expect tclsh jq yq xargs make mongo mongosh mysql psql nginx openresty caddy ' +
    'logstash elasticsearch kibana confd consul-template dockerize gomplate haproxy rsyslogd syslog-ng telegraf fluentd fluent-bit vector traefik ' +
    'grep egrep rg find parallel watch script flock supervisord circusd mvn gradle sbt ant nomad bosun'
  ).split(' '),
);

/** `node -e`, `php -r`, `python -c`: what follows is a program text. */
const inlineProgram: ReadonlyMap<string, RegExp> = new Map([
  ['node', /^(?:-[ep]+|--eval|--print)$/],
  ['nodejs', /^(?:-[ep]+|--eval|--print)$/],
  ['deno', /^eval$/],
  ['bun', /^(?:-e|--eval|--print)$/],
  ['php', /^-[rRB]$/],
  ['ruby', /^-e$/],
  ['lua', /^-e$/],
  ['python', /^-c$/],
]);

/** Whether the program that the array starts expands, or means something else by, `$name` in this element itself. */
export function ownsDollar(argv: readonly string[], element: string): boolean {
  if (runsShell(argv)) return true;
  const command = unwrap(argv);
  const name = programName(command[0] ?? '').replace(/-?[\d.]+$/, '');
  if (ownLanguage.has(name)) return true;
  const inline = inlineProgram.get(name);
  if (inline !== undefined && command.some((word) => inline.test(word))) return true;
  // Spring and other Java frameworks resolve `${…}` in their arguments; `$NAME` nobody does.
  const resolves = name === 'java' && element !== command[0] && /\$\{/.test(element) && !/\$[A-Za-z_]/.test(element);
  return resolves && !isForTheJvm(command, element) && !namesJvmOptions(element);
}

/** `${JAVA_OPTS}`, the whole word: options of the JVM, which no program resolves, wherever they stand. */
export function namesJvmOptions(element: string): boolean {
  return /^\$\{?J(?:AVA|VM)_(?:\w+_)?(?:OPT|OPTS|OPTIONS|ARGS)\}?$/.test(element);
}

/**
 * `java ${JAVA_OPTS} -jar a.jar`: the JVM reads what stands in front of the jar or the main class, and takes a word that
 * is no option for the main class. Values of properties (`-Dname=${…}`) it hands on.
 */
function isForTheJvm(command: readonly string[], element: string): boolean {
  const at = command.indexOf(element);
  const takesValue = /^(?:-cp|-classpath|--class-path|-p|--module-path|--add-\w+|--patch-module)$/;
  const jar = command.indexOf('-jar');
  const end =
    jar >= 0
      ? jar
      : command.findIndex((word, index) => index > 0 && !word.startsWith('-') && !takesValue.test(command[index - 1]!));
  return at <= end && !element.startsWith('-D');
}

/** Programs to which `;`, `|`, `<` and the like are arguments as good as any. */
const takesOperators: ReadonlySet<string> = new Set(
  'find expr execlineb [ test parallel xargs tmux screen bc dc jq yq awk gawk mawk sed perl gdb'.split(' '),
);

/** Whether an operator among the words may be meant for the program itself. */
export function ownsOperators(argv: readonly string[]): boolean {
  return runsShell(argv) || takesOperators.has(programName(unwrap(argv)[0] ?? ''));
}
