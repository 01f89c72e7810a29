import type { Dockerfile } from '../dockerfile/model.ts';
import { hasCommentsInside, heldCommands, type HeldCommand } from '../dockerfile/rewrite.ts';
import { defineRule, type ProposedFix } from '../lint/rule.ts';
import { topLevel, type ListItem, type SimpleCommand } from '../shell/commands.ts';
import { scriptOf } from '../shell/parse.ts';
import { unwrap } from '../shell/programs.ts';
import { programName } from '../shell/vocabulary.ts';
import { jsonArray } from '../text/json-array.ts';
import { sourceSpan } from '../text/mapped.ts';

export const rule = defineRule({
  id: 'shell-symlink',
  aliases: ['DL4005'],
  summary: 'a link in the place of /bin/sh gives every script of the image another shell; SHELL changes RUN alone',
  category: 'hygiene',
  severity: 'info',
  fix: 'unsafe',
  *check(file) {
    for (const held of heldCommands(file)) {
      const { command, inner } = held;
      const bourne = command.shell.kind === 'sh' || command.shell.kind === 'bash';
      if (inner.keyword !== 'RUN' || command.form === 'exec' || !bourne || !command.text.text.includes('/sh')) continue;
      const items = topLevel(scriptOf(command.text));
      for (const { commands } of items) {
        const link = commands.find((each) => linkedShell(each) !== undefined);
        const shell = link && linkedShell(link);
        if (link === undefined || shell === undefined) continue;
        const fix = fixOf(file, held, items, shell);
        yield {
          message:
            `This makes ${programName(shell)} the \`/bin/sh\` of every script and package in the image, also of those written for the one it had. ` +
            `\`SHELL ${jsonArray([shell, '-c'])}\` gives ${programName(shell)} to RUN alone; a script that needs it says so in its first line.`,
          span: sourceSpan(command.text, link.span),
          fixes: fix === undefined ? [] : [fix],
        };
      }
    }
  },
});

/** `ln -sf /bin/bash /bin/sh`: the full path of the shell that takes the place. */
function linkedShell({ words, redirects }: SimpleCommand): string | undefined {
  const [program, ...rest] = unwrap(words.map(({ value, text }) => value ?? text));
  if (programName(program ?? '') !== 'ln' || redirects.length > 0) return undefined;
  const isSymbolic = rest.some((word) => /^-[A-Za-z]*s/.test(word) || word === '--symbolic');
  const [source = '', target, ...more] = rest.filter((word) => !word.startsWith('-'));
  if (!isSymbolic || more.length > 0 || (target !== '/bin/sh' && target !== '/usr/bin/sh')) return undefined;
  if (!/^(?:bash|zsh|ksh|mksh)$/.test(programName(source))) return undefined;
  return source.startsWith('/') ? source : `/bin/${source}`;
}

/** SHELL in the place of a RUN that does nothing else. */
function fixOf(
  file: Dockerfile,
  { instruction, inner, command }: HeldCommand,
  items: readonly ListItem[],
  shell: string,
): ProposedFix | undefined {
  if (instruction !== inner || inner.flags.length > 0 || command.shell.kind === 'bash') return undefined;
  if (hasCommentsInside(file, inner.span) || !items.every(isAboutSh)) return undefined;
  const argv = [shell, '-c'];
  const edits = [{ span: inner.span, text: `SHELL ${jsonArray(argv)}` }];
  return { title: 'Use SHELL', safety: 'unsafe', edits, argv };
}

/** `rm /bin/sh`, `mv /bin/sh …`, and the link itself. */
function isAboutSh({ commands, compound }: ListItem): boolean {
  const [command] = commands;
  if (command === undefined || compound || commands.length > 1) return false;
  if (linkedShell(command) !== undefined) return true;
  const [name = '', ...rest] = command.words.map(({ text }) => text);
  const [path] = rest.filter((word) => !word.startsWith('-'));
  return (name === 'rm' || name === 'mv') && (path === '/bin/sh' || path === '/usr/bin/sh');
}
