import { describe, expect, test } from 'vitest';
import type { ImageFacts, Process, ProcessPart } from '../../src/dockerfile/model.ts';
import { parse } from '../../src/dockerfile/parse.ts';
import { processesOf, processOf, runWith, type ImageLookup } from '../../src/dockerfile/process.ts';

const unset: ImageFacts = {
  family: undefined,
  sh: undefined,
  entrypoint: undefined,
  cmd: undefined,
  shell: undefined,
  env: undefined,
};

/** Images that the table of official ones does not know. */
const known: Readonly<Record<string, ImageFacts>> = {
  'my/app': { ...unset, entrypoint: ['/app'], cmd: ['serve'], shell: null },
  'my/cmd': { ...unset, entrypoint: null, cmd: ['serve'], shell: null },
  'my/shell-cmd': { ...unset, entrypoint: null, cmd: ['/bin/sh', '-c', 'serve'], shell: null },
  'my/bash': { ...unset, entrypoint: null, cmd: null, shell: ['/bin/bash', '-c'] },
  'my/half': { ...unset, entrypoint: ['/app'] },
};

const lookup: ImageLookup = ({ repository }) => known[repository];

function last(text: string): Process {
  const file = parse('Dockerfile', text);
  return processOf(file, file.stages.at(-1)!, lookup);
}

function showPart(part: ProcessPart | undefined | 'unknown'): string {
  if (part === undefined) return 'none';
  return part === 'unknown' ? part : `${part.from} ${part.form}`;
}

const own = 'this-stage exec';
const ownShell = 'this-stage shell';

describe('what docker run executes', () => {
  test.each<[string, string, string, string, readonly string[] | 'unknown']>([
    ['CMD', 'FROM scratch\nCMD ["a"]', 'none', own, ['a']],
    ['ENTRYPOINT', 'FROM scratch\nENTRYPOINT ["a"]', own, 'none', ['a']],
    ['both', 'FROM scratch\nENTRYPOINT ["a"]\nCMD ["b"]', own, own, ['a', 'b']],
    ['in the other order', 'FROM scratch\nCMD ["b"]\nENTRYPOINT ["a"]', own, own, ['a', 'b']],
    ['neither', 'FROM scratch\nRUN a', 'none', 'none', []],
    ['shell form', 'FROM scratch\nCMD a b', 'none', ownShell, ['/bin/sh', '-c', 'a b']],
    [
      'shell-form ENTRYPOINT swallows CMD',
      'FROM scratch\nENTRYPOINT a\nCMD ["b"]',
      ownShell,
      own,
      ['/bin/sh', '-c', 'a', 'b'],
    ],
    [
      'both in shell form',
      'FROM scratch\nENTRYPOINT a\nCMD b',
      ownShell,
      ownShell,
      ['/bin/sh', '-c', 'a', '/bin/sh', '-c', 'b'],
    ],
    ['the last CMD counts', 'FROM scratch\nCMD ["a"]\nCMD ["b"]', 'none', own, ['b']],
    ['the last ENTRYPOINT counts', 'FROM scratch\nENTRYPOINT ["a"]\nENTRYPOINT ["b"]', own, 'none', ['b']],
    [
      'CMD between two ENTRYPOINTs stays',
      'FROM scratch\nENTRYPOINT ["a"]\nCMD ["c"]\nENTRYPOINT ["b"]',
      own,
      own,
      ['b', 'c'],
    ],
    ['bare CMD', 'FROM scratch\nCMD', 'none', ownShell, ['/bin/sh', '-c', '']],
    ['bare ENTRYPOINT', 'FROM scratch\nENTRYPOINT\nCMD ["a"]', ownShell, own, ['/bin/sh', '-c', '', 'a']],
    ['empty CMD', 'FROM scratch\nENTRYPOINT ["a"]\nCMD []', own, 'none', ['a']],
    ['empty ENTRYPOINT', 'FROM scratch\nENTRYPOINT []\nCMD ["a"]', 'none', own, ['a']],
    ['ENTRYPOINT of one empty string counts as none', 'FROM scratch\nENTRYPOINT [""]\nCMD ["a"]', own, own, ['a']],
    ['CMD of one empty string is an argument', 'FROM scratch\nENTRYPOINT ["a"]\nCMD [""]', own, own, ['a', '']],
    ['and without ENTRYPOINT a program without a name', 'FROM scratch\nCMD [""]', 'none', own, ['']],
    ['CMD of one empty string does not', 'FROM scratch\nENTRYPOINT ["a"]\nCMD ["a", ""]', own, own, ['a', 'a', '']],
    ['a malformed array is a script', "FROM scratch\nCMD ['a']", 'none', ownShell, ['/bin/sh', '-c', "['a']"]],
    ['variables stay', 'FROM scratch\nENV A=b\nCMD ["a", "$A"]', 'none', own, ['a', '$A']],
    ['HEALTHCHECK CMD is no CMD', 'FROM scratch\nHEALTHCHECK CMD a\nCMD ["b"]', 'none', own, ['b']],
    ['ONBUILD CMD is for the child', 'FROM scratch\nONBUILD CMD ["a"]\nCMD ["b"]', 'none', own, ['b']],
    ['SHELL', 'FROM scratch\nSHELL ["bash", "-c"]\nCMD a', 'none', ownShell, ['bash', '-c', 'a']],
    [
      'SHELL below leaves CMD alone',
      'FROM scratch\nCMD a\nSHELL ["bash", "-c"]',
      'none',
      ownShell,
      ['/bin/sh', '-c', 'a'],
    ],
    ['a fragment: its base is not known', 'CMD ["a"]', 'unknown', own, 'unknown'],
    ['a fragment with ENTRYPOINT', 'ENTRYPOINT ["a"]', own, 'none', ['a']],
  ])('%s', (_, text, entrypoint, cmd, argv) => {
    const process = last(text);
    expect([showPart(process.entrypoint), showPart(process.cmd), process.argv]).toEqual([entrypoint, cmd, argv]);
  });
});

