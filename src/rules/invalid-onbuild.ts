import { KEYWORDS, nearestKeyword } from '../dockerfile/keywords.ts';
import type { Dockerfile, Instruction } from '../dockerfile/model.ts';
import { defineRule, type ProposedFix, type Report } from '../lint/rule.ts';
import { looksLikeCommandLine } from '../shell/programs.ts';
import { excerpt } from '../text/excerpt.ts';
import { textOf } from '../text/source.ts';

export const rule = defineRule({
  id: 'invalid-onbuild',
  aliases: ['DL3043'],
  summary: 'ONBUILD holds an instruction for the images built upon this one, and not every instruction may stand there',
  category: 'form',
  severity: 'error',
  fix: 'unsafe',
  *check(file) {
    for (const instruction of file.instructions) {
      if (instruction.keyword === 'ONBUILD') yield* checkTrigger(file, instruction);
    }
  },
});

function* checkTrigger(file: Dockerfile, { trigger, keywordSpan }: Instruction): Iterable<Report> {
  if (trigger === undefined) {
    yield {
      message: 'Docker refuses to build this: ONBUILD wants an instruction behind it. Write one, or delete the line.',
      span: keywordSpan,
    };
    return;
  }
  const { keyword, keywordSpan: span } = trigger;
  if (keyword === 'ONBUILD') {
    const message =
      "Docker refuses to build this: chaining ONBUILD via ONBUILD isn't allowed, a trigger fires in the next image " +
      'and never in the one after that. Write ONBUILD once, here or in the next image.';
    yield { message, span };
  } else if (keyword === 'FROM' || keyword === 'MAINTAINER') {
    const remedy =
      keyword === 'FROM' ? 'A build that uses the image chooses its own FROM.' : 'Use `ONBUILD LABEL` instead.';
    yield { message: `Docker refuses to build this: ${keyword} isn't allowed behind ONBUILD. ${remedy}`, span };
  } else if (!KEYWORDS.has(keyword)) {
    yield unknownTrigger(trigger, textOf(file.source, span));
  }
}

function unknownTrigger({ keyword, keywordSpan: span, args }: Instruction, written: string): Report {
  const meant = nearestKeyword(keyword);
  const command = meant === undefined && looksLikeCommandLine(`${written} ${args.text}`);
  const fix: ProposedFix | undefined =
    meant !== undefined
      ? { title: `Write ${meant}`, safety: 'unsafe', edits: [{ span, text: meant }] }
      : command
        ? { title: 'Run it', safety: 'unsafe', edits: [{ span: { start: span.start, end: span.start }, text: 'RUN ' }] }
        : undefined;
  const remedy =
    meant !== undefined ? `${meant} was probably meant.` : command ? 'Put RUN in front of it.' : 'Write a known one.';
  return {
    message:
      `Docker knows no instruction \`${excerpt(written, 30)}\`. It keeps this line unread and reads it in every build ` +
      `that uses the image: there the build fails. ${remedy}`,
    span,
    fixes: fix ? [fix] : [],
  };
}
