import { describe, expect, test } from 'vitest';
import { factsOf, parseImageName, shortName } from '../../src/dockerfile/images.ts';

const digest = `sha256:${'a'.repeat(64)}`;

describe('parseImageName', () => {
  test.each([
    ['node', 'docker.io', 'library/node', 'latest', undefined],
    ['node:20', 'docker.io', 'library/node', '20', undefined],
    ['library/node', 'docker.io', 'library/node', 'latest', undefined],
    ['bitnami/node:20', 'docker.io', 'bitnami/node', '20', undefined],
    ['docker.io/node', 'docker.io', 'library/node', 'latest', undefined],
    ['index.docker.io/library/node', 'docker.io', 'library/node', 'latest', undefined],
    ['gcr.io/distroless/static:nonroot', 'gcr.io', 'distroless/static', 'nonroot', undefined],
    ['localhost/a', 'localhost', 'a', 'latest', undefined],
    ['localhost:5000/a', 'localhost:5000', 'a', 'latest', undefined],
    ['registry:5000/a/b:c', 'registry:5000', 'a/b', 'c', undefined],
    ['Registry/a', 'Registry', 'a', 'latest', undefined],
    ['my.org/a', 'my.org', 'a', 'latest', undefined],
    [`node@${digest}`, 'docker.io', 'library/node', undefined, digest],
    [`node:20@${digest}`, 'docker.io', 'library/node', '20', digest],
  ])('%s', (text, registry, repository, tag, digest) => {
    expect(parseImageName(text)).toEqual({ registry, repository, tag, digest });
  });

  test.each([
    '',
    ':',
    'a:',
    'a:b:c',
    'A',
    'a b',
    'a@b',
    `a@${digest}@${digest}`,
    `@${digest}`,
    '/a',
    '-a',
    'a//',
    `a:${'x'.repeat(129)}`,
    'a/'.repeat(1000),
  ])('%j is none', (text) => {
    expect(parseImageName(text)).toBeUndefined();
  });

  test('shortName leaves out the digest', () => {
    expect(shortName(parseImageName(`node@${digest}`)!)).toBe('node');
  });

  test('shortName gives back what a person writes', () => {
    for (const text of ['node:20', 'bitnami/node:1', 'gcr.io/distroless/static:nonroot', 'localhost:5000/a:latest']) {
      expect(shortName(parseImageName(text)!)).toBe(text);
    }
  });
});

