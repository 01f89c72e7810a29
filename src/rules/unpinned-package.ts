import { runScripts } from '../dockerfile/run-scripts.ts';
import { defineRule } from '../lint/rule.ts';
import { packageCalls, type PackageCall } from '../shell/package-calls.ts';
import { scriptOf } from '../shell/parse.ts';
import { excerpt } from '../text/excerpt.ts';
import { sourceSpan } from '../text/mapped.ts';

export const rule = defineRule({
  id: 'unpinned-package',
  aliases: ['DL3008', 'DL3013', 'DL3016', 'DL3018', 'DL3028', 'DL3033', 'DL3037', 'DL3041', 'DL3062'],
  summary: 'a package without a version is whatever version there is on the day of the build',
  category: 'hygiene',
  severity: 'off',
  fix: 'none',
  *check(file) {
    for (const { text } of runScripts(file)) {
      for (const call of packageCalls(scriptOf(text))) {
        const { pinning } = call.manager;
        const [first, ...more] = unpinned(call);
        if (pinning === undefined || first === undefined) continue;
        const names = [first, ...more].slice(0, 4).map((name) => `\`${excerpt(name, 40)}\``);
        const others = more.length > 3 ? ` and ${more.length - 3} more` : '';
        const example = pinning.example.replace(/NAME|MODULE/, excerpt(first.replace(/@.*$/, '') || first, 40));
        yield {
          message:
            `${names.join(', ')}${others}: the next build may get another version than this one, and nothing in the file tells. ` +
            `\`${example}\` builds the same again.`,
          span: sourceSpan(text, call.command.span),
          aliases: pinning.code === undefined ? [] : [pinning.code],
        };
      }
    }
  },
});

/** The packages without a version. What is in a variable may have one. */
function unpinned({ manager, action, options, globals, operands, hasHiddenOptions }: PackageCall): readonly string[] {
  const { pinning } = manager;
  if (pinning === undefined || action !== 'install' || hasHiddenOptions) return [];
  if ([...globals, ...options].some((option) => pinning.elsewhere?.test(option))) return [];
  return operands.flatMap(({ value }) =>
    value === undefined || value === '' || pinning.pinned.test(value) ? [] : [value],
  );
}
