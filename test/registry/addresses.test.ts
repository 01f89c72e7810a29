import type { LookupAddress } from 'node:dns';
import { describe, expect, test } from 'vitest';
import { isPublicAddress, publicLookup } from '../../src/registry/addresses.ts';

describe('isPublicAddress', () => {
  test.each(['1.1.1.1', '93.184.216.34', '172.32.0.1', '192.167.255.255', '2606:4700::1111', '2a00:1450::1'])(
    '%s is',
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );

  test.each([
    ...['0.0.0.0', '127.0.0.1', '127.9.9.9', '10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.1'],
    ...['169.254.169.254', '100.64.0.1', '198.18.0.1', '192.0.2.1', '224.0.0.1', '255.255.255.255'],
    ...['::', '::1', 'fe80::1', 'fc00::1', 'fd12::1', 'ff02::1', '2001:db8::1', '2002:7f00:1::', '64:ff9b::7f00:1'],
    ...['::ffff:127.0.0.1', '::ffff:8.8.8.8', '2001::1', 'fec0::1', 'localhost', '', '1.1.1', '0x7f.1'],
  ])('%j is not', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});

describe('publicLookup', () => {
  function lookUp(addresses: readonly LookupAddress[], all: boolean): Promise<unknown> {
    const lookup = publicLookup((_hostname, options, callback) => {
      expect(options.all).toBe(true);
      callback(null, [...addresses]);
    });
    return new Promise((resolve, reject) => {
      lookup('example.org', { all }, (error, found) => {
        if (error) reject(error);
        else resolve(found);
      });
    });
  }
  const inside = { address: '10.0.0.1', family: 4 };
  const outside = { address: '1.1.1.1', family: 4 };

  test('hands out public addresses only, in both forms that net.connect asks for', async () => {
    expect(await lookUp([inside, outside], true)).toEqual([outside]);
    expect(await lookUp([inside, outside], false)).toBe('1.1.1.1');
  });

  test('is an error when no address is left', async () => {
    await expect(lookUp([inside, { address: '::1', family: 6 }], true)).rejects.toThrow(/example\.org has no public/);
    await expect(lookUp([], false)).rejects.toThrow(/no public address/);
  });

  test('passes on that a name does not exist', async () => {
    const lookup = publicLookup((_hostname, _options, callback) => {
      callback(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }), []);
    });
    const failed = new Promise((resolve) => {
      lookup('nowhere.example', {}, resolve);
    });
    expect(await failed).toMatchObject({ code: 'ENOTFOUND' });
  });
});
