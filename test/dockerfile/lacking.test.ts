import { describe, expect, test } from 'vitest';
import { factsOf, parseImageName } from '../../src/dockerfile/images.ts';
import { lacks, mayBeLacking } from '../../src/dockerfile/lacking.ts';

/** What an image is said to be without, in the table's order. */
function lackedBy(name: string): string {
  const image = parseImageName(name)!;
  return [...mayBeLacking].filter((program) => lacks(image, factsOf(image), program)).join(' ');
}

const all = 'curl wget git unzip jq';
const none = '';

const expected: Readonly<Record<string, readonly string[]>> = {
  [all]: [
    ...['debian', 'debian:12', 'debian:10.3', 'debian:bookworm-slim', 'debian:trixie', 'debian:wheezy', 'debian:sid'],
    ...['ubuntu', 'ubuntu:14.04', 'ubuntu:16.04', 'ubuntu:22.04', 'ubuntu:noble'],
    ...['python:slim', 'python:2.7-slim', 'python:3.12-slim', 'python:3.13-slim-trixie', 'python:3.8.1-slim-buster'],
    ...['ruby:slim', 'ruby:2.4-slim', 'ruby:3.3-slim-bookworm', 'ruby:3.2.2-slim'],
    ...['node:slim', 'node:lts-slim', 'node:22-slim', 'node:22-bookworm-slim', 'node:20.11.1-slim', 'node:iron-slim'],
    ...['node:10-slim', 'node:10.24-slim', 'node:12-slim', 'node:12.22.1-buster-slim', 'node:dubnium-slim'],
    ...['rust:slim', 'rust:1.30.0-slim', 'rust:1-slim-bookworm'],
    ...['mcr.microsoft.com/dotnet/aspnet:8.0', 'mcr.microsoft.com/dotnet/runtime:5.0-buster-slim'],
    'mcr.microsoft.com/dotnet/runtime-deps:6.0',
  ],
  'curl wget git jq': ['openjdk:8-jre-slim', 'openjdk:11-jre-slim', 'openjdk:11.0.11-jdk-slim', 'openjdk:17-slim'],
  'curl git jq': ['alpine', 'alpine:3.20', 'alpine:edge', 'mcr.microsoft.com/dotnet/aspnet:8.0-alpine'],
  'curl jq': ['node:22-alpine', 'python:3.12-alpine', 'ruby:3-alpine3.20', 'golang:1.23-alpine', 'rust:alpine'],
  [none]: [
    ...['debian:6', 'debian:squeeze', 'ubuntu:12.04', 'ubuntu:15.10', 'ubuntu:precise'],
    ...['ruby:2.1-slim', 'ruby:2.0.0-slim', 'ruby:1.9-slim'],
    ...['node:0.12-slim', 'node:4-slim', 'node:8.17.0-slim', 'node:8-stretch-slim', 'node:carbon-slim', 'node:11-slim'],
    ...['node:10.1.0-slim', 'node:10.18-slim', 'node:12.14.0-slim', 'node:12.9-stretch-slim', 'node:13.5.0-slim'],
    ...['openjdk:11.0.1-jdk-slim', 'openjdk:11-ea-jdk-slim', 'openjdk:11-jdk-slim-sid', 'openjdk:10-slim'],
    ...['mcr.microsoft.com/dotnet/aspnet:3.1', 'mcr.microsoft.com/dotnet/aspnet:10.0'],
    'mcr.microsoft.com/dotnet/runtime:8.0-jammy',
    // The full ones stand upon buildpack-deps.
    ...['python:3.12', 'ruby:3.3', 'node:22', 'golang:1.23', 'rust:1', 'openjdk:11', 'buildpack-deps:bookworm'],
    // Not looked up, or known to have curl.
    ...['php:8-apache', 'nginx', 'nginx:alpine', 'redis', 'postgres', 'mysql', 'httpd', 'tomcat', 'maven', 'gradle'],
    ...['amazoncorretto', 'eclipse-temurin', 'fedora', 'rockylinux:9', 'centos:7'],
    ...['registry.access.redhat.com/ubi9/ubi-minimal', 'mcr.microsoft.com/dotnet/sdk:8.0', 'acme/python:3-slim'],
    `debian@sha256:${'0'.repeat(64)}`,
  ],
};

describe('lacks', () => {
  test.each(Object.entries(expected).flatMap(([programs, names]) => names.map((name) => [name, programs] as const)))(
    '%s: %s',
    (name, programs) => {
      expect(lackedBy(name)).toBe(programs);
    },
  );

  test('nothing where the system is not known', () => {
    expect(lacks(parseImageName('debian:12')!, undefined, 'curl')).toBe(false);
  });

  test('nothing of another registry', () => {
    const image = parseImageName('debian:12')!;
    expect(lacks({ ...image, registry: 'ghcr.io' }, factsOf(image), 'curl')).toBe(false);
  });
});