const parent = 'parent-stage exec';
const base = 'base-image exec';

describe('what a base gives and ENTRYPOINT takes away', () => {
  test.each<[string, string, string, string, readonly string[] | 'unknown']>([
    ['all from the image', 'FROM my/app', base, base, ['/app', 'serve']],
    ['CMD of its own', 'FROM my/app\nCMD ["x"]', base, own, ['/app', 'x']],
    ['ENTRYPOINT of its own resets CMD', 'FROM my/app\nENTRYPOINT ["x"]', own, 'none', ['x']],
    ['both of its own', 'FROM my/app\nCMD ["y"]\nENTRYPOINT ["x"]', own, own, ['x', 'y']],
    ['an empty ENTRYPOINT resets both', 'FROM my/app\nENTRYPOINT []', 'none', 'none', []],
    ['an empty CMD', 'FROM my/app\nCMD []', base, 'none', ['/app']],
    ['an image in shell form', 'FROM my/shell-cmd', 'none', 'base-image shell', ['/bin/sh', '-c', 'serve']],
    ['SHELL of the image', 'FROM my/bash\nCMD a', 'none', ownShell, ['/bin/bash', '-c', 'a']],
    ['SHELL of the file over that of the image', 'FROM my/bash\nSHELL ["x"]\nCMD a', 'none', ownShell, ['x', 'a']],
    ['ENTRYPOINT known, CMD not', 'FROM my/half', base, 'unknown', 'unknown'],
    ['ENTRYPOINT known, CMD of its own', 'FROM my/half\nCMD ["a"]', base, own, ['/app', 'a']],
    ['an unknown image', 'FROM x', 'unknown', 'unknown', 'unknown'],
    ['an unknown image with CMD', 'FROM x\nCMD ["a"]', 'unknown', own, 'unknown'],
    ['an unknown image with ENTRYPOINT', 'FROM x\nENTRYPOINT ["a"]', own, 'none', ['a']],
    ['an unknown image with both', 'FROM x\nENTRYPOINT ["a"]\nCMD ["b"]', own, own, ['a', 'b']],
    ['an image by an unknown variable', 'FROM $X\nCMD ["a"]', 'unknown', own, 'unknown'],
    ['an official image', 'FROM node:20\nCMD ["app.js"]', base, own, ['docker-entrypoint.sh', 'app.js']],
    ['an official image without ENTRYPOINT', 'FROM python:3.12\nCMD ["a"]', 'none', own, ['a']],
    ['Windows', 'FROM mcr.microsoft.com/windows/nanoserver\nCMD a', 'none', ownShell, ['cmd', '/S', '/C', 'a']],
    ['all from the parent stage', 'FROM scratch AS a\nENTRYPOINT ["a"]\nCMD ["b"]\nFROM a', parent, parent, ['a', 'b']],
    ['from the grandparent', 'FROM scratch AS a\nCMD ["b"]\nFROM a AS c\nFROM c', 'none', parent, ['b']],
    ['from the image through a stage', 'FROM my/app AS a\nFROM a', base, base, ['/app', 'serve']],
    [
      'ENTRYPOINT resets the parent’s CMD',
      'FROM scratch AS a\nCMD ["b"]\nFROM a\nENTRYPOINT ["c"]',
      own,
      'none',
      ['c'],
    ],
    [
      'ENTRYPOINT leaves CMD of its own stage',
      'FROM scratch AS a\nCMD ["b"]\nFROM a\nCMD ["d"]\nENTRYPOINT ["c"]',
      own,
      own,
      ['c', 'd'],
    ],
    ['the reset lasts', 'FROM scratch AS a\nCMD ["b"]\nFROM a AS c\nENTRYPOINT ["c"]\nFROM c', parent, 'none', ['c']],
    [
      'another stage is no parent',
      'FROM scratch AS a\nCMD ["b"]\nFROM scratch\nCOPY --from=a /x /x',
      'none',
      'none',
      [],
    ],
    [
      'SHELL of the parent',
      'FROM scratch AS a\nSHELL ["bash", "-c"]\nFROM a\nCMD b',
      'none',
      ownShell,
      ['bash', '-c', 'b'],
    ],
    [
      'SHELL of the child leaves the inherited CMD alone',
      'FROM scratch AS a\nCMD b\nFROM a\nSHELL ["bash", "-c"]',
      'none',
      'parent-stage shell',
      ['/bin/sh', '-c', 'b'],
    ],
    ['ONBUILD CMD of the parent', 'FROM scratch AS a\nONBUILD CMD ["b"]\nFROM a', 'none', parent, ['b']],
    [
      'ONBUILD CMD counts as set',
      'FROM scratch AS a\nONBUILD CMD ["b"]\nFROM a\nENTRYPOINT ["c"]',
      own,
      parent,
      ['c', 'b'],
    ],
    [
      'ONBUILD goes no further',
      'FROM scratch AS a\nONBUILD CMD ["b"]\nCMD ["x"]\nFROM a AS c\nCMD ["d"]\nFROM c',
      'none',
      parent,
      ['d'],
    ],
    [
      'ONBUILD ENTRYPOINT resets',
      'FROM scratch AS a\nCMD ["b"]\nONBUILD ENTRYPOINT ["c"]\nFROM a',
      parent,
      'none',
      ['c'],
    ],
    [
      'the last ONBUILD of a kind counts',
      'FROM scratch AS a\nONBUILD CMD ["b"]\nONBUILD ENTRYPOINT ["e"]\nONBUILD CMD ["c"]\nFROM a',
      parent,
      parent,
      ['e', 'c'],
    ],
    ['ONBUILD SHELL', 'FROM scratch AS a\nONBUILD SHELL ["x"]\nFROM a\nCMD b', 'none', ownShell, ['x', 'b']],
  ])('%s', (_, text, entrypoint, cmd, argv) => {
    const process = last(text);
    expect([showPart(process.entrypoint), showPart(process.cmd), process.argv]).toEqual([entrypoint, cmd, argv]);
  });
});

