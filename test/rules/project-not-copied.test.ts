import { rule } from '../../src/rules/project-not-copied.ts';
import { testRule } from '../support/test-rule.ts';

testRule(rule, {
  valid: [
    'FROM node:22\nWORKDIR /app\nCOPY package*.json ./\nRUN npm install\n',
    'FROM node:22\nADD . /app\nRUN cd /app && npm ci\n',
    'FROM node:22\nRUN npm install -g pm2\n',
    'FROM node:22\nRUN npm install express\n',
    'FROM python:3.13\nRUN pip install -r https://x.io/requirements.txt\n',
    'FROM python:3.13\nRUN pip install flask\n',
    'FROM ruby:3.3\nRUN gem install bundler\n',
    { name: 'somebody else’s image may hold a project', code: 'FROM example.com/app\nRUN npm install\n' },
    { name: 'the tag copies by itself', code: 'FROM node:8-onbuild\nRUN npm install\n' },
    { name: 'mounted for the step', code: 'FROM node:22\nRUN --mount=type=bind,target=. npm ci\n' },
    { name: 'cloned', code: 'FROM node:22\nRUN git clone https://x.io/a . && npm install\n' },
    { name: 'cloned before', code: 'FROM node:22\nRUN git clone https://x.io/a\nRUN npm install\n' },
    { name: 'made before', code: 'FROM node:22\nRUN npm init -y\nRUN npm install\n' },
    { name: 'written before', code: 'FROM node:22\nRUN echo "{}" > package.json\nRUN npm install\n' },
    { name: 'written by a heredoc', code: 'FROM node:22\nRUN cat <<EOF > package.json\n{}\nEOF\nRUN npm ci\n' },
    { name: 'elsewhere', code: 'FROM node:22\nRUN npm install --prefix /usr/local/lib/a\n' },
    { name: 'a folder of the base', code: 'FROM node:22\nRUN cd /usr/local/lib/x && npm install\n' },
    { name: 'with a way out', code: 'FROM node:22\nRUN npm install || true\n' },
    { name: 'under a condition', code: 'FROM node:22\nRUN if [ -f package.json ]; then npm install; fi\n' },
    { name: 'copied into the stage below', code: 'FROM node:22 AS a\nCOPY . .\nFROM a\nRUN npm install\n' },
    { name: 'a trigger runs in another build', code: 'FROM node:22\nONBUILD RUN npm install\n' },
    { name: 'a file that a variable names', code: 'FROM python:3.13\nARG F\nRUN pip install -r $F\n' },
    'FROM python:3.13\nWORKDIR /app\nCOPY requirements.txt /app/\nRUN pip install -r requirements.txt\n',
    'FROM python:3.13\nCOPY requirements.txt .\nRUN pip install -r ./requirements.txt\n',
    'FROM python:3.13\nWORKDIR /app\nCOPY requirements.txt /tmp/r.txt\nRUN pip install -r /tmp/r.txt\n',
    'FROM python:3.13\nWORKDIR /app\nCOPY requirements.txt /tmp/\nCOPY . .\nRUN pip install -r requirements.txt\n',
    { name: 'npm looks upwards', code: 'FROM node:22\nCOPY package.json /app/\nWORKDIR /app/web\nRUN npm ci\n' },
    {
      name: 'a folder that may hold it',
      code: 'FROM node:22\nWORKDIR /a\nCOPY package.json /b/\nCOPY src /a/\nRUN npm ci\n',
    },
    { name: 'moved', code: 'FROM node:22\nWORKDIR /a\nCOPY package.json /b/\nRUN mv /b/package.json .\nRUN npm ci\n' },
    { name: 'who knows where the base works', code: 'FROM node:22\nCOPY package.json /a/\nRUN npm ci\n' },
    {
      name: 'of another stage',
      code: 'FROM node:22\nWORKDIR /a\nCOPY package.json /b/\nCOPY --from=x /a /a\nRUN npm ci\n',
    },
    { name: 'a variable in the path', code: 'FROM node:22\nENV D=/a\nWORKDIR /a\nCOPY package.json $D/\nRUN npm ci\n' },
    'FROM mcr.microsoft.com/dotnet/sdk:8.0\nRUN dotnet new web && dotnet build\n',
    'FROM mcr.microsoft.com/dotnet/sdk:8.0\nCOPY App.csproj .\nRUN dotnet restore\n',
    'FROM mcr.microsoft.com/dotnet/sdk:8.0\nRUN dotnet tool install x && dotnet restore src/App\n',
  ],
  invalid: [
    {
      name: 'a project of .NET',
      code: 'FROM mcr.microsoft.com/dotnet/sdk:8.0\nRUN dotnet publish -c Release -o /out --no-restore\nCOPY . .\n',
      findings: [
        { at: { line: 2 }, message: 'reads `*.csproj`, and nothing is copied into this stage before: it fails' },
      ],
    },
    {
      name: 'the folder is named twice',
      code: 'FROM python:3.13\nWORKDIR /app\nADD ./requirements.txt /app/\nRUN pip install -r app/requirements.txt\nADD ./app /app/app\n',
      findings: [
        {
          at: 'pip install -r app/requirements.txt',
          message:
            'reads `/app/app/requirements.txt`, and line 3 puts it at `/app/requirements.txt`: it fails, and the build stops. Both have to name one place.',
        },
      ],
    },
    {
      name: 'copied to another folder; npm fails in silence',
      code: 'FROM node:22\nWORKDIR /srv\nCOPY package*.json /tmp/\nCOPY package.json /tmp/\nRUN npm install --no-audit\n',
      findings: [
        {
          at: 'npm install --no-audit',
          message:
            'reads `/srv/package.json`, and line 4 puts it at `/tmp/package.json`: it installs nothing, and succeeds.',
        },
      ],
    },
    {
      code: 'FROM node:22\nWORKDIR /app\nRUN npm install\nCOPY . .\n',
      findings: [
        {
          at: 'npm install',
          message:
            '`npm install` reads `package.json`, and nothing is copied into this stage before: it installs nothing, and succeeds. Put the COPY of line 4 above it.',
        },
      ],
    },
    {
      name: 'never copied; options and other packages make no difference',
      code: 'FROM node:22\nRUN apt-get update && apt-get install -y git && git config --global a b\nRUN yarn install --network-timeout 1000\n',
      findings: [{ at: { line: 3 }, message: 'Copy the files of the project first.' }],
    },
    {
      code: 'FROM python:3.13-alpine\nRUN python -m pip install --no-cache-dir -r ./requirements.txt\nCOPY . /app\n',
      findings: [
        {
          at: { line: 2 },
          message: 'reads `./requirements.txt`, and nothing is copied into this stage before: it fails',
        },
      ],
    },
    {
      code: 'FROM openjdk:17\nRUN ./gradlew build\n',
      findings: [{ at: './gradlew build', message: 'reads `./gradlew`' }],
    },
    {
      name: 'what another stage has is not here; said once a stage',
      code: 'FROM node:22 AS a\nCOPY . .\nFROM ruby:3.3\nRUN bundle install\nRUN npm ci\n',
      findings: [{ at: 'bundle install', message: 'reads `Gemfile`' }],
    },
    {
      name: 'a mount of a cache brings no project',
      code: 'FROM golang:1.24\nRUN --mount=type=cache,target=/go/pkg/mod go mod download\n',
      findings: [{ at: 'go mod download' }],
    },
    ...[
      'pnpm i',
      'npm run build',
      'composer install --no-dev',
      'poetry install',
      'mvn -B package',
      'cargo build --release',
    ].map((step) => ({ code: `FROM debian:12\nRUN ${step}\n`, findings: [{ at: step }] })),
  ],
});
