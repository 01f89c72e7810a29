import type { TextEdit } from '../text/edit.ts';
import { curlCall, failEdit, takesErrorPages } from './curl.ts';
import type { Script } from './parse.ts';
import { pipelinesOf } from './pipelines.ts';

/** `-f` for every curl of a script that writes into a pipe and takes an error page for the file. */
export function failEdits(script: Script): readonly TextEdit[] {
  const writers = pipelinesOf(script).flatMap(({ members }) => members.slice(0, -1));
  const calls = writers.flatMap((writer) => (writer && curlCall(writer)) ?? []);
  return calls.filter((call) => !call.saves && takesErrorPages(call)).map(failEdit);
}
