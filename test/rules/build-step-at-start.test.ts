import { rule } from '../../src/rules/build-step-at-start.ts';
import { testRule } from '../support/test-rule.ts';

const copied = 'FROM node:20\nWORKDIR /app\nCOPY . .\n';

testRule(rule, {
  valid: [
    { name: 'a tool image: the install is the program', code: 'FROM composer:2\nCMD ["composer", "install"]\n' },
    `${copied}CMD npm install && npm run build\n`,
    { name: 'packages of the project, which may be mounted', code: 'FROM node:22\nCMD ["npm", "install"]\n' },
    { name: 'of a script', code: 'FROM x\nENTRYPOINT ["python", "wrap.py"]\nCMD ["npm", "install", "-g", "a"]\n' },
    { name: 'of a script that hands on', code: 'FROM x\nENTRYPOINT ["/entrypoint.sh"]\nCMD ["npm", "ci"]\n' },
    { name: 'replaced', code: 'FROM x\nCMD apt-get install -y a\nCMD ["b"]\n' },
    { name: 'words of a program', code: 'FROM x\nENTRYPOINT ["java", "-jar", "a.jar"]\nCMD ["build", "all"]\n' },
    { name: 'a program that compiles by itself', code: 'FROM golang:1.22\nCMD ["go", "run", "main.go"]\n' },
    'FROM oss-fuzz\nCMD ["make", "run"]\n',
    'FROM ubuntu:24.04\nCMD service php8.5-fpm start && nginx -c /deploy/nginx.conf\n',
    { name: 'work of the running container', code: `${copied}CMD python manage.py migrate && gunicorn app\n` },
    { name: 'looks first', code: `${copied}CMD bundle check || bundle install; rails server\n` },
    `${copied}CMD test -d node_modules || npm ci && npm start\n`,
    { name: 'asks the running system', code: `${copied}CMD apt-get install -y linux-headers-$(uname -r) && ./app\n` },
    { name: 'a part of a program that runs', code: `${copied}CMD bundle exec rake assets && bundle exec puma\n` },
    { name: 'only prints', code: `${copied}CMD make --version && ./app\n` },
    { name: 'in a RUN it belongs', code: `${copied}RUN npm install && npm test\n` },
    { name: 'the step runs last', code: `${copied}CMD ./prepare && npm install\n` },
    { name: 'in the background', code: `${copied}CMD npm install & npm start\n` },
    { name: 'an argument of the shell', code: `${copied}CMD ["sh", "-c", "npm ci && npm start", "x"]\n` },
    { name: 'PowerShell', code: `FROM x\nSHELL ["pwsh", "-c"]\nCOPY . .\nCMD npm install && npm start\n` },
  ],
  invalid: [
    {
      name: 'a project that comes with the volume it is built in: a remark',
      code: 'FROM x\nVOLUME /src\nWORKDIR /src/app\nCMD make && ./app\n',
      findings: [{ at: 'make', severity: 'info' }],
    },
    {
      name: 'a volume elsewhere',
      code: 'FROM x\nVOLUME ["/data"]\nWORKDIR /src\nCMD make && ./app\n',
      findings: [{ at: 'make', severity: 'warning' }],
    },
    {
      name: 'all that the container does is to install, and it ends',
      code: 'FROM node:22-alpine\nCMD npm install -g pm2@latest\nWORKDIR /app\n',
      findings: [
        {
          at: 'CMD npm install -g pm2@latest',
          severity: 'error',
          message: '`npm install -g pm2@latest` is all that the container does: it installs, and ends',
        },
      ],
      unsafe: 'FROM node:22-alpine\nRUN npm install -g pm2@latest\nWORKDIR /app\n',
    },
    {
      name: 'the same in an array',
      code: 'FROM ubuntu:24.04\nCMD ["apt-get", "install", "-y", "nginx"]\n',
      findings: [{ at: { line: 2 }, severity: 'error' }],
      unsafe: 'FROM ubuntu:24.04\nRUN ["apt-get", "install", "-y", "nginx"]\n',
    },
    {
      name: 'where nothing is copied yet, a RUN would fail: words only',
      code: 'FROM openjdk:17\nCMD ["./gradlew", "build"]\nCOPY *.jar app.jar\nENTRYPOINT ["java", "-jar", "app.jar"]\n',
      findings: [{ at: { line: 2 }, severity: 'error' }],
    },
    {
      name: 'arguments of a program that starts nothing it is given',
      code: 'FROM openjdk:17\nCOPY . .\nCMD ["./gradlew", "clean", "build"]\nENTRYPOINT ["java", "-jar", "app.jar"]\n',
      findings: [
        {
          at: 'CMD ["./gradlew", "clean", "build"]',
          severity: 'error',
          message: 'Docker will execute `["java", "-jar", "app.jar", "./gradlew", "clean", "build"]`',
        },
      ],
      unsafe:
        'FROM openjdk:17\nCOPY . .\nRUN ["./gradlew", "clean", "build"]\nENTRYPOINT ["java", "-jar", "app.jar"]\n',
    },
    {
      name: 'an array meant for a shell: its form is to be mended first',
      code: `${copied}CMD ["npm", "install", "&&", "npm", "start"]\n`,
      findings: [{ at: '["npm", "install", "&&", "npm", "start"]', message: 'Where the files are in the image' }],
    },
    {
      code: `${copied}CMD npm install && npm start\n`,
      findings: [{ at: 'npm install', message: '`npm install` runs at every start of a container' }],
      unsafe: `${copied}RUN npm install\nCMD ["npm", "start"]\n`,
    },
    {
      name: 'a semicolon, and the shell that the program needs',
      code: `${copied}CMD npm ci --omit=dev; node server.js --port $PORT\n`,
      findings: [{ at: 'npm ci --omit=dev' }],
      unsafe: `${copied}RUN npm ci --omit=dev\nCMD node server.js --port $PORT\n`,
    },
    {
      name: 'sh -c in exec form',
      code: 'FROM python:3.12\nCOPY . .\nCMD ["sh", "-c", "pip install -r requirements.txt && python app.py"]\n',
      findings: [{ at: '"pip install -r requirements.txt && python app.py"' }],
      unsafe: 'FROM python:3.12\nCOPY . .\nRUN pip install -r requirements.txt\nCMD ["python", "app.py"]\n',
    },
    {
      name: 'sh -c whose program needs the shell',
      code: `${copied}CMD ["/bin/bash", "-ec", "yarn && exec node . $ARGS"]\n`,
      findings: [{ at: '"yarn && exec node . $ARGS"' }],
      unsafe: `${copied}RUN yarn\nCMD ["/bin/bash", "-ec", "exec node . $ARGS"]\n`,
    },
    {
      name: 'packages of the distribution need no project files',
      code: 'FROM ubuntu:24.04\nCMD apt-get update && apt-get install -y nginx && nginx -g "daemon off;"\n',
      findings: [{ at: 'apt-get update' }],
      unsafe: 'FROM ubuntu:24.04\nRUN apt-get update && apt-get install -y nginx\nCMD ["nginx", "-g", "daemon off;"]\n',
    },
    ...['COPY package*.json ./', 'COPY mix.exs mix.lock /app/', 'ADD ["composer.json", "/app/"]'].map((copy) => ({
      name: `what lists the packages alone: the project is mounted over what a RUN would write: ${copy}`,
      code: `FROM x\nWORKDIR /app\n${copy}\nCMD npm ci && node a.js\n`,
      findings: [{ at: 'npm ci', severity: 'warning' as const, message: 'do it once in a RUN above' }],
    })),
    {
      name: 'with a file of the project it may move',
      code: 'FROM x\nCOPY package.json a.js ./\nCMD npm ci && node a.js\n',
      findings: [{ at: 'npm ci' }],
      unsafe: 'FROM x\nCOPY package.json a.js ./\nRUN npm ci\nCMD ["node", "a.js"]\n',
    },
    {
      name: 'no COPY: the project is mounted, so words only',
      code: 'FROM node:20\nWORKDIR /app\nCMD npm install && npm start\n',
      findings: [{ at: 'npm install', message: 'Where the files are in the image' }],
    },
    {
      name: 'COPY in the parent stage',
      code: 'FROM node:20 AS base\nCOPY . .\nFROM base\nENTRYPOINT make && ./app\n',
      findings: [{ at: 'make' }],
      unsafe: 'FROM node:20 AS base\nCOPY . .\nFROM base\nRUN make\nENTRYPOINT ["./app"]\n',
    },
    {
      name: 'several lines keep their layout',
      code: `${copied}CMD npm ci && \\\n    npm run build && \\\n    npm start\n`,
      findings: [{ at: 'npm ci' }],
      unsafe: `${copied}RUN npm ci && \\\n    npm run build\nCMD ["npm", "start"]\n`,
    },
    {
      name: 'the shell that SHELL chose stays',
      code: 'FROM x\nSHELL ["/bin/bash", "-lc"]\nCOPY . .\nCMD cargo build --release && ./target/release/app\n',
      findings: [{ at: 'cargo build --release' }],
      unsafe: 'FROM x\nSHELL ["/bin/bash", "-lc"]\nCOPY . .\nRUN cargo build --release\nCMD ./target/release/app\n',
    },
    {
      name: 'behind a step of the running container',
      code: `${copied}CMD ./wait-for db && npm run build && npm start\n`,
      findings: [{ at: 'npm run build' }],
    },
    {
      name: 'in another folder',
      code: `${copied}CMD cd api && npm install && npm start\n`,
      findings: [{ at: 'npm install' }],
    },
    {
      name: 'a second step later on',
      code: `${copied}CMD npm ci && ./migrate && npm run build && npm start\n`,
      findings: [{ at: 'npm ci' }],
    },
    {
      name: 'a variable of the running container',
      code: `${copied}CMD npm install $EXTRA && npm start\n`,
      findings: [{ at: 'npm install $EXTRA' }],
    },
    {
      name: 'a comment between the lines',
      code: `${copied}CMD npm ci && \\\n  # go\n  npm start\n`,
      findings: [{ at: 'npm ci' }],
    },
    {
      name: 'inside ONBUILD, Windows line ends',
      code: 'FROM x\r\nCOPY . .\r\nONBUILD CMD poetry install && python -m app\r\n',
      findings: [{ at: 'poetry install' }],
      unsafe: 'FROM x\r\nCOPY . .\r\nONBUILD RUN poetry install\r\nONBUILD CMD ["python", "-m", "app"]\r\n',
    },
    {
      name: 'through a program that starts another one, and python -m pip',
      code: `${copied}CMD gosu app python3 -m pip install -e . && python3 -m app\n`,
      findings: [{ at: 'gosu app python3 -m pip install -e .' }],
      unsafe: `${copied}RUN gosu app python3 -m pip install -e .\nCMD ["python3", "-m", "app"]\n`,
    },
  ],
});
