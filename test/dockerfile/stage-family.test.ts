import { describe, expect, test } from 'vitest';
import { parse } from '../../src/dockerfile/parse.ts';
import { firstPlaces, stageAndParents } from '../../src/dockerfile/stage-family.ts';

const text = 'FROM x AS a\nRUN 1\nFROM a AS b\nCOPY c d\nCOPY e f\nFROM b\nCOPY g h\nFROM a\nRUN 2\n';
const file = parse('Dockerfile', text);

describe('stageAndParents', () => {
  test('the lowest first', () => {
    expect(stageAndParents(file, file.stages[2]!).map(({ index }) => index)).toEqual([0, 1, 2]);
    expect(stageAndParents(file, file.stages[3]!).map(({ index }) => index)).toEqual([0, 3]);
  });
});

describe('firstPlaces', () => {
  test('in the stage itself, in one below it, or nowhere', () => {
    const first = text.indexOf('COPY');
    expect(firstPlaces(file, ({ keyword }) => keyword === 'COPY')).toEqual([Infinity, first, first, Infinity]);
  });
});
