import { declaredNames } from './declared.ts';
import type { Dockerfile, Instruction } from './model.ts';

/** Whether a stage gives every RUN what `export` is given: `A=b` where ENV sets A to b, `A` and `A=$A` where ARG or ENV declare it. */
export function lastsAlready(file: Dockerfile, { stage }: Instruction, exported: string): boolean {
  const [, name = '', value = `$${name}`] = /^(\w+)(?:=(.*))?$/s.exec(exported.replace(/["']/g, '')) ?? [];
  if (value === `$${name}` || value === `\${${name}}`) {
    const declared = declaredNames(file)[stage ?? -1];
    return declared?.env.has(name) === true || declared?.arg.has(name) === true;
  }
  const env = file.instructions.filter((one) => one.keyword === 'ENV' && one.stage === stage);
  const lines = env.map(({ args }) => ` ${args.text.replace(/["']/g, '')} `);
  return (
    name !== '' && lines.some((line) => line.includes(` ${name}=${value} `) || line.includes(` ${name} ${value} `))
  );
}
