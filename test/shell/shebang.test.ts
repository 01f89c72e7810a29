import { expect, test } from 'vitest';
import { shebangOf } from '../../src/shell/shebang.ts';

test.each([
  ['#!/bin/sh', '/bin/sh', ['/bin/sh']],
  ['#!/bin/sh -e\necho', '/bin/sh', ['/bin/sh', '-e']],
  ['#! \t/bin/bash  -e\tx \n', '/bin/bash', ['/bin/bash', '-e', 'x']],
  ['#!/usr/bin/env bash\n', 'bash', ['/usr/bin/env', 'bash']],
  ['#!env bash\n', 'bash', ['env', 'bash']],
  ['#!/usr/bin/env -S A=1 node --x\n', 'node', ['/usr/bin/env', '-S', 'A=1', 'node', '--x']],
  ['#!/usr/bin/env\n', '', ['/usr/bin/env']],
  ['#!/usr/bin/envoy bash\n', '/usr/bin/envoy', ['/usr/bin/envoy', 'bash']],
  ['#!/opt/myenv bash\n', '/opt/myenv', ['/opt/myenv', 'bash']],
  ['#!\n', '', ['']],
])('%j names its program', (text, program, words) => {
  expect(shebangOf(text)).toMatchObject({ program, words, carriageReturn: false });
});

test('keeps the line as it is, and tells of a carriage return', () => {
  expect(shebangOf('#! /bin/sh -e\r\nx')).toMatchObject({ line: '#! /bin/sh -e', carriageReturn: true });
  expect(shebangOf('#!/bin/sh\n\r\n')?.carriageReturn).toBe(false);
});

test.each(['', 'echo\n#!/bin/sh\n', ' #!/bin/sh', '# !/bin/sh', '\ufeff#!/bin/sh'])('%j has none', (text) => {
  expect(shebangOf(text)).toBeUndefined();
});
