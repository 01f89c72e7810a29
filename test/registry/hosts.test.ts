import { describe, expect, test } from 'vitest';
import { allowedHosts } from '../../src/registry/hosts.ts';

const hosts = allowedHosts(['docker.io', 'GHCR.io', 'http://registry.internal:5000']);

describe('origin', () => {
  test.each([
    ['docker.io', 'https://registry-1.docker.io'],
    ['ghcr.io', 'https://ghcr.io'],
    ['Ghcr.IO', 'https://ghcr.io'],
    ['registry.internal:5000', 'http://registry.internal:5000'],
  ])('%s is asked at %s', (registry, origin) => {
    expect(hosts.origin(registry)?.origin).toBe(origin);
  });

  test.each(['quay.io', 'registry-1.docker.io', 'registry.internal', 'registry.internal:5001', 'ghcr.io.evil.example'])(
    '%s is not on the list',
    (registry) => {
      expect(hosts.origin(registry)).toBeUndefined();
    },
  );
});

describe('admitsRealm', () => {
  test.each([
    ['docker.io', 'https://auth.docker.io/token', true],
    ['docker.io', 'http://auth.docker.io/token', false],
    ['docker.io', 'https://auth.docker.io.evil.example/token', false],
    ['ghcr.io', 'https://ghcr.io/token', true],
    ['ghcr.io', 'http://ghcr.io/token', false],
    ['ghcr.io', 'https://auth.docker.io/token', false],
    ['ghcr.io', 'http://registry.internal:5000/token', true],
    ['ghcr.io', 'http://169.254.169.254/latest', false],
    ['quay.io', 'https://ghcr.io/token', false],
  ])('%s sends to %s: %s', (registry, realm, admitted) => {
    expect(hosts.admitsRealm(registry, new URL(realm))).toBe(admitted);
  });
});

test('a name is given with its port', () => {
  expect(hosts.isNamed('registry.internal:5000')).toBe(true);
  expect(hosts.isNamed('registry.internal')).toBe(false);
  expect(hosts.isNamed('registry-1.docker.io')).toBe(true);
});

test.each(['', 'ftp://a', 'https://a/b', 'a b', 'user@host', 'https://'])('%j is no entry', (entry) => {
  expect(() => allowedHosts([entry])).toThrow(/is no registry/);
});
