import { describe, expect, test } from 'vitest';
import { factsOf, parseConfig } from '../../src/registry/config.ts';

function configOf(config: object, rest: object = {}): string {
  return JSON.stringify({ os: 'linux', architecture: 'amd64', config, ...rest });
}

test('what is set is read, with its names only where it holds values', () => {
  const text = configOf({
    Env: ['PATH=/bin', 'TOKEN=a=b', 'EMPTY='],
    Entrypoint: ['/docker-entrypoint.sh'],
    Cmd: ['nginx', '-g', 'daemon off;'],
    Shell: ['/bin/bash', '-c'],
    User: 'nginx',
  });
  expect(parseConfig(text)).toEqual({
    os: 'linux',
    entrypoint: ['/docker-entrypoint.sh'],
    cmd: ['nginx', '-g', 'daemon off;'],
    shell: ['/bin/bash', '-c'],
    env: ['PATH', 'TOKEN', 'EMPTY'],
    user: 'nginx',
    history: [],
  });
  expect(text).toContain('a=b');
  expect(JSON.stringify(parseConfig(text))).not.toContain('a=b');
});

test.each([{}, { Entrypoint: null, Cmd: [], Env: null, User: '' }])(
  'what is not set is known to be unset: %j',
  (config) => {
    expect(parseConfig(configOf(config))).toMatchObject({
      entrypoint: null,
      cmd: null,
      shell: null,
      env: [],
      user: null,
    });
  },
);

test.each(['x', '[]', '{"config":{"Cmd":"bash"}}', '{"config":{"Entrypoint":[1]}}'])('%s is malformed', (text) => {
  expect(() => parseConfig(text)).toThrow(expect.objectContaining({ reason: 'malformed' }));
});

describe('the system is read from what was run', () => {
  function systemOf(...steps: readonly string[]) {
    const history = steps.map((step) => ({ created_by: step }));
    const { family, sh } = factsOf(parseConfig(configOf({}, { history })));
    return [family, sh];
  }

  test.each([
    ['RUN /bin/sh -c apt-get update && apt-get install -y curl # buildkit', 'debian', 'dash'],
    ['/bin/sh -c apt-get -qq install --no-install-recommends curl', 'debian', 'dash'],
    [`# debian.sh --arch 'amd64' out/ 'bookworm' '@1735689600'`, 'debian', 'dash'],
    ['RUN /bin/sh -c apk add --no-cache curl', 'alpine', 'busybox'],
    ['ADD alpine-minirootfs-3.21.0-x86_64.tar.gz / # buildkit', 'alpine', 'busybox'],
    ['RUN /bin/sh -c dnf -y install curl', 'fedora', 'bash'],
    ['RUN /bin/sh -c microdnf install curl', 'fedora', 'bash'],
    ['RUN /bin/sh -c echo apt', undefined, undefined],
    ['RUN |1 X=1 /bin/sh -c apt-get update && ln -sf /bin/bash /bin/sh', 'debian', undefined],
  ])('%s', (step, family, sh) => {
    expect(systemOf('ADD file:1 in /', step, 'CMD ["x"]')).toEqual([family, sh]);
  });

  test('two families in one history tell nothing', () => {
    expect(systemOf('RUN apt-get update', 'RUN apk add curl')).toEqual([undefined, undefined]);
  });

  test('Windows says so itself', () => {
    const windows = factsOf(parseConfig(configOf({ Cmd: ['c:\\windows\\system32\\cmd.exe'] }, { os: 'windows' })));
    expect(windows).toMatchObject({ family: 'windows', sh: 'none', cmd: ['c:\\windows\\system32\\cmd.exe'] });
  });
});
