import type { Dockerfile, ImageFacts, Instruction, ProcessPart, Stage } from '../../src/dockerfile/model.ts';
import { processOf, type ImageLookup } from '../../src/dockerfile/process.ts';
import type { ImageConfig } from './buildah.ts';

/** What an image's configuration says of its process; an empty list is none. */
export interface Configured {
  readonly entrypoint: readonly string[];
  readonly cmd: readonly string[];
  /** Empty where no SHELL was given. */
  readonly shell: readonly string[];
  /** As Docker writes it: `CMD` and words, `CMD-SHELL` and a text, or `NONE`. */
  readonly healthcheck: readonly string[];
}

export function configuredBy({ Entrypoint, Cmd, Shell, Healthcheck }: ImageConfig): Configured {
  return { entrypoint: Entrypoint ?? [], cmd: Cmd ?? [], shell: Shell ?? [], healthcheck: Healthcheck?.Test ?? [] };
}

/** What a container made of the configuration executes (moby, daemon/create.go and daemon/container.go). */
export function startedBy({ entrypoint, cmd }: Configured): readonly string[] {
  return [...(entrypoint.length === 1 && entrypoint[0] === '' ? [] : entrypoint), ...cmd];
}

/** A built image in the words of our table. */
export function factsOf(config: ImageConfig): ImageFacts {
  return {
    family: 'other',
    sh: undefined,
    entrypoint: config.Entrypoint ?? null,
    cmd: config.Cmd ?? null,
    shell: config.Shell ?? null,
    env: [],
  };
}

/** How a builder makes the words of the configuration from one instruction; BuildKit's way is ours. */
export interface Reading {
  part(part: ProcessPart): readonly string[];
  healthcheck(instruction: Instruction): readonly string[];
}

export const buildKit: Reading = {
  part: ({ argv }) => argv,
  healthcheck: ({ command, json }) =>
    command === undefined ? ['NONE'] : json === undefined ? ['CMD-SHELL', command.text.text] : ['CMD', ...json.values],
};

/** What the model says the image's configuration must be. */
export function expected(
  file: Dockerfile,
  stage: Stage,
  images: { readonly facts: ImageLookup; readonly configs: ReadonlyMap<string, ImageConfig> },
  reading: Reading,
): Configured & { readonly argv: readonly string[] | 'unknown' } {
  const { entrypoint, cmd, shell, argv } = processOf(file, stage, images.facts);
  if (entrypoint === 'unknown' || cmd === 'unknown')
    throw new Error('A variant builds upon an image that is not known');
  return {
    entrypoint: entrypoint === undefined ? [] : reading.part(entrypoint),
    cmd: cmd === undefined ? [] : reading.part(cmd),
    shell: shell.from === 'default' ? [] : shell.argv,
    healthcheck: healthcheckOf(file, stage, images.configs, reading),
    argv,
  };
}

/** The last HEALTHCHECK that this stage, a trigger of its parent, the parent or the base image gives. */
function healthcheckOf(
  file: Dockerfile,
  stage: Stage,
  configs: ReadonlyMap<string, ImageConfig>,
  reading: Reading,
): readonly string[] {
  const isCheck = ({ keyword }: Instruction): boolean => keyword === 'HEALTHCHECK';
  const own = stage.instructions.filter(isCheck).at(-1);
  if (own !== undefined) return reading.healthcheck(own);
  const { base } = stage;
  if (base.kind === 'image') return configs.get(base.text)?.Healthcheck?.Test ?? [];
  if (base.kind !== 'stage') return [];
  const parent = file.stages[base.stage]!;
  const trigger = parent.instructions.flatMap((one) => one.trigger ?? []).filter(isCheck);
  const last = trigger.at(-1);
  return last === undefined ? healthcheckOf(file, parent, configs, reading) : reading.healthcheck(last);
}