describe('factsOf', () => {
  const nginx = ['nginx', '-g', 'daemon off;'];
  test.each([
    ['debian', 'debian', 'dash', null, ['bash']],
    ['debian:12-slim', 'debian', 'dash', null, ['bash']],
    ['ubuntu:24.04', 'debian', 'dash', null, ['/bin/bash']],
    ['alpine:3.20', 'alpine', 'busybox', null, ['/bin/sh']],
    ['busybox:1.36-musl', 'other', 'busybox', null, ['sh']],
    ['fedora:41', 'fedora', 'bash', null, ['/bin/bash']],
    ['amazonlinux:2023', 'fedora', 'bash', null, ['/bin/bash']],
    ['node:20', 'debian', 'dash', ['docker-entrypoint.sh'], ['node']],
    ['node:lts-alpine3.20', 'alpine', 'busybox', ['docker-entrypoint.sh'], ['node']],
    ['node:8', 'debian', 'dash', undefined, undefined],
    ['node:9.11', 'debian', 'dash', undefined, undefined],
    ['node:v20.1-slim', 'debian', 'dash', ['docker-entrypoint.sh'], ['node']],
    ['python:3.12-slim-bookworm', 'debian', 'dash', null, ['python3']],
    ['python:2.7', 'debian', 'dash', undefined, undefined],
    ['golang:1.23', 'debian', 'dash', null, ['bash']],
    ['golang:1.23-alpine', 'alpine', 'busybox', null, ['/bin/sh']],
    ['golang:1.23-windowsservercore-ltsc2022', 'windows', 'none', undefined, undefined],
    ['nginx', 'debian', 'dash', ['/docker-entrypoint.sh'], nginx],
    ['nginx:1.27-alpine-slim', 'alpine', 'busybox', ['/docker-entrypoint.sh'], nginx],
    ['nginx:1.9', 'debian', 'dash', undefined, undefined],
    ['php:8.3-fpm-alpine', 'alpine', 'busybox', ['docker-php-entrypoint'], ['php-fpm']],
    ['php:8.3-apache', 'debian', 'dash', ['docker-php-entrypoint'], ['apache2-foreground']],
    ['php:8.3', 'debian', 'dash', ['docker-php-entrypoint'], ['php', '-a']],
    ['postgres:16-bookworm', 'debian', 'dash', ['docker-entrypoint.sh'], ['postgres']],
    ['mongo:7-jammy', 'debian', 'dash', ['docker-entrypoint.sh'], ['mongod']],
    ['eclipse-temurin:21-jre', 'debian', 'dash', ['/__cacert_entrypoint.sh'], null],
    ['eclipse-temurin:21.0.1_12-jdk', 'debian', 'dash', undefined, undefined],
    ['openjdk:21', 'fedora', 'bash', null, undefined],
    ['openjdk:8u131-jre', 'debian', 'dash', null, undefined],
    ['openjdk:12-slim', 'debian', 'dash', null, undefined],
    ['openjdk:latest', undefined, undefined, null, undefined],
    ['openjdk:11-jre-slim', 'debian', 'dash', null, undefined],
    ['openjdk:17-oraclelinux8', 'fedora', 'bash', null, undefined],
    ['mysql:8.4', undefined, undefined, ['docker-entrypoint.sh'], ['mysqld']],
    ['mariadb:11-noble', 'debian', 'dash', ['docker-entrypoint.sh'], ['mariadbd']],
    ['mariadb:10.6', 'debian', 'dash', undefined, undefined],
    ['gcr.io/distroless/static-debian12:nonroot', 'distroless', 'none', null, null],
    ['gcr.io/distroless/nodejs22-debian12', 'distroless', 'none', ['/nodejs/bin/node'], null],
    ['debian:jessie', 'debian', 'dash', null, undefined],
    ['ubuntu:trusty', 'debian', 'dash', null, ['/bin/bash']],
    ['centos:7.9.2009', 'fedora', 'bash', null, ['/bin/bash']],
    ['oraclelinux:9-slim', 'fedora', 'bash', null, ['/bin/bash']],
    ['alpine:3.4', 'alpine', 'busybox', undefined, undefined],
    ['registry.access.redhat.com/ubi9/ubi-minimal', 'fedora', 'bash', undefined, undefined],
    ['amazoncorretto:21-al2023-headless', 'fedora', 'bash', null, ['/bin/bash']],
    ['amazoncorretto:21-alpine3.22-jdk', 'alpine', 'busybox', null, ['/bin/sh']],
    ['maven:3.9-eclipse-temurin-21', undefined, undefined, ['/usr/local/bin/mvn-entrypoint.sh'], ['mvn']],
    ['maven:3.8.4-openjdk-17-slim', 'debian', 'dash', ['/usr/local/bin/mvn-entrypoint.sh'], ['mvn']],
    ['maven:3.8-openjdk-17', 'fedora', 'bash', ['/usr/local/bin/mvn-entrypoint.sh'], ['mvn']],
    ['maven:3.3-jdk-8', 'debian', 'dash', undefined, undefined],
    ['jupyter/scipy-notebook', 'debian', 'dash', ['tini', '-g', '--'], undefined],
    ['quay.io/jupyter/scipy-notebook', 'debian', 'dash', ['tini', '-g', '--', 'start.sh'], ['start-notebook.py']],
    ['gradle:8.13-jdk21', undefined, undefined, undefined, ['gradle']],
    ['tomcat:10', undefined, undefined, null, ['catalina.sh', 'run']],
    ['tomcat:10.1.20', undefined, undefined, undefined, undefined],
    ['rabbitmq:3.13-management-alpine', 'alpine', 'busybox', ['docker-entrypoint.sh'], ['rabbitmq-server']],
    ['wordpress:6-php8.4-fpm', 'debian', 'dash', ['docker-entrypoint.sh'], ['php-fpm']],
    ['phusion/baseimage:noble-1.0.3', 'debian', 'dash', null, ['/sbin/my_init']],
    ['nvidia/cuda:12.4.1-cudnn-devel-ubuntu22.04', 'debian', 'dash', undefined, undefined],
    ['nvidia/cuda:11.8.0-base-ubi8', 'fedora', 'bash', undefined, undefined],
    ['continuumio/miniconda3', 'debian', 'dash', undefined, undefined],
    ['ros:melodic-ros-base', 'debian', 'dash', ['/ros_entrypoint.sh'], ['bash']],
    ['osrf/ros:noetic-desktop-full', 'debian', 'dash', ['/ros_entrypoint.sh'], ['bash']],
    ['mcr.microsoft.com/dotnet/aspnet:9.0', 'debian', 'dash', null, undefined],
    ['mcr.microsoft.com/dotnet/sdk:9.0-noble', 'debian', 'dash', null, ['/bin/bash']],
    ['mcr.microsoft.com/dotnet/sdk:8.0-windowsservercore-ltsc2022', 'windows', 'none', undefined, undefined],
    ['mcr.microsoft.com/windows/nanoserver:ltsc2022', 'windows', 'none', null, undefined],
  ])('%s', (text, family, sh, entrypoint, cmd) => {
    expect(factsOf(parseImageName(text)!)).toMatchObject({ family, sh, entrypoint, cmd });
  });

  test.each([
    'node:mine',
    'node:x20',
    'node:20_x-y',
    'node:myalpine3.20',
    'node:alpine3.20x',
    'node:20-onbuild',
    'example.org/node:20',
    'bitnami/node',
    'jupyter/scipy-notebook:python-3.11',
    'gcr.io/distroless/base:debug',
    `node@${digest}`,
    'constructor:latest',
    'mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled',
    'wordpress:cli',
    'node:constructor',
  ])('%s: nothing', (text) => {
    expect(factsOf(parseImageName(text)!)).toBeUndefined();
  });

  test.each([
    ['node:22-alpine', ['NODE_VERSION']],
    ['node:8', undefined],
    ['postgres:17', ['LANG', 'PGDATA', 'PG_MAJOR', 'PG_VERSION']],
    ['golang:1.24-windowsservercore-ltsc2022', undefined],
    ['debian:12', undefined],
  ])('of %s: what ENV declares, perhaps among others', (text, env) => {
    expect(factsOf(parseImageName(text)!)).toMatchObject({ env, isEnvPartial: env === undefined ? undefined : true });
  });

  test.each([
    ['debian:12', true, undefined],
    ['alpine:3.22', false, null],
    ['node:22-alpine', undefined, null],
    ['node:22', true, null],
    ['memcached:1.6', true, 'memcache'],
    ['memcached:1.4', true, undefined],
  ])('of %s: is there a bash, who is the user', (text, bash, user) => {
    expect(factsOf(parseImageName(text)!)).toMatchObject({ bash, user });
  });
});
