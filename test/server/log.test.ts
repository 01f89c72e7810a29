import { describe, expect, test } from 'vitest';
import { createLog, errorFields } from '../../src/server/log.ts';

function written(write: (log: ReturnType<typeof createLog>) => void): string {
  let text = '';
  write(createLog('info', { write: (line) => (text += line) }));
  return text;
}

test('a line is JSON with the level by name', () => {
  const line = written((log) => {
    log.info({ address: 'http://x' }, 'listening');
  });
  expect(JSON.parse(line)).toMatchObject({ level: 'info', msg: 'listening', address: 'http://x' });
});

describe('of an error', () => {
  test('only type, message, stack and causes are written: no request, no payload', () => {
    const error = Object.assign(new Error('no', { cause: new TypeError('why') }), {
      event: { payload: 'words of the payload' },
      request: { body: 'words of the body' },
    });
    const line = written((log) => {
      log.error(error);
    });
    expect(line).not.toMatch(/words of/);
    expect(JSON.parse(line)).toMatchObject({ err: { type: 'Error', message: 'no', causes: [{ message: 'why' }] } });
  });

  test('the errors of an aggregate are its causes', () => {
    const fields = errorFields(new AggregateError([new Error('a'), new Error('b')], 'both'));
    expect(fields.causes?.map(({ message }) => message)).toEqual(['a', 'b']);
  });

  test('tokens in messages are taken out, old ones and the long new ones', () => {
    const long = `ghs_1234_${'eyJh.b-c_d'.repeat(50)}`;
    expect(errorFields(new Error(`bad ${long} end`)).message).toBe('bad [token] end');
    expect(errorFields(new Error(`Bearer ${'a'.repeat(30)}`)).message).toBe('[token]');
    expect(errorFields(`ghp_${'x'.repeat(36)}`).message).toBe('[token]');
  });

  test('that causes itself is written once', () => {
    const error = new Error('loop');
    error.cause = error;
    expect(errorFields(error).causes).toBeUndefined();
  });
});
