import { misplacedHeredocs, type MisplacedHeredoc } from '../dockerfile/misplaced-heredocs.ts';
import type { Dockerfile } from '../dockerfile/model.ts';
import { defineRule, type Report } from '../lint/rule.ts';
import { excerpt } from '../text/excerpt.ts';
import { textOf } from '../text/source.ts';

export const rule = defineRule({
  id: 'unsupported-heredoc',
  aliases: [],
  summary: 'only RUN, COPY and ADD take heredocs; elsewhere the lines of the body are instructions',
  category: 'script',
  severity: 'error',
  fix: 'none',
  *check(file) {
    for (const misplaced of misplacedHeredocs(file)) yield report(file, misplaced);
  },
});

function report(file: Dockerfile, { inner, opener, body }: MisplacedHeredoc): Report {
  const [first] = body;
  const line = first === undefined ? '' : excerpt(textOf(file.source, first.span), 40);
  const command = excerpt(inner.command?.text.text ?? '', 40);
  return {
    message:
      `Docker reads heredocs only in RUN, COPY and ADD. ${inner.keyword} gets no more than \`${command}\`, and the lines below, ` +
      `\`${line}\` first, are read as instructions, which stops the build. ` +
      `Put the script into a file with \`COPY --chmod=0755 <<EOF /start.sh\` and name that file here.`,
    span: opener.opener,
  };
}
