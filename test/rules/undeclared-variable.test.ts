import { rule } from '../../src/rules/undeclared-variable.ts';
import { testRule } from '../support/test-rule.ts';

testRule(rule, {
  valid: [
    'FROM debian:12\nARG API_PORT\nRUN printf "PORT=${API_PORT}" > .env\n',
    'FROM debian:12\nENV API_PORT=80\nRUN printf "PORT=$API_PORT" > .env\n',
    'FROM debian:12 AS a\nENV API_PORT=80\nFROM a\nRUN printf "PORT=$API_PORT" > .env\n',
    'FROM debian:12\nRUN API_PORT=80 && printf "PORT=$API_PORT" > .env\n',
    'FROM debian:12\nRUN read -r API_PORT < port && printf "PORT=$API_PORT" > .env\n',
    'FROM debian:12\nRUN printf "PORT=${API_PORT:-80}" > .env\n',
    'FROM debian:12\nRUN printf \'PORT=$API_PORT\' > .env && printf "\\$API_PORT" > .env\n',
    'FROM debian:12\nRUN if [ -n "$API_PORT" ]; then touch "$API_PORT"; fi\n',
    'FROM debian:12\nRUN . /etc/os-release && touch "$VERSION_CODENAME"\n',
    {
      name: 'an ARG of another stage is another rule’s',
      code: 'FROM debian:12 AS a\nARG APP\nFROM debian:12\nRUN touch $APP\n',
    },
    { name: 'a variable of another RUN too', code: 'FROM debian:12\nRUN APP=a && touch $APP\nRUN rm $APP\n' },
    { name: 'only shown', code: 'FROM debian:12\nRUN echo "building $API_PORT"\n' },
    { name: 'the base may set it', code: 'FROM example.com/base\nRUN touch $API_PORT\n' },
    {
      name: 'images like to set such names',
      code: 'FROM php:8.4\nRUN mv $PHP_INI_DIR/a b\nFROM node:22\nRUN touch $YARN_VERSION\n',
    },
    {
      name: 'the shell, the builder and the system set these',
      code: 'FROM debian:12\nRUN touch $HOSTNAME $HTTP_PROXY $TARGETARCH $HOME\n',
    },
    {
      name: 'often empty on purpose',
      code: 'FROM debian:12\nRUN make $MAKE_OPTS && export LD_LIBRARY_PATH=/x:$LD_LIBRARY_PATH && make\n',
    },
    { name: 'in lower case, as programs write theirs', code: 'FROM debian:12\nRUN echo "$host" > nginx.conf\n' },
    {
      name: 'a secret',
      code: 'FROM debian:12\nRUN --mount=type=secret,id=t,env=API_TOKEN curl -H "a: $API_TOKEN" x.io\n',
    },
    { name: 'shells that read files first', code: 'FROM debian:12\nSHELL ["/bin/bash", "-lc"]\nRUN touch $API_PORT\n' },
    { name: 'a trigger runs on another base', code: 'FROM debian:12\nONBUILD RUN touch $API_PORT\n' },
  ],
  invalid: [
    {
      code: 'FROM alpine\nRUN printf "PORT=${API_PORT}\\n" >> .env && \\\n  printf "HOST=$API_HOST\\n" >> .env && printf "$API_PORT" > p\n',
      findings: [
        {
          at: '${API_PORT}',
          severity: 'warning',
          message:
            'No ARG or ENV declares `API_PORT`, nor does the base image: in this RUN it is unset, so the shell puts nothing in its place, likewise for `API_HOST`.',
        },
      ],
    },
    {
      name: 'once a RUN, in the image of a language too',
      code: 'FROM node:22\nRUN mkdir $APP_ROOT\nRUN touch "$APP_ROOT/a"\n',
      findings: [{ at: { line: 2 } }, { at: { line: 3 }, message: '`ARG APP_ROOT` above it' }],
    },
    {
      name: 'upon a stage without any',
      code: 'FROM debian:12 AS a\nFROM a\nRUN chown -R "$APP_USER" /app\n',
      findings: [{ at: '$APP_USER' }],
    },
  ],
});
