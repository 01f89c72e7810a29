import { describe, expect, test } from 'vitest';
import type { Base, Stage } from '../../src/dockerfile/model.ts';
import { parse } from '../../src/dockerfile/parse.ts';
import { shellAt } from '../../src/dockerfile/stages.ts';
import { shortName } from '../../src/dockerfile/images.ts';

function showBase(base: Base): string {
  if (base.kind === 'image') return `image ${shortName(base.image)}`;
  return base.kind === 'stage' ? `stage ${base.stage}` : base.kind === 'scratch' ? 'scratch' : `unknown ${base.text}`;
}

function showStage({ name, base, platform, instructions, final }: Stage): string {
  const on = platform === undefined ? '' : ` on ${platform}`;
  return `${name ?? '-'}: ${showBase(base)}${on}, ${instructions.length}${final ? ', final' : ''}`;
}

describe('stages', () => {
  test.each([
    ['one', 'FROM node:20\nRUN a\n', '-: image node:20, 1, final'],
    ['without a tag', 'FROM node\n', '-: image node:latest, 0, final'],
    ['none: a fragment', 'RUN a\nCMD b\n', '-: unknown , 2, final'],
    ['empty', '', '-: unknown , 0, final'],
    ['two', 'FROM a AS b\nRUN c\nFROM d\n', 'b: image a:latest, 1', '-: image d:latest, 0, final'],
    ['a stage by name', 'FROM a AS b\nFROM b\n', 'b: image a:latest, 0', '-: stage 0, 0, final'],
    ['in any case', 'FROM a as Builder\nFROM BUILDER\n', 'builder: image a:latest, 0', '-: stage 0, 0, final'],
    [
      'of two with one name the later',
      'FROM a AS x\nFROM b AS x\nFROM x\n',
      'x: image a:latest, 0',
      'x: image b:latest, 0',
      '-: stage 1, 0, final',
    ],
    ['a name used before it is given', 'FROM b\nFROM a AS b\n', '-: image b:latest, 0', 'b: image a:latest, 0, final'],
    [
      'a stage named like its image',
      'FROM node AS node\nFROM node\n',
      'node: image node:latest, 0',
      '-: stage 0, 0, final',
    ],
    ['scratch', 'FROM scratch\n', '-: scratch, 0, final'],
    ['platform', 'FROM --platform=linux/arm64 a\n', '-: image a:latest on linux/arm64, 0, final'],
    ['platform by variable', 'FROM --platform=$BUILDPLATFORM a\n', '-: image a:latest on $BUILDPLATFORM, 0, final'],
    ['tag by variable', 'ARG V=20\nFROM node:$V-alpine\n', '-: image node:20-alpine, 0, final'],
    ['in braces', 'ARG V=20\nFROM node:${V}\n', '-: image node:20, 0, final'],
    ['the whole name', 'ARG BASE="debian:12"\nFROM ${BASE}\n', '-: image debian:12, 0, final'],
    ['a stage by variable', 'ARG S=b\nFROM a AS b\nFROM $S\n', 'b: image a:latest, 0', '-: stage 0, 0, final'],
    ['a default in place', 'FROM node:${V:-18}\n', '-: image node:18, 0, final'],
    ['a default of an empty value', 'ARG V=\nFROM node:${V:-18}\n', '-: image node:18, 0, final'],
    ['an alternative', 'ARG V=1\nFROM node:20${V:+-slim}\n', '-: image node:20-slim, 0, final'],
    ['one ARG by another', 'ARG A=2\nARG B=${A}0\nFROM node:$B\n', '-: image node:20, 0, final'],
    ['several in one ARG', 'ARG A=node B=20\nFROM $A:$B\n', '-: image node:20, 0, final'],
    ['ARG without a value', 'ARG V\nFROM node:$V\n', '-: unknown node:$V, 0, final'],
    ['no ARG at all', 'FROM node:$V\n', '-: unknown node:$V, 0, final'],
    [
      'ARG below the first FROM does not count',
      'FROM a\nARG V=20\nFROM node:$V\n',
      '-: image a:latest, 1',
      '-: unknown node:$V, 0, final',
    ],
    ['a modifier we do not follow', 'ARG V=20\nFROM node:${V%0}\n', '-: unknown node:${V%0}, 0, final'],
    ['no name', 'FROM\n', '-: unknown , 0, final'],
    ['not a name', 'FROM A/B:::\n', '-: unknown A/B:::, 0, final'],
    ['a word that is not AS', 'FROM a foo b\n', '-: image a:latest, 0, final'],
  ])('%s', (_, text, ...expected) => {
    expect(parse('Dockerfile', text).stages.map(showStage)).toEqual(expected);
  });

  test('an instruction knows its stage; before the first FROM it has none', () => {
    const file = parse('Dockerfile', 'ARG A\nFROM x\nRUN a\nFROM y\nRUN b\n');
    expect(file.instructions.map(({ stage }) => stage)).toEqual([undefined, 0, 0, 1, 1]);
    expect(parse('Dockerfile', 'RUN a\n').instructions[0]?.stage).toBe(0);
  });

  test('an ARG that doubles itself does not grow without end', () => {
    const text = `ARG A=xx\n${'ARG A=$A$A\n'.repeat(100)}FROM $A\n`;
    expect(parse('Dockerfile', text).stages[0]?.base.kind).toBe('unknown');
  });
});

describe('shellAt', () => {
  const file = parse('Dockerfile', 'FROM x AS a\nRUN a\nSHELL ["bash", "-c"]\nENV A=b\nFROM a\nENV B=c\n');
  test.each([
    ['RUN a', 0, ['/bin/sh', '-c'], 'default'],
    ['ENV A', 0, ['bash', '-c'], 'this-stage'],
    ['ENV B', 1, ['bash', '-c'], 'parent-stage'],
  ])('%s', (needle, stage, argv, from) => {
    expect(shellAt(file, file.stages[stage]!, file.source.text.indexOf(needle))).toMatchObject({ argv, from });
  });
});
