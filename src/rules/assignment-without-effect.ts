import { rootFacts } from '../dockerfile/base-image.ts';
import { declaredNames } from '../dockerfile/declared.ts';
import { mapEdits } from '../dockerfile/rewrite.ts';
import { editedScript, runScripts, type RunScript } from '../dockerfile/run-scripts.ts';
import { defineRule, type ProposedFix, type Report } from '../lint/rule.ts';
import { idleAssignments, type IdleAssignment } from '../shell/idle-assignments.ts';
import { misplacedAssignments, type MisplacedAssignment } from '../shell/misplaced-assignments.ts';
import { scriptOf } from '../shell/parse.ts';
import { looksLikeCommandLine } from '../shell/programs.ts';
import { applyEdits } from '../text/edit.ts';
import { excerpt } from '../text/excerpt.ts';
import { sourceSpan } from '../text/mapped.ts';

export const rule = defineRule({
  id: 'assignment-without-effect',
  aliases: ['SC2034'],
  summary: 'a variable that is set in a RUN and not exported reaches no command',
  category: 'script',
  severity: 'warning',
  fix: 'safe',
  *check(file, context) {
    for (const script of runScripts(file)) {
      const { stage } = script.instruction;
      const inherited = (name: string): boolean => {
        const names = declaredNames(file)[stage ?? -1];
        const facts = rootFacts(file, stage, context.facts.image);
        return (
          names?.env.has(name) === true ||
          names?.arg.has(name) === true ||
          facts?.env?.includes(name) === true ||
          ((facts?.env === undefined || facts.isEnvPartial === true) && ofImages.test(name))
        );
      };
      for (const idle of idleAssignments(scriptOf(script.text), inherited)) yield report(script, idle);
      for (const misplaced of misplacedAssignments(scriptOf(script.text), inherited))
        yield reportMisplaced(script, misplaced);
    }
  },
});

/** Names that base images export; where its ENV is not known to the last name, such a variable may reach every command. */
const ofImages = /_(?:HOME|VERSION|PATH|ROOT|DIR)$|^(?:GO\w+|PGDATA|PYTHON\w+|NODE\w+|JAVA\w+|LANGUAGE)$/;

/** Names by which programs are told things; of others nobody knows whether a command was to see them. */
const ofPrograms =
  /(?:FLAGS|_proxy|_PROXY|_HOME|_PATH|_DIR)$|^(?:DEBIAN_FRONTEND|APT_\w+|UCF_\w+|ACCEPT_EULA|CC|CXX|CPP|LD|AR|LD_\w+|GO[A-Z]\w*|CGO_\w+|CARGO_\w+|RUST\w*|PYTHON\w*|PIP_\w+|NPM_\w+|npm_\w+|NODE_\w+|JAVA_\w+|MAVEN_\w+|GRADLE_\w+|RAILS_\w+|RACK_ENV|TERM|DISPLAY|MAKE\w*|PKG_CONFIG\w*|PREFIX|DESTDIR|CI)$/;

/** `PIP_INSTALL="pip install"`: kept for `$PIP_INSTALL`, and no setting of pip. Compilers are named with a wrapper in front. */
function isCommandToExpand(name: string, value = ''): boolean {
  return !/^(?:CC|CXX|CPP|LD|AR)$/.test(name) && looksLikeCommandLine(value.replaceAll(/["']/g, ''));
}

function report(script: RunScript, { item, assignments, next }: IdleAssignment): Report {
  const { text } = script.text;
  const quote = (span: { readonly start: number; readonly end: number }): string =>
    `\`${excerpt(text.slice(span.start, span.end), 50)}\``;
  const what = assignments.length > 1 ? 'variables' : 'a variable';
  const it = assignments.length > 1 ? 'them' : 'it';
  const span = sourceSpan(script.text, item.span);
  const sets = `${quote(item.span)} sets ${what} of this shell and exports nothing`;
  if (next === undefined)
    return {
      message: `${sets}: no command sees ${it}, and the shell ends with this RUN. ENV lasts, in the container too; ARG lasts for the build.`,
      span,
    };
  const behind = text.slice(item.span.end);
  const meant = assignments.some(
    ({ name, value }) =>
      (ofPrograms.test(name) && !isCommandToExpand(name, value?.text)) || behind.includes(`$${name}`),
  );
  const fix = exportFix(script, { item, assignments, next }, meant);
  const cure = meant ? `\`export\` hands ${it} on.` : `Delete ${it}, or \`export\` hands ${it} on.`;
  return {
    message: `${sets}: ${quote(next.span)} and what follows do not see ${it}, and this script does not read ${it} either. ${cure}`,
    severity: meant ? 'warning' : 'info',
    span,
    fixes: fix === undefined ? [] : [fix],
  };
}

/** `export` in front, where it takes each value as one word; a name that no program is known for may be a leftover. */
function exportFix(
  { text, command, as }: RunScript,
  { item, assignments }: IdleAssignment,
  meant: boolean,
): ProposedFix | undefined {
  const plain = assignments.every(
    ({ value, span }) =>
      !/\$/.test(value?.text.replace(/"[^"]*"/g, '') ?? '$') && !/^\w+\+=/.test(text.text.slice(span.start, span.end)),
  );
  if (!plain) return undefined;
  const edit = { span: { start: item.span.start, end: item.span.start }, text: 'export ' };
  const safety = meant ? 'safe' : 'unsafe';
  const title = `Export ${assignments.map(({ name }) => name).join(', ')}`;
  const edits = mapEdits(text, [edit]);
  if (as !== 'line') return { title, safety, edits };
  return { title, safety, argv: [...command.shell.argv, applyEdits(text.text, [edit])], edits };
}

function reportMisplaced(script: RunScript, { item, assignment, asker, mayStandAlone }: MisplacedAssignment): Report {
  const { text } = script.text;
  const { span } = assignment;
  const written = text.slice(span.start, span.end);
  const command = text.slice(item.commands[0]?.words[0]?.span.start, item.span.end);
  const edits = [
    { span: { start: span.start, end: span.start }, text: 'export ' },
    { span: { start: span.end, end: span.end }, text: ' &&' },
  ];
  const fix: ProposedFix = { title: `Export ${assignment.name}`, safety: 'safe', ...editedScript(script, edits) };
  return {
    message:
      `\`${excerpt(written, 50)}\` reaches \`${excerpt(command, 40)}\` alone, which asks nothing: ` +
      `\`${excerpt(text.slice(asker.span.start, asker.span.end), 50)}\` does not see it. \`export\`, as a command in front of both, hands it to both.`,
    span: sourceSpan(script.text, span),
    fixes: mayStandAlone ? [fix] : [],
  };
}
