import { expect, test } from 'vitest';
import { buildStepOf } from '../../src/shell/build-steps.ts';

test.each([
  ['apt-get update', 'system'],
  ['apk add --no-cache curl', 'system'],
  ['pacman -Sy nginx', 'system'],
  ['sudo apt-get -y install nginx', 'system'],
  ['npm ci --omit=dev', 'project'],
  ['npm --prefix=web run build', 'project'],
  ['yarn', 'project'],
  ['pip3 install -r requirements.txt', 'project'],
  ['python3 -m pip install .', 'project'],
  ['./mvnw -B clean package', 'project'],
  ['go mod download', 'project'],
  ['make', 'project'],
  ['make -j4 all', 'project'],
  ['apt-get clean', undefined],
  ['npm start', undefined],
  ['npm run start', undefined],
  ['npm install --help', undefined],
  ['yarn start', undefined],
  ['python3 -m http.server', undefined],
  ['go run main.go', undefined],
  ['make run', undefined],
  ['make --version', undefined],
  ['constructor install', undefined],
  ['', undefined],
])('%s: %s', (command, step) => {
  expect(buildStepOf(command.split(' '))).toBe(step);
});
