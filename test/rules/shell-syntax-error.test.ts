import { rule } from '../../src/rules/shell-syntax-error.ts';
import { testRule } from '../support/test-rule.ts';

testRule(rule, {
  valid: [
    'FROM debian:12\nRUN if [ "$A" = b ]; then echo b; fi\n',
    'FROM debian:12\nRUN for i in 1 2; do \\\n      echo $i; \\\n    done\n',
    'FROM debian:12\nRUN { echo a; echo b; } > /c\n',
    'FROM debian:12\nRUN echo fi done then\n',
    'FROM debian:12\nRUN <<EOF\nif true\nthen echo a\nfi\nEOF\n',
    { name: 'an array that is none is another rule’s', code: 'FROM debian:12\nCMD ["it\'s"\n' },
    { name: 'bash reads more than sh', code: 'FROM bash:5\nSHELL ["bash", "-c"]\nRUN [[ a == b* ]] || (( 1 ))\n' },
    {
      name: 'a script of another language',
      code: 'FROM python:3.13\nRUN <<EOF\n#!/usr/bin/env python3\nprint("(")\nEOF\n',
    },
    { name: 'another shell', code: 'FROM debian:12\nSHELL ["fish", "-c"]\nRUN if true; echo a; end; and echo (b\n' },
    { name: 'Windows by its escape', code: '# escape=`\nFROM x\nRUN powershell -Command "a (\'b`"\n' },
    { name: 'Windows by its program', code: "FROM x\nRUN powershell -Command if ($a) { b }; '\n" },
    { name: 'a template', code: 'FROM debian:12\nRUN echo {{ if .A }}(\n' },
    { name: 'what is cut off goes on in the next line', code: 'FROM debian:12\nRUN a && (\nb)\n' },
    { name: 'a heredoc without its end, which Docker refuses', code: 'FROM debian:12\nRUN cat <<EOF > a (\nb\n' },
    { name: 'deeper than the parser follows', code: `FROM debian:12\nRUN ${'( '.repeat(300)}a${' )'.repeat(300)}\n` },
  ],
  invalid: [
    {
      code: 'FROM debian:12\nRUN if [ "$A" = b ]; then \\\n      echo b \\\n    fi\n',
      findings: [
        {
          at: 'i',
          message:
            '`/bin/sh` cannot read this script: expected fi to close if. It fails with a syntax error, so the build stops here. Put a `;` in front of `fi`.',
        },
      ],
      unsafe: 'FROM debian:12\nRUN if [ "$A" = b ]; then \\\n      echo b; \\\n    fi\n',
    },
    {
      code: 'FROM debian:12\nRUN for i in a b do echo $i; done\n',
      findings: [{ at: { line: 2 }, message: 'Put a `;` in front of `do`.' }],
      unsafe: 'FROM debian:12\nRUN for i in a b; do echo $i; done\n',
    },
    {
      code: 'FROM debian:12\nRUN { echo a && echo b }\n',
      findings: [{ at: { line: 2 }, message: 'Put a `;` in front of `}`.' }],
      unsafe: 'FROM debian:12\nRUN { echo a && echo b; }\n',
    },
    {
      name: 'an instruction is no command, with a `;` or without',
      code: 'FROM debian:12\nRUN if [ "$A" = b ]; then \\\n    EXPOSE 80 \\\n    fi\n',
      findings: [{ at: 'i', message: '`EXPOSE` is an instruction of its own, and no command of a script.' }],
    },
    {
      name: 'more than a `;` is missing',
      code: 'FROM debian:12\nRUN if true; then echo a\n',
      findings: [{ at: { line: 2 }, message: 'expected fi to close if. It fails' }],
    },
    {
      name: 'which of two words is meant is not for us to say',
      code: 'FROM debian:12\nRUN if a; then echo fi x; echo b fi\n',
      findings: [{ at: { line: 2 } }],
    },
    {
      name: 'a typographic quote closes nothing',
      code: "FROM debian:12\nRUN bash -c './a.sh’\n",
      findings: [
        {
          at: "'",
          message: 'unterminated single quote. It fails with a syntax error, so the build stops here. `’` is no quote',
        },
      ],
    },
    {
      name: 'nothing follows an operator',
      code: 'FROM debian:12\nRUN apt-get update && \\\n\n',
      findings: [{ at: { line: 2 }, message: 'expected command after &&' }],
    },
    {
      name: 'in CMD',
      code: 'FROM debian:12\nCMD echo "a\n',
      findings: [
        { at: '"', message: 'unterminated double quote. It fails with a syntax error, so the container ends at once.' },
      ],
    },
    {
      name: 'in HEALTHCHECK',
      code: 'FROM debian:12\nHEALTHCHECK CMD a || (b\n',
      findings: [{ at: { line: 2 }, message: 'every probe fails' }],
    },
    {
      name: 'in a heredoc',
      code: 'FROM debian:12\nRUN <<EOF\nset -e\nif true; then\n  echo a\nEOF\n',
      findings: [{ at: { line: 5 } }],
    },
    {
      name: 'in ONBUILD',
      code: 'FROM debian:12\nONBUILD RUN while true do a; done\n',
      findings: [{ at: { line: 2 } }],
      unsafe: 'FROM debian:12\nONBUILD RUN while true; do a; done\n',
    },
  ],
});
