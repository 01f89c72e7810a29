import { innerLevel, type ListItem, type SimpleCommand } from './commands.ts';
import type { Script } from './parse.ts';
import { producerOf } from './pipe-roles.ts';

/** A chain of `&&` that ends in `|| true`, which was meant for its last command and holds for all of them. */
export interface ForgivenChain {
  /** The command that does the work, and whose failure is forgiven too. */
  readonly work: ListItem;
  /** The last command of the chain. */
  readonly meant: ListItem;
  /** `true`. */
  readonly excuse: ListItem;
}

/**
 * The chain of the script's list of which that is true: `apk add x && update-x || true`. Only where nothing follows that
 * could miss what was not made, and where the last command is no work itself, so that the whole may be meant.
 */
export function forgivenChain(script: Script): ForgivenChain | undefined {
  if (!script.text.includes('||')) return undefined;
  const items = innerLevel(script);
  const [meant, excuse] = items.slice(-2);
  if (meant?.operator !== '||' || excuse === undefined || !isExcuse(excuse) || meant.compound || doesWork(meant))
    return undefined;
  let work: ListItem | undefined;
  for (let at = items.length - 3; items[at]?.operator === '&&'; at--) {
    const item = items[at];
    if (item !== undefined && !item.compound && !item.negated && doesWork(item)) work = item;
    if (isQuestion(item?.commands[0])) return undefined;
  }
  return work && { work, meant, excuse };
}

function isExcuse({ commands, compound }: ListItem): boolean {
  return !compound && commands.length === 1 && /^(?:true|:)$/.test(commands[0]?.name ?? '');
}

function doesWork({ commands }: ListItem): boolean {
  return commands.some((command) => ['download', 'build', 'unpack'].includes(producerOf(command)));
}

/** `[ -f x ] && make && rm x || true`: the chain answers a question, and no is an answer. */
function isQuestion(command: SimpleCommand | undefined): boolean {
  return /^(?:test|\[|\[\[|which|command|grep|type)$/.test(command?.name ?? '');
}
