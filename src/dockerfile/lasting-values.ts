import { declaredNames } from './declared.ts';
import type { Dockerfile, Instruction } from './model.ts';

/** Whether a stage gives every RUN what `export` is given: `A=b` where ENV sets A to b, `A` and `A=$A` where ARG or ENV declare it. */
export function lastsAlready(file: Dockerfile, { stage }: Instruction, exported: string): boolean {
  const [, name = '', value = `$${name}`] = /^(\w+)(?:=(.*))?$/s.exec(plain(exported)) ?? [];
  if (value === `$${name}`) {
    const declared = declaredNames(file)[stage ?? -1];
    return declared?.env.has(name) === true || declared?.arg.has(name) === true;
  }
  const env = file.instructions.filter((one) => one.keyword === 'ENV' && one.stage === stage);
  const lines = env.map(({ args }) => ` ${plain(args.text)} `);
  return (
    name !== '' && lines.some((line) => line.includes(` ${name}=${value} `) || line.includes(` ${name} ${value} `))
  );
}

/** Whether `export PATH=…` adds no folder that the PATH of every image has not. */
export function isUsualPath(exported: string): boolean {
  const [, value] = /^PATH=(.*)$/s.exec(plain(exported)) ?? [];
  return (
    value?.split(':').every((folder) => folder === '$PATH' || /^(?:\/usr(?:\/local)?)?\/s?bin\/?$/.test(folder)) ===
    true
  );
}

/** Without quotes, and with `$A` for `${A}`. */
function plain(text: string): string {
  return text.replace(/["']/g, '').replace(/\$\{(\w+)\}/g, '$$$1');
}
