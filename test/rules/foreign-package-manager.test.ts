import { imageFacts } from '../../src/jobs/facts.ts';
import { rule } from '../../src/rules/foreign-package-manager.ts';
import { testRule } from '../support/test-rule.ts';

const facts = imageFacts;

testRule(rule, {
  valid: [
    { code: 'FROM debian:12\nRUN apt-get update && apt-get install -y git\n', facts },
    { code: 'FROM alpine:3.20\nRUN apk add git\n', facts },
    { code: 'FROM fedora:41\nRUN dnf install -y git\n', facts },
    { code: 'FROM almalinux:9\nRUN yum install -y git\n', facts },
    { name: 'nothing is known of the base', code: 'FROM x\nRUN apt-get update\n', facts },
    {
      name: 'the architecture alone',
      code: 'FROM alpine:3.20\nRUN apk add dpkg && dpkg --print-architecture\n',
      facts,
    },
    {
      name: 'for several systems',
      code: 'FROM alpine:3.20\nRUN if command -v apk; then apk add git; else apt-get install -y git; fi\n',
      facts,
    },
    { code: 'FROM alpine:3.20\nRUN apk add git || apt-get install -y git\n', facts },
    { code: 'FROM alpine:3.20\nRUN which apt-get && apt-get install -y git\n', facts },
    { name: 'installed above', code: 'FROM fedora:41\nRUN dnf install -y apt\nRUN apt update\n', facts },
    { name: 'in the same RUN', code: 'FROM debian:12\nRUN apt-get install -y dnf && dnf makecache\n', facts },
    { name: 'copied', code: 'FROM debian:12\nCOPY --from=x /sbin/apk /sbin/apk\nRUN apk add git\n', facts },
    { name: 'data', code: 'FROM alpine:3.20\nRUN echo apt-get install git > /x.sh\n', facts },
  ],
  invalid: [
    {
      code: 'FROM node:18-alpine\nCMD ["node"]\nRUN apt-get update && apt-get install -y rsync\n',
      facts,
      findings: [
        {
          at: 'apt-get update',
          message: '`node:18-alpine` is Alpine and has no `apt-get`: this RUN fails',
          severity: 'error',
        },
      ],
    },
    {
      name: 'of a parent stage',
      code: 'FROM python:3.12 AS a\nFROM a\nRUN apk add --no-cache git\n',
      facts,
      findings: [{ at: 'apk add --no-cache git', message: '`apt-get install` there' }],
    },
    {
      name: 'once a stage: the first one ends the build',
      code: 'FROM ubuntu:24.04\nRUN yum -y install git\nRUN yum clean all\n',
      facts,
      findings: [{ at: 'yum -y install git' }],
    },
    {
      code: 'FROM rockylinux:9\nRUN apt install -y git\n',
      facts,
      findings: [{ at: 'apt install -y git', message: 'of the Fedora family' }],
    },
    {
      code: 'FROM debian:12\nRUN pacman -Sy git\n',
      facts,
      findings: [{ at: 'pacman -Sy git' }],
    },
  ],
});
