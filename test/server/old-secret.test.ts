import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { signatureByNew } from '../../src/server/old-secret.ts';

const secrets = { current: 'new', old: 'old' };
const body = '{"zen":"é"}';
const signed = (secret: string): string => `sha256=${createHmac('sha256', secret).update(body, 'utf8').digest('hex')}`;

test('what the old secret signed gets the new one’s signature, nothing else does', () => {
  expect(signatureByNew(secrets, body, { 'x-hub-signature-256': signed('old') })).toBe(signed('new'));
  for (const header of [signed('new'), signed('other'), 'sha256=', '', undefined, [signed('old')]]) {
    expect(signatureByNew(secrets, body, { 'x-hub-signature-256': header })).toBeUndefined();
  }
  expect(signatureByNew(secrets, `${body} `, { 'x-hub-signature-256': signed('old') })).toBeUndefined();
});