describe('docker run with arguments', () => {
  test.each<[string, readonly string[], readonly string[] | 'unknown']>([
    ['FROM scratch\nCMD ["a"]', ['x'], ['x']],
    ['FROM scratch\nENTRYPOINT ["a"]\nCMD ["b"]', ['x', 'y'], ['a', 'x', 'y']],
    ['FROM scratch\nENTRYPOINT ["a"]\nCMD ["b"]', [], ['a', 'b']],
    ['FROM scratch\nENTRYPOINT a', ['x'], ['/bin/sh', '-c', 'a', 'x']],
    ['FROM my/half', ['x'], ['/app', 'x']],
    ['FROM x\nCMD ["a"]', ['x'], 'unknown'],
    ['FROM scratch\nENTRYPOINT [""]', ['x'], ['x']],
  ])('%j with %j', (text, args, argv) => {
    expect(runWith(last(text), args)).toEqual(argv);
  });
});

describe('the reasons', () => {
  test.each<[string, readonly string[]]>([
    ['FROM scratch\nCMD ["a"]', []],
    [
      'FROM scratch AS a\nCMD ["b"]\nFROM a\nENTRYPOINT ["c"]',
      ['ENTRYPOINT in line 4 resets the CMD of stage a (line 2)'],
    ],
    ['FROM scratch\nCMD ["b"]\nFROM scratch\nCMD ["a"]\nCMD ["b"]', ['CMD in line 5 replaces the CMD in line 4']],
    ['FROM my/cmd\nENTRYPOINT ["c"]', ['ENTRYPOINT in line 2 resets the CMD of the base image']],
    ['FROM x\nENTRYPOINT ["c"]', ['ENTRYPOINT in line 2 resets any CMD of the base image']],
    [
      'FROM my/app\nENTRYPOINT []',
      ['ENTRYPOINT [] in line 2 sets none', 'ENTRYPOINT in line 2 resets the CMD of the base image'],
    ],
    ['FROM my/app', ['ENTRYPOINT comes from the base image', 'CMD comes from the base image']],
    ['FROM x/y:1', ['Nothing is known of the base image x/y:1']],
    ['ARG V\nFROM x:$V', ['The base image x:$V depends on a build argument']],
    ['CMD ["a"]', ['The base image is not given']],
  ])('%j', (text, reasons) => {
    expect(last(text).reasons).toEqual(reasons);
  });
});

test('processesOf says of all stages what processOf says of each', () => {
  const file = parse(
    'Dockerfile',
    'FROM my/app AS a\nFROM a AS b\nENTRYPOINT ["x"]\nFROM b\nCMD y\nFROM a\nSHELL ["z"]\n',
  );
  expect(processesOf(file, lookup)).toEqual(file.stages.map((stage) => processOf(file, stage, lookup)));
});

test('the shell of a stage is the one in force at its end', () => {
  expect(last('FROM scratch AS a\nSHELL ["x"]\nFROM a').shell).toMatchObject({ argv: ['x'], from: 'parent-stage' });
  expect(last('FROM my/bash').shell).toMatchObject({ argv: ['/bin/bash', '-c'], kind: 'bash', from: 'base-image' });
});
