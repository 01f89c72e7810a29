import type { Instruction } from './model.ts';

/** What a RUN executes as one text: its script, or the words of its array. */
export function runText({ args, command }: Instruction): string {
  return command?.form === 'exec' ? command.argv.join(' ') : (command?.text.text ?? args.text);
}
