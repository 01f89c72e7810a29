/** What a registry asks for with `401` (https://distribution.github.io/distribution/spec/auth/token/). */
export type Challenge =
  | { readonly scheme: 'basic' }
  | {
      readonly scheme: 'bearer';
      readonly realm: URL;
      readonly service: string | undefined;
      readonly scope: string | undefined;
    };

/** `name="value"` or `name=value`, in any order, commas between. */
const parameter = /([a-z]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/gi;

/** Reads a `WWW-Authenticate` header; undefined when it asks for nothing that we know how to give. */
export function parseChallenge(header: string | undefined): Challenge | undefined {
  const [, scheme = '', rest = ''] = /^\s*(\w+)\s*(.*)$/s.exec((header ?? '').slice(0, 4_096)) ?? [];
  if (scheme.toLowerCase() === 'basic') return { scheme: 'basic' };
  if (scheme.toLowerCase() !== 'bearer') return undefined;
  const values = new Map<string, string>();
  for (const [, name = '', quoted, plain] of rest.matchAll(parameter))
    values.set(name.toLowerCase(), quoted?.replace(/\\(.)/g, '$1') ?? plain ?? '');
  const realm = URL.parse(values.get('realm') ?? '');
  if (realm === null || !['http:', 'https:'].includes(realm.protocol)) return undefined;
  return { scheme: 'bearer', realm, service: values.get('service'), scope: values.get('scope') };
}
