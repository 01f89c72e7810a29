import { imageFacts } from '../../src/jobs/facts.ts';
import { rule } from '../../src/rules/argument-out-of-scope.ts';
import { testRule } from '../support/test-rule.ts';

testRule(rule, {
  valid: [
    'FROM debian:12\nARG V\nRUN get $V\n',
    'ARG V=1\nFROM debian:12\nARG V\nRUN get $V\n',
    'ARG V=1\nFROM debian:12\nENV V=2\nRUN get $V\n',
    'ARG V=1\nFROM debian:$V\nRUN make\n',
    'FROM debian:12\nRUN get $V\n',
    "ARG V=1\nFROM debian:12\nRUN awk '{ print $V }' x\n",
    { name: 'the RUN sets it', code: 'ARG V=1\nFROM debian:12\nRUN V=2 && get $V\n' },
    { name: 'a loop sets it', code: 'ARG V=1\nFROM debian:12\nRUN for V in a b; do get $V; done\n' },
    { name: 'a file may set it', code: 'ARG V=1\nFROM debian:12\nRUN . /etc/os-release && get $V\n' },
    { name: 'a stage below declares it', code: 'FROM debian:12 AS a\nARG V=1\nFROM a\nRUN get $V\n' },
    { name: 'the builder knows it without ARG', code: 'ARG http_proxy\nFROM debian:12\nRUN get $http_proxy\n' },
    { name: 'the shell knows it', code: 'ARG UID=1000\nFROM debian:12\nRUN get $UID\n' },
    {
      name: 'the base image declares it',
      code: 'ARG NODE_VERSION=22\nFROM node:$NODE_VERSION\nRUN get $NODE_VERSION\n',
      facts: imageFacts,
    },
    {
      name: 'images of ROS declare it',
      code: 'ARG ROS_DISTRO=foxy\nFROM ros:$ROS_DISTRO AS a\nRUN get $ROS_DISTRO\nFROM osrf/ros:$ROS_DISTRO\nRUN get $ROS_DISTRO\n',
    },
    { name: 'a base image that is not known may', code: 'ARG CUDA_VERSION=12\nFROM x\nRUN get $CUDA_VERSION\n' },
    { name: 'what ONBUILD keeps meets another stage', code: 'ARG V=1\nFROM debian:12\nONBUILD RUN get $V\n' },
    { name: 'no shell', code: 'ARG V=1\nFROM debian:12\nRUN ["get", "$V"]\n' },
  ],
  invalid: [
    {
      code: 'ARG MARCH=alderlake\nFROM debian:12\nRUN cmake -DCMAKE_C_FLAGS="-march=${MARCH}" .\n',
      findings: [{ at: '${MARCH}', message: 'ARG in line 1, before the first FROM', severity: 'error' }],
      unsafe: 'ARG MARCH=alderlake\nFROM debian:12\nARG MARCH\nRUN cmake -DCMAKE_C_FLAGS="-march=${MARCH}" .\n',
    },
    {
      name: 'several, once each',
      code: 'ARG A=1\nARG B=2\nFROM alpine:3.20\nRUN get $A $B $A\n',
      findings: [{ at: { line: 4 }, message: 'likewise for `B`' }],
      unsafe: 'ARG A=1\nARG B=2\nFROM alpine:3.20\nARG A\nARG B\nRUN get $A $B $A\n',
    },
    {
      name: 'of another stage: with its value',
      code: 'FROM debian:12 AS build\nARG V="1 2"\nRUN get $V\nFROM debian:12\nRUN get $V\n',
      findings: [{ at: { line: 5 }, message: 'line 2, which holds in its own stage alone' }],
      unsafe: 'FROM debian:12 AS build\nARG V="1 2"\nRUN get $V\nFROM debian:12\nARG V="1 2"\nRUN get $V\n',
    },
    {
      name: 'declared below',
      code: 'FROM debian:12\nRUN get $V\nARG V=1\nRUN put $V\n',
      findings: [{ at: { line: 2 }, message: 'line 3, below this RUN' }],
      unsafe: 'FROM debian:12\nARG V=1\nRUN get $V\nARG V=1\nRUN put $V\n',
    },
    {
      name: "Docker's own, which only a stage that declares them is given",
      code: 'FROM golang:1.23\nRUN GOOS=linux GOARCH=$TARGETARCH go build .\n',
      facts: imageFacts,
      findings: [{ at: '$TARGETARCH', message: 'only to a stage that declares it with ARG', severity: 'error' }],
      unsafe: 'FROM golang:1.23\nARG TARGETARCH\nRUN GOOS=linux GOARCH=$TARGETARCH go build .\n',
    },
    {
      name: 'a bare system is none of ROS',
      code: 'ARG ROS_DISTRO=jazzy\nFROM ubuntu:24.04\nRUN get $ROS_DISTRO\n',
      findings: [{ at: '$ROS_DISTRO', severity: 'error' }],
      unsafe: 'ARG ROS_DISTRO=jazzy\nFROM ubuntu:24.04\nARG ROS_DISTRO\nRUN get $ROS_DISTRO\n',
    },
    {
      name: 'of a base image of which only the system is known it is not known either',
      code: 'ARG MARCH=native\nFROM nvidia/cuda:12.4.1-devel-ubuntu22.04\nRUN make ARCH=$MARCH\n',
      findings: [{ at: '$MARCH', message: 'unless the base image sets it', severity: 'warning' }],
      unsafe: 'ARG MARCH=native\nFROM nvidia/cuda:12.4.1-devel-ubuntu22.04\nARG MARCH\nRUN make ARCH=$MARCH\n',
    },
    {
      name: 'a base image that is not known might set it',
      code: 'ARG MARCH=x\r\nFROM x\r\nRUN get $MARCH\r\n',
      findings: [{ at: '$MARCH', message: 'unset unless the base image sets it', severity: 'warning' }],
      unsafe: 'ARG MARCH=x\r\nFROM x\r\nARG MARCH\r\nRUN get $MARCH\r\n',
    },
    {
      name: 'a default of its own',
      code: 'FROM debian:12\nRUN get "${TARGETARCH:-amd64}"\n',
      findings: [{ at: '${TARGETARCH:-amd64}', message: 'its default is always taken', severity: 'info' }],
    },
    {
      name: 'a secret is not to be passed this way',
      code: 'ARG API_TOKEN\nFROM debian:12\nRUN get $API_TOKEN\n',
      findings: [{ at: '$API_TOKEN', severity: 'error' }],
    },
    {
      name: 'only printed: the build does the same without it',
      code: 'FROM debian:12\nRUN echo "version $V"\nARG V=1\n',
      findings: [{ at: '$V', severity: 'info' }],
      unsafe: 'FROM debian:12\nARG V=1\nRUN echo "version $V"\nARG V=1\n',
    },
    ...['echo $V; get $V', 'echo $W; get $V'].map((script) => ({
      name: `printed and used: ${script}`,
      code: `ARG V=1\nFROM debian:12\nRUN ${script}\nARG W=2\n`,
      findings: [{ at: { line: 3 }, message: '`V` comes from', severity: 'error' as const }],
      unsafe: `ARG V=1\nFROM debian:12\nARG V\n${script.includes('W') ? 'ARG W=2\n' : ''}RUN ${script}\nARG W=2\n`,
    })),
    ...['echo $V > v.txt', 'echo $V | tee v.txt', 'get $(echo $V)', 'echo $(get $V)'].map((script) => ({
      name: `kept or read, not only printed: ${script}`,
      code: `ARG V=1\nFROM debian:12\nRUN ${script}\n`,
      findings: [{ at: '$V', severity: 'error' as const }],
      unsafe: `ARG V=1\nFROM debian:12\nARG V\nRUN ${script}\n`,
    })),
  ],
});
