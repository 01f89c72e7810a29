import { expect, test } from 'vitest';
import { parseChallenge } from '../../src/registry/challenge.ts';
import fc from '../support/properties.ts';

test.each([
  [
    'Bearer realm="https://auth.docker.io/token",service="registry.docker.io",scope="repository:library/node:pull"',
    'https://auth.docker.io/token',
    'registry.docker.io',
    'repository:library/node:pull',
  ],
  ['bearer  scope="a,b" , realm=https://x.example/t', 'https://x.example/t', undefined, 'a,b'],
  ['Bearer realm="https://x.example/a\\"b"', 'https://x.example/a%22b', undefined, undefined],
])('%s', (header, realm, service, scope) => {
  const challenge = parseChallenge(header);
  expect(challenge).toMatchObject({ scheme: 'bearer', service, scope });
  expect(challenge?.scheme === 'bearer' && challenge.realm.href).toBe(realm);
});

test('Basic needs no more', () => {
  expect(parseChallenge('Basic realm="basic-realm"')).toEqual({ scheme: 'basic' });
});

test.each([undefined, '', 'Bearer', 'Bearer realm="file:///etc/passwd"', 'Bearer realm="token"', 'Negotiate abc'])(
  '%j asks for nothing that we know how to give',
  (header) => {
    expect(parseChallenge(header)).toBeUndefined();
  },
);

test('never throws', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), (rest) => {
      const challenge = parseChallenge(`Bearer ${rest}`);
      expect(challenge === undefined || challenge.scheme === 'bearer').toBe(true);
    }),
  );
});
