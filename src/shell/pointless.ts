import { valuesOf, type Call } from './calls.ts';

/** Why a command has no place in a build. */
type Reason = 'keys' | 'screen' | 'machine' | 'processes' | 'kernel' | 'login' | 'service';

const reasons: ReadonlyMap<string, Reason> = new Map([
  ...entries('keys', 'vi vim nvim nano pico emacs visudo vipw mc'),
  ...entries('screen', 'ps top htop free uptime w who dmesg lsmod'),
  ...entries('machine', 'shutdown reboot halt poweroff telinit'),
  ...entries('processes', 'kill killall pkill'),
  ...entries('kernel', 'mount umount ifconfig modprobe insmod rmmod swapon swapoff sysctl'),
  ...entries('login', 'ssh'),
  ...entries('service', 'service systemctl'),
]);

function entries(reason: Reason, names: string): readonly (readonly [string, Reason])[] {
  return names.split(' ').map((name) => [name, reason] as const);
}

/** What becomes of a command of each kind, and what to do: said behind the command's quotation. */
export const consequences: Readonly<Record<Reason, string>> = {
  keys: 'waits for keys, and a build has no terminal. `sed -i`, a heredoc or COPY changes a file.',
  screen: 'shows what the builder is doing at this moment. It changes no file, so nothing of it is in the image.',
  machine: 'is for a machine. A RUN ends by itself, and there is no init that could stop anything.',
  processes: 'finds no process of an earlier RUN: each RUN begins with none, and all of its own end with it.',
  kernel:
    'is for the kernel, which belongs to the host. A build may not change it, and the image could not keep it: set it where the container is started.',
  login:
    'needs a key in the build, and leaves nothing in the image but what it wrote. `COPY`, `ADD` or `RUN --mount=type=ssh` brings files in without one.',
  service: 'speaks of services, and none runs when a RUN begins: an image holds files, no processes.',
};

/** Why the command at the head of a call is pointless in a RUN; undefined where it is not, or may have its reason. */
export function pointlessReason(call: Call, isFirst: boolean): Reason | undefined {
  const { name, words } = call;
  const reason = reasons.get(name);
  if (reason === undefined) return undefined;
  const values = valuesOf(words);
  if (values.some((value) => /^(?:--version|--help|-V)$/.test(value))) return undefined;
  return hasItsReason[reason](call, values, isFirst) ? undefined : reason;
}

/** When such a command does work in a build after all; `isFirst`: nothing ran before it in the same RUN. */
const hasItsReason: Readonly<Record<Reason, (call: Call, values: readonly string[], isFirst: boolean) => boolean>> = {
  // Scripts for the editor: plugins are installed that way.
  keys: (call, values) =>
    isRead(call) ||
    values.some((value) => /^(?:\+.+|-[a-zA-Z]*[ceEsS]|--?(?:cmd|batch|script|headless|check|eval))$/.test(value)),
  screen: isRead,
  machine: () => false,
  // What ran before may have left a process behind.
  processes: (_, values, isFirst) => !isFirst || values.some((value) => /^-l|^-0$/.test(value)) || values.length === 0,
  kernel: ({ name, command }, values) =>
    isRead({ command }) ||
    command.redirects.length > 0 ||
    // Without more words they print.
    values.length === 0 ||
    ((name === 'sysctl' || name === 'ifconfig') && !values.some((value) => /^-[wp]|=|^up$|^down$/.test(value))),
  login: ({ command }, values) =>
    isRead({ command }) ||
    command.redirects.length > 0 ||
    values.length === 0 ||
    values.some((value) => /StrictHostKeyChecking|^-[NfTtLRD]/.test(value)),
  service: ({ name }, values, isFirst) => !isFirst || !tellsRunning(name, values),
};

/** `service x stop`, `systemctl reload x`. To start one is a fault of its own, with a rule of its own. */
function tellsRunning(name: string, values: readonly string[]): boolean {
  const words = values.filter((value) => !value.startsWith('-'));
  const verb = name === 'service' ? words[1] : words[0];
  return verb !== undefined && /^(?:stop|status|reload|force-reload|try-restart|kill)$/.test(verb);
}

const toFile = /^(?:>>?|>\||&>>?)$/;

/** Something reads its output or its status. */
function isRead({ command: { nesting, redirects } }: Pick<Call, 'command'>): boolean {
  const inside = nesting.some((context) => context !== 'list' && context !== 'group' && context !== 'subshell');
  return inside || redirects.some(({ operator, target }) => toFile.test(operator) && target?.value !== '/dev/null');
}
