import { rootBase } from '../dockerfile/base-image.ts';
import type { Dockerfile, Instruction } from '../dockerfile/model.ts';
import { runScripts } from '../dockerfile/run-scripts.ts';
import { defineRule, type Report } from '../lint/rule.ts';
import { packageCalls, type PackageCall } from '../shell/package-calls.ts';
import { scriptOf } from '../shell/parse.ts';
import { excerpt } from '../text/excerpt.ts';
import { sourceSpan } from '../text/mapped.ts';

export const rule = defineRule({
  id: 'distribution-upgrade',
  aliases: ['DL3035', 'DL3005'],
  summary: 'an upgrade of the distribution replaces and removes packages of the release that FROM names',
  category: 'hygiene',
  severity: 'warning',
  fix: 'none',
  *check(file) {
    for (const { instruction, text } of runScripts(file)) {
      for (const call of packageCalls(scriptOf(text))) {
        if (call.action !== 'full-upgrade') continue;
        const { span } = call.command;
        const words = wordsFor(file, instruction, call, excerpt(text.text.slice(span.start, span.end), 50));
        if (words !== undefined) yield { ...words, span: sourceSpan(text, span) };
      }
    }
  },
});

function wordsFor(
  file: Dockerfile,
  instruction: Instruction,
  { program }: PackageCall,
  quoted: string,
): Omit<Report, 'span'> | undefined {
  if (program !== 'zypper')
    return {
      message:
        `\`${quoted}\` may remove packages so that others can be upgraded, and what it removes depends on the day of the build. ` +
        `\`apt-get upgrade\` brings security fixes and removes nothing.`,
      severity: 'info',
      aliases: ['DL3005'],
    };
  if (isRolling(file, instruction)) return undefined;
  return {
    message:
      `\`${quoted}\` moves every package to what the repositories hold on the day of the build, and may change vendors, downgrade and remove: ` +
      `the image is no longer the release that FROM names. \`zypper patch\` brings security fixes alone; a newer tag brings a newer release.`,
    aliases: ['DL3035'],
  };
}

/** Tumbleweed is upgraded so, and in no other way: https://en.opensuse.org/SDB:Tumbleweed_upgrade. */
function isRolling(file: Dockerfile, { stage }: Instruction): boolean {
  const base = rootBase(file, stage);
  return base?.kind === 'image' && /tumbleweed/.test(`${base.image.repository}:${base.image.tag ?? ''}`);
}
