import { describe, expect, test } from 'vitest';
import { callsOf } from '../../src/shell/calls.ts';
import { parseScript } from '../../src/shell/parse.ts';
import { projectNeedOf } from '../../src/shell/project-needs.ts';

function need(text: string): string | undefined {
  const found = projectNeedOf(callsOf(parseScript(text))[0]!);
  return found && `${found.file}${found.quiet ? ', quietly' : ''}`;
}

describe('the file of the project that a build step reads', () => {
  test.each([
    ['npm install', 'package.json, quietly'],
    ['npm i --omit=dev', 'package.json, quietly'],
    ['npm ci', 'package.json'],
    ['npm run build', 'package.json'],
    ['npm run-script build', 'package.json'],
    ['yarn', 'package.json, quietly'],
    ['yarn install --network-timeout 1000', 'package.json, quietly'],
    ['pnpm install', 'package.json'],
    ['pnpm i', 'package.json'],
    ['bundle install --jobs 4', 'Gemfile'],
    ['composer install', 'composer.json'],
    ['poetry install', 'pyproject.toml'],
    ['mvn -B package', 'pom.xml'],
    ['mvn dependency:go-offline', 'pom.xml'],
    ['gradle build', 'build.gradle'],
    ['gradle bootJar', 'build.gradle'],
    ['./gradlew build', './gradlew'],
    ['./mvnw package', './mvnw'],
    ['go mod download', 'go.mod'],
    ['cargo build --release', 'Cargo.toml'],
    ['cargo fetch', 'Cargo.toml'],
    ['pip install -r requirements.txt', 'requirements.txt'],
    ['pip3 install --no-cache-dir --requirement a/b.txt', 'a/b.txt'],
    ['python3.12 -m pip install -r a.txt', 'a.txt'],
    ['sudo pip install -r a.txt', 'a.txt'],
  ])('%s: %s', (text, expected) => {
    expect(need(text)).toBe(expected);
  });

  test.each([
    'npm install express',
    'npm install -g',
    'npm i pm2',
    'npm ci --prefix /a',
    'npm run build --prefix=/a',
    'npm start',
    'npm init',
    'npm run $TASK',
    'yarn --version',
    'yarn add a',
    'yarn install a',
    'yarn --cwd a install',
    'pnpm add a',
    'pnpm i a',
    'pnpm --dir a install',
    'bundle exec a',
    'bundle install a',
    'composer require a',
    'composer install a',
    'composer -d /a install',
    'poetry add a',
    'poetry install a',
    'mvn --version',
    'mvn repackage',
    'mvn -f a/pom.xml package',
    'gradle tasks',
    'gradle rebuild',
    'gradle -p a build',
    'gradlew build',
    '/a/mvnw package',
    'go mod tidy',
    'go mod download example.org/a',
    'go work download',
    'go build',
    'cargo install a',
    'cargo build a',
    'cargo build --manifest-path a/Cargo.toml',
    'pip install a',
    'pip download -r a.txt',
    'pip install -r',
    'pip install -r https://x/a.txt',
    'pip install -r /dev/stdin',
    'python -m venv -r a.txt',
    'python install -r a.txt',
    'pipx install -r a.txt',
    'mypip install -r a.txt',
    'ninja install',
  ])('nothing is needed from there: %s', (text) => {
    expect(need(text)).toBeUndefined();
  });
});
