import { memo } from '../text/memo.ts';
import type { Dockerfile, Instruction } from './model.ts';

/** Something that settles a question for the RUNs that find it. */
export interface Setting {
  /** What a script writes or runs, or ENV and ARG say. */
  readonly said: RegExp;
  /** Where a file with such a setting is copied to, or what it is called. */
  readonly copied: RegExp;
  /** Base images that come with it, by their repository. */
  readonly based?: RegExp;
}

/** The settings asked for so far, each with its answer. */
const settingsOf = memo((_: Dockerfile) => new Map<Setting, readonly number[]>());

/** Whether a setting is made above a RUN, in its stage or one below, or in the RUN itself. */
export function isSetBefore(file: Dockerfile, run: Instruction, setting: Setting): boolean {
  return startOf(file, run, setting) <= run.span.start;
}

/** Whether a setting is made above a RUN, in its stage or one below. */
export function isSetAbove(file: Dockerfile, run: Instruction, setting: Setting): boolean {
  return startOf(file, run, setting) < run.span.start;
}

function startOf(file: Dockerfile, { stage }: Instruction, setting: Setting): number {
  const settings = settingsOf(file);
  let starts = settings.get(setting);
  if (starts === undefined) settings.set(setting, (starts = startsOf(file, setting)));
  return starts[stage ?? -1] ?? Infinity;
}

/** For each stage the offset from which the setting holds. */
function startsOf(file: Dockerfile, setting: Setting): readonly number[] {
  const starts: number[] = [];
  for (const { base, instructions } of file.stages) {
    let inherited = base.kind === 'stage' ? (starts[base.stage] ?? Infinity) : Infinity;
    if (base.kind === 'image' && setting.based?.test(base.image.repository) === true) inherited = 0;
    const own = inherited < Infinity ? undefined : instructions.find((each) => makes(file, each, setting));
    starts.push(own?.span.start ?? inherited);
  }
  return starts;
}

function makes({ source }: Dockerfile, instruction: Instruction, { said, copied }: Setting): boolean {
  const { keyword, args, heredocs } = instruction.trigger ?? instruction;
  if (keyword === 'COPY' || keyword === 'ADD') return copied.test(args.text);
  if (keyword !== 'RUN' && keyword !== 'ENV' && keyword !== 'ARG') return false;
  return said.test(args.text) || heredocs.some(({ body }) => said.test(source.text.slice(body.start, body.end)));
}
