import { editedScript, runScripts } from '../dockerfile/run-scripts.ts';
import { defineRule } from '../lint/rule.ts';
import { callsOf, isEditable, valuesOf, type Call } from '../shell/calls.ts';
import { hasLetter } from '../shell/options.ts';
import { scriptOf } from '../shell/parse.ts';
import { sourceSpan } from '../text/mapped.ts';

export const rule = defineRule({
  id: 'useradd-large-uid',
  aliases: ['DL3046'],
  summary: 'useradd with a large uid writes a login log as long as that uid, and the image grows by it',
  category: 'hygiene',
  severity: 'warning',
  fix: 'safe',
  *check(file) {
    for (const script of runScripts(file)) {
      if (!script.text.text.includes('useradd')) continue;
      const read = scriptOf(script.text);
      for (const call of callsOf(read)) {
        const uid = call.name === 'useradd' ? largeUid(call) : undefined;
        if (uid === undefined) continue;
        const at = call.program.span.end;
        const edits = [{ span: { start: at, end: at }, text: ' -l' }];
        const size = sizeOf(uid);
        yield {
          message:
            `useradd notes each user in \`/var/log/lastlog\` at the place of its uid: with uid ${uid} the file becomes ${size} long. ` +
            'On disk it is nearly empty, but a layer is a tar archive, and there the builder packs and unpacks all of it. ' +
            '`-l` (`--no-log-init`) leaves the log alone.',
          span: sourceSpan(script.text, call.command.span),
          fixes: isEditable(read, call.program)
            ? [{ title: 'Leave the login log alone', safety: 'safe', ...editedScript(script, edits) }]
            : [],
        };
      }
    }
  },
});

/** An entry of lastlog(5) takes 292 bytes (struct lastlog of glibc). */
function sizeOf(uid: string): string {
  const megabytes = (Number(uid) * 292) / 1e6;
  return megabytes >= 1000 ? `${String(Math.round(megabytes / 1000))} GB` : `${String(Math.round(megabytes))} MB`;
}

/** Short options of useradd that take a value (useradd(8)). */
const withValue = 'bcdefgGkKpRPsuZ';

/** The uid, when it has more than five digits and nothing keeps the log as it is. */
function largeUid({ words }: Call): string | undefined {
  const values = valuesOf(words);
  let uid: string | undefined;
  for (const [index, value] of values.entries()) {
    if (value === '--no-log-init' || (/^-[A-Za-z]/.test(value) && hasLetter(value, 'l', withValue))) return undefined;
    const joined = /^(?:--uid=|-[rmMNoUDhlF]*u)(\d+)$/.exec(value)?.[1];
    if (joined !== undefined) uid = joined;
    else if (/^(?:--uid|-[rmMNoUDhlF]*u)$/.test(value)) uid = values[index + 1];
  }
  return uid !== undefined && /^[1-9]\d{5,9}$/.test(uid) ? uid : undefined;
}
