import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { OFFICIAL_IMAGES, SYSTEM_WORDS, SYSTEMS } from '../../src/dockerfile/image-table.ts';
import { factsOf, parseImageName } from '../../src/dockerfile/images.ts';
import { writeTable } from '../../scripts/image-table-file.ts';

const argv = z.array(z.string()).min(1).nullable();
const evidence = {
  source: z.string().regex(/^https:\/\/[\w./+-]+$/),
  compared: z.iso.date().nullable(),
  read: z.record(
    z.string(),
    z
      .string()
      .regex(/^sha256:[0-9a-f]{64}$/)
      .nullable(),
  ),
};
const system = z.strictObject({
  ...evidence,
  family: z.enum(['debian', 'alpine', 'fedora', 'windows', 'distroless', 'other']),
  sh: z.enum(['dash', 'busybox', 'bash', 'none']),
  bash: z.boolean().optional(),
  cmd: argv.optional(),
});
const image = z.strictObject({
  name: z.string(),
  ...evidence,
  system: z.enum(Object.keys(SYSTEMS)).optional(),
  bash: z.boolean().optional(),
  entrypoint: argv.optional(),
  cmd: z.union([argv, z.literal('inherited')]).optional(),
  shell: z.array(z.string()).min(1).optional(),
  env: z.array(z.string()).optional(),
  user: z.string().nullable().optional(),
  since: z.number().optional(),
  movingTagsOnly: z.literal(true).optional(),
  openjdk: z.string().optional(),
  modes: z.record(z.string(), argv).optional(),
  words: z.array(z.string()).optional(),
});
const path = join(import.meta.dirname, '../../src/dockerfile/image-table.json');

describe('the table of images', () => {
  test('holds what its types say, one row a line, in the order of names', () => {
    const text = readFileSync(path, 'utf8');
    const table = z.strictObject({ systems: z.record(z.string(), system), images: z.array(image) });
    expect(table.safeParse(JSON.parse(text)).error?.issues).toBeUndefined();
    expect(writeTable({ systems: SYSTEMS, images: OFFICIAL_IMAGES })).toBe(text);
  });

  test('has one row a name, each a full one', () => {
    const names = OFFICIAL_IMAGES.map(({ name }) => name);
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
    const full = names
      .map((name) => parseImageName(name)!)
      .map(({ registry, repository }) => `${registry}/${repository}`);
    expect(full).toEqual(names);
  });

  test('tells something of every tag that it is read from', () => {
    const tags = OFFICIAL_IMAGES.flatMap(({ name, read }) => Object.keys(read).map((tag) => `${name}:${tag}`));
    expect(tags.length).toBeGreaterThan(100);
    expect(tags.filter((tag) => factsOf(parseImageName(tag)!) === undefined)).toEqual([]);
  });

  test('has the names of ENV once each, in the order of letters', () => {
    const named = OFFICIAL_IMAGES.flatMap(({ name, env }) => (env === undefined ? [] : [{ name, env }]));
    expect(named.length).toBeGreaterThan(30);
    expect(named.filter(({ env }) => [...new Set(env)].sort().join() !== env.join())).toEqual([]);
    expect(named.flatMap(({ env }) => env).filter((name) => !/^[A-Z]\w*$/.test(name))).toEqual([]);
  });

  test('has no word of a tag that names a system and something else', () => {
    const words = OFFICIAL_IMAGES.flatMap(({ words = [], modes = {} }) => [...words, ...Object.keys(modes)]);
    expect(words.filter((word) => Object.hasOwn(SYSTEM_WORDS, word))).toEqual([]);
  });
});
