import { topLevel, type ListItem, type ShellAssignment } from './commands.ts';
import { packageCalls } from './package-calls.ts';
import type { Script } from './parse.ts';

/** `DEBIAN_FRONTEND=…` in front of `apt-get update`, which asks nothing. */
export interface MisplacedAssignment {
  readonly item: ListItem;
  readonly assignment: ShellAssignment;
  /** The command behind it that asks, and does not see the variable. */
  readonly asker: ListItem;
  /** Whether `export …` may stand in front of the item as a command of its own, and join nothing otherwise. */
  readonly mayStandAlone: boolean;
}

/**
 * Assignments that reach only a call which refreshes package lists, though an installation further down in the list is what
 * would read them. A name that the surroundings or the script export (`inherited`) reaches that one as well.
 */
export function misplacedAssignments(
  script: Script,
  inherited: (name: string) => boolean,
): readonly MisplacedAssignment[] {
  if (!script.text.includes('DEBIAN_FRONTEND=') || /\bexport\b|\bset\s+-\w*a/.test(script.text)) return [];
  const items = topLevel(script);
  const calls = packageCalls(script).filter(({ manager: { programs } }) => programs.includes('apt-get'));
  const doing = (item: ListItem): string | undefined =>
    item.commands.length === 1
      ? calls.find(({ command }) => command.span.start === item.commands[0]?.span.start)?.action
      : undefined;
  return items.flatMap((item, index) => {
    const [assignment, ...others] = item.commands[0]?.assignments ?? [];
    if (assignment?.name !== 'DEBIAN_FRONTEND' || others.length > 0 || inherited(assignment.name)) return [];
    if (doing(item) !== 'refresh' || /^sudo$/.test(item.commands[0]?.name ?? '')) return [];
    const later = items.slice(index + 1).filter((each) => /^(?:install|upgrade|full-upgrade)$/.test(doing(each) ?? ''));
    const [asker] = later;
    const given = later.some(({ commands }) => (commands[0]?.assignments.length ?? 0) > 0);
    const mayStandAlone = items[index - 1]?.operator !== '||' && item.commands[0]?.redirects.length === 0;
    return asker === undefined || given ? [] : [{ item, assignment, asker, mayStandAlone }];
  });
}
