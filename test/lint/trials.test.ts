import { describe, expect, test } from 'vitest';
import { parse } from '../../src/dockerfile/parse.ts';
import { createTrials } from '../../src/lint/trials.ts';
import { replaced } from './edits.ts';

const text = 'FROM x\nRUN a\n';

function trialsOf(of: string) {
  const asked: string[] = [];
  const trials = createTrials(parse('some/Dockerfile', of), ({ source }) => {
    asked.push(source.text);
    return { findings: [], failures: [{ rule: `${asked.length}`, error: undefined }] };
  });
  /** How often it goes well, with a new text each time. */
  const times = (once: (index: number) => unknown): number => {
    let index = 0;
    while (index < 2000 && once(index) !== undefined) index++;
    return index;
  };
  const write = (index: number) => trials.parse([replaced(of, 'a', `b${index}`)]);
  return { trials, asked, times, write };
}

describe('a trial', () => {
  test('reads the file with the edits made, under its own path', () => {
    const { trials } = trialsOf(text);
    const { source } = trials.parse([replaced(text, 'a', 'b')]) ?? {};
    expect(source).toMatchObject({ path: 'some/Dockerfile', text: 'FROM x\nRUN b\n' });
  });

  test('of the same text is answered from memory, and of another is not', () => {
    const { trials, asked, write } = trialsOf(text);
    const first = write(1)!;
    expect(write(1)).toBe(first);
    const said = trials.lint(first);
    expect(trials.lint(first)).toBe(said);
    expect(said?.failures).toMatchObject([{ rule: '1' }]);
    const other = write(2)!;
    expect(other.source.text).toBe('FROM x\nRUN b2\n');
    expect(trials.lint(other)?.failures).toMatchObject([{ rule: '2' }]);
    expect(asked).toEqual(['FROM x\nRUN b1\n', 'FROM x\nRUN b2\n']);
  });
});

describe('the budget', () => {
  const large = `FROM x\nRUN a ${'x'.repeat(99_000)}\n`;
  const many = `FROM x\nRUN a\n${'RUN c\n'.repeat(1000)}`;

  test.each([
    ['of a long file', large],
    ['of a file of many short instructions', many],
  ])('%s is that of eight more lints', (_, of) => {
    const lints = trialsOf(of);
    expect(lints.times(() => lints.trials.lint(parse('', of)))).toBe(8);
    expect(lints.asked).toHaveLength(8);
    const both = trialsOf(of);
    expect(both.times((index) => both.trials.lint(both.write(index) ?? parse('', of)))).toBe(7);
  });

  test('goes to parses as well, which cost far less', () => {
    const { times, write } = trialsOf(large);
    expect(times(write)).toBeGreaterThan(100);
    expect(times(write)).toBe(0);
  });

  test('of an ordinary file is that of hundreds', () => {
    const { trials, times } = trialsOf(text);
    const lints = times(() => trials.lint(parse('', text)));
    expect(lints).toBeGreaterThan(500);
    expect(lints).toBeLessThan(2000);
  });

  test('once spent leaves what is remembered', () => {
    const { trials, times, write } = trialsOf(large);
    const first = write(1)!;
    times(() => trials.lint(parse('', large)));
    expect(trials.lint(first)).toBeUndefined();
    expect(write(1)).toBe(first);
  });
});
