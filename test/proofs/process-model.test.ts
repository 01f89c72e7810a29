import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { Dockerfile, Stage } from '../../src/dockerfile/model.ts';
import { parse } from '../../src/dockerfile/parse.ts';
import type { ImageLookup } from '../../src/dockerfile/process.ts';
import { temporaryFolder } from '../support/folders.ts';
import { createBuilder, type Builder, type Built, type ImageConfig } from './buildah.ts';
import { buildKit, configuredBy, expected, factsOf, startedBy } from './configured.ts';
import { sharedCorpus, wholeCorpus } from './corpora.ts';
import {
  buildahReading,
  buildahRefusal,
  differences,
  losesBareCmd,
  type Difference,
  type DifferenceName,
} from './differences.ts';
import { bases, derivedVariants, generatedVariants, type Variant } from './process-variants.ts';
import { describeWith, inParallel } from './tools.ts';
import { seed } from '../support/properties.ts';

describeWith(['buildah', 'root'], 'the process model, held against what buildah builds', () => {
  const folder = temporaryFolder();
  // More than there are cores: buildah waits for the clock's next second between two stages.
  const builders = Array.from({ length: 8 }, (_, index) => {
    const own = join(folder, String(index));
    mkdirSync(own);
    return createBuilder(own);
  });
  const configs = new Map<string, ImageConfig>();
  const facts: ImageLookup = ({ registry, repository }) => {
    const config = configs.get(`${registry}/${repository}`);
    return config && factsOf(config);
  };
  const met = new Set<DifferenceName>();

  beforeAll(async () => {
    const made = await Promise.all(builders.map(makeBases));
    for (const [name, config] of made[0]!) configs.set(name, config);
  });

  function compare({ text, target }: Variant, built: Built): unknown {
    const file = parse('Dockerfile', text);
    const stage = stageOf(file, target);
    const refusal = buildahRefusal(file, stage, (name) => met.add(name));
    if (refusal !== undefined || 'refused' in built) {
      const refused = 'refused' in built ? built.refused : 'it was built';
      return refusal !== undefined && refused.includes(refusal) ? undefined : { text, target, refusal, refused };
    }
    const reading = buildahReading((name) => met.add(name));
    const { argv: _, ...read } = expected(file, stage, { facts, configs }, reading);
    const lost = losesBareCmd(file, stage);
    if (lost) met.add('unsetCmd');
    const ours = lost ? { ...read, cmd: [] } : read;
    const { argv, ...mostly } = expected(file, stage, { facts, configs }, buildKit);
    const theirs = configuredBy(built.config);
    const same = isSame(ours, theirs) && isSame(argv, startedBy(mostly));
    return same ? undefined : { text, target, ours, theirs, argv };
  }

  async function differing(variants: readonly Variant[]): Promise<readonly unknown[]> {
    const built = await inParallel(builders, variants, (builder, { text, target }) =>
      builder.build(text, target === undefined ? {} : { target }),
    );
    return variants.flatMap((variant, index) => compare(variant, built[index]!) ?? []);
  }

  test('300 generated files are configured as the model says', { timeout: 240_000 }, async () => {
    const variants = generatedVariants(300, seed);
    expect(variants).toHaveLength(300);
    expect(await differing(variants)).toEqual([]);
  });

  const from = sharedCorpus.length > 0 ? `${sharedCorpus.length} real files` : 'our own Dockerfiles';
  test(`200 variants of ${from} are configured as the model says`, { timeout: 240_000 }, async () => {
    const texts = wholeCorpus.map(({ text }) => text);
    const variants = derivedVariants(texts, 200, seed);
    expect(variants).toHaveLength(200);
    expect(await differing(variants)).toEqual([]);
  });

  test('reads the store as buildah inspect shows it', async () => {
    const [builder] = builders;
    const built = await builder!.build('FROM scratch\nCMD ["a"]\nENTRYPOINT b\nHEALTHCHECK NONE\n', { name: 'x' });
    const { stdout } = await builder!.run('inspect', '--type', 'image', 'x');
    const { Docker } = JSON.parse(stdout) as { readonly Docker: { readonly config: ImageConfig } };
    expect('config' in built && configuredBy(built.config)).toEqual(configuredBy(Docker.config));
  });

  test.each(Object.values(differences).map((difference: Difference) => ({ ...difference })))(
    'still differs: $what',
    async ({ example, target, buildKit: ours, buildah: theirs }) => {
      const file = parse('Dockerfile', example);
      const errors = file.problems.filter(({ severity }) => severity === 'error').map(({ message }) => message);
      if ('refuses' in ours) expect(errors).toContain(ours.refuses);
      else {
        expect(errors).toEqual([]);
        expect(expected(file, stageOf(file, target), { facts, configs }, buildKit)).toMatchObject(ours);
      }
      const built = await builders[0]!.build(example, target === undefined ? {} : { target });
      if ('refuses' in theirs) expect('refused' in built && built.refused).toContain(theirs.refuses);
      else expect('config' in built && configuredBy(built.config)).toMatchObject(theirs);
    },
  );

  test('met in the files above every difference that only reading can bring', () => {
    const named: readonly DifferenceName[] = [
      'shell',
      'inheritedShell',
      'bareCmd',
      'unsetCmd',
      'bareEntrypoint',
      'tail',
      'otherStages',
    ];
    expect([...met].sort()).toEqual([...named].sort());
  });
});

function stageOf(file: Dockerfile, target: string | undefined): Stage {
  return file.stages.find(({ name }) => name !== undefined && name === target) ?? file.stages.at(-1)!;
}

async function makeBases(builder: Builder): Promise<ReadonlyMap<string, ImageConfig>> {
  const made = new Map<string, ImageConfig>();
  for (const [name, text] of Object.entries(bases)) {
    const built = await builder.build(text, { name });
    if ('refused' in built) throw new Error(built.refused);
    made.set(name, built.config);
  }
  return made;
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
