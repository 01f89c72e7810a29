import { describe, expect, it } from 'vitest';
import { processTable } from '../../src/review/process-table.ts';
import { reviewed } from '../support/reviewed.ts';

const rows = (given: Parameters<typeof reviewed>[0]): readonly string[] =>
  processTable(reviewed(given)).filter((line) => line.startsWith('| ') && !/^\| (?:Stage|---)/.test(line));

describe('processTable', () => {
  it('shows what runs before, after, and with arguments', () => {
    const before = 'FROM debian:12\nENTRYPOINT ["/app"]\nCMD ["--help"]\n';
    const after = 'FROM debian:12\nENTRYPOINT /app\nCMD ["--help"]\n';
    expect(rows({ before, after })).toEqual([
      '| final stage | `["/app", "--help"]` | `["/bin/sh", "-c", "/app", "--help"]` | `["/bin/sh", "-c", "/app", "a", "b"]` |',
    ]);
  });

  it('is empty when no stage was touched and none runs anything else', () => {
    const before = 'FROM debian:12 AS one\nCMD ["a"]\nFROM debian:12\nCMD ["b"]\n';
    expect(processTable(reviewed({ before, after: `# note\n${before}` }))).toEqual([]);
  });

  it('shows the stage that holds changed lines, though it runs the same', () => {
    const before = 'FROM debian:12 AS one\nCMD ["a"]\nFROM debian:12\nCMD ["b"]\n';
    expect(rows({ before, after: before.replace('CMD ["a"]', 'USER a\nCMD ["a"]') })).toEqual([
      '| `one` | the same | `["a"]` | `["a", "b"]` |',
    ]);
  });

  it('shows an untouched stage whose parent changed', () => {
    const before = 'FROM debian:12 AS base\nCMD ["a"]\nFROM base AS app\nUSER x\n';
    expect(rows({ before, after: before.replace('"a"', '"b"') }).map((row) => row.split(' | ').slice(0, 3))).toEqual([
      ['| `base`', '`["a"]`', '`["b"]`'],
      ['| `app` (final)', '`["a"]`', '`["b"]`'],
    ]);
  });

  it('claims nothing of a base image it does not know', () => {
    expect(rows({ after: 'FROM registry.example.com/team/base:7\nUSER x\n' })).toEqual([
      '| final stage | new file | depends on the base image `registry.example.com/team/base:7` | depends on the base image `registry.example.com/team/base:7` |',
    ]);
  });

  it('says when nothing is set, and leaves out build stages that set nothing', () => {
    const after = 'FROM node:22 AS build\nRUN make\nFROM scratch\nCOPY --from=build /a /a\n';
    expect(rows({ after })).toEqual(['| final stage | new file | nothing: no command is set | `["a", "b"]` |']);
  });

  it('compares a new stage with nothing', () => {
    const before = 'FROM debian:12\nCMD ["a"]\n';
    const after = `FROM debian:12 AS extra\nCMD ["x"]\n${before}`;
    expect(rows({ before, after })).toContain('| `extra` | new stage | `["x"]` | `["a", "b"]` |');
  });

  it('keeps hostile text inside its cell', () => {
    const after = 'FROM debian:12\nCMD ["a | b", "`|`", "<b>", "@team"]\n';
    expect(rows({ after })[0]).toContain('``["a \\| b", "`\\|`", "<b>", "@team"]``');
  });

  it('gives the reasons below the table', () => {
    const after = 'FROM debian:12 AS base\nCMD ["a"]\nFROM base\nENTRYPOINT ["e"]\n';
    expect(processTable(reviewed({ after })).join('\n')).toMatch(/- ENTRYPOINT in line 4 resets the CMD/);
  });
});
