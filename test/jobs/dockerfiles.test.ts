import { expect, test } from 'vitest';
import { isDockerfile } from '../../src/jobs/dockerfiles.ts';

test.each([
  ['Dockerfile', true],
  ['deep/er/dockerfile', true],
  ['DOCKERFILE', true],
  ['Dockerfile.dev', true],
  ['api.Dockerfile', true],
  ['api.dockerfile', true],
  ['Containerfile', true],
  ['containerfile.prod', true],
  ['Containerfile-arm', true],
  ['Dockerfile/readme.md', false],
  ['Dockerfiles', false],
  ['MyDockerfile', false],
  ['Dockerfile-dev', false],
  ['Dockerfile\n', false],
  ['.dockerignore', false],
  ['docker-compose.yml', false],
  ['', false],
])('%j: %s', (path, expected) => {
  expect(isDockerfile(path)).toBe(expected);
});
