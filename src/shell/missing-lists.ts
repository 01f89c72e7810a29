import { topLevel, type SimpleCommand } from './commands.ts';
import { cachesLeft } from './package-cache.ts';
import { packageCalls, type PackageCall } from './package-calls.ts';
import type { Script } from './parse.ts';
import type { Pipeline } from './pipelines.ts';

/**
 * `curl …/setup | bash && apt-get install -y x`: the installation that `&&` joins to a pipe, where nothing in the script
 * but what the pipe runs can have fetched apt's lists. Without lists it finds no package, and fails the script.
 */
export function installsByPipedLists(script: Script, { span }: Pick<Pipeline, 'span'>): SimpleCommand | undefined {
  const calls = packageCalls(script).filter(isApt);
  const install = calls.find(({ action, command }) => action === 'install' && command.span.start > span.end);
  if (install === undefined || install.operands.length === 0 || install.operands.every(isFile)) return undefined;
  const { start } = install.command.span;
  if (calls.some(({ action, command }) => action === 'refresh' && command.span.start < start)) return undefined;
  if (mayFetch.test(script.text.slice(0, span.start)) || mayFetch.test(script.text.slice(span.end, start)))
    return undefined;
  const items = topLevel(script);
  const at = items.findIndex((item) => item.span.start === span.start && item.span.end === span.end);
  const to = items.findIndex(({ commands }) => commands.length === 1 && commands[0]?.span.start === start);
  const isJoined = at >= 0 && to > at && items.slice(at, -1).every(({ operator }) => operator === '&&');
  return isJoined ? install.command : undefined;
}

/** Whether a script may leave apt's lists in the image: it fetches and keeps them, or runs what nobody can look into. */
export function mayLeaveLists(script: Script): boolean {
  const unseen = mayFetch.exec(script.text)?.index;
  if (unseen !== undefined && !/\brm\b[^;&|]*\/var\/lib\/apt\/lists/.test(script.text.slice(unseen))) return true;
  return cachesLeft(script).some(({ manager }) => manager.programs.includes('apt-get'));
}

/** Scripts, of which some fetch lists. */
const mayFetch =
  /\badd-apt-repository\b|\.sh\b|\b(?:ba|da)?sh\b|\bsource\b|(?:^|[\s;&|(])\.{0,2}\/\S+\/\S*\s|\bmake\b|\$\(|`/;

function isApt({ manager }: PackageCall): boolean {
  return manager.programs.includes('apt-get');
}

function isFile({ text }: PackageCall['operands'][number]): boolean {
  return /^["']?\.{0,2}\/|\.deb["']?$/.test(text);
}
