import { expect, test } from 'vitest';
import { buildStepOf, installsForAll, preparationBy } from '../../src/shell/build-steps.ts';

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
  ['python setup.py sdist', 'project'],
  ['python3 ./setup.py -q install --user', 'project'],
  ['yum groupinstall x', 'system'],
  ['pacman -S nginx', 'system'],
  ['pacman -Q', undefined],
  ['python -m pip install .', 'project'],
  ['cmake -S .', 'project'],
  ['yarn -v', undefined],
  ['yarn -vx', 'project'],
  ['yarn x-v', undefined],
  ['tsc -p .', undefined],
  ['tsc', 'project'],
  ['uv pip install a', 'project'],
  ['uv pip list', undefined],
  ['npm install x-h', 'project'],
  ['npm install --helper', 'project'],
  ['npm install -h', undefined],
  ['npm -V install', undefined],
  ['java -m pip install .', undefined],
  ['python3.11 -m pip install .', undefined],
  ['mypython3 -m pip install .', undefined],
  ['python pip install .', undefined],
  ['python setup.py test', undefined],
  ['mix do deps.get, compile', 'project'],
  ['mix do local.hex --force + deps.get --only prod', 'project'],
  ['mix do ecto.create, ecto.migrate', undefined],
  ['mix do deps.get, ecto.setup', undefined],
  ['mix do', undefined],
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

test.each([
  ['apt-get install -y nginx', true],
  ['apk add curl', true],
  ['npm install -g pm2@latest', true],
  ['sudo npm i --global yarn', true],
  ['apt-get update', false],
  ['npm install', false],
  ['npm install -g', false],
  ['pip install flask', false],
  ['composer install', false],
  ['nginx', false],
])('%s installs for all: %s', (command, expected) => {
  expect(installsForAll(command.split(' '))).toBe(expected);
});

test.each<[readonly string[], string | undefined]>([
  [['chmod +x run.sh'], 'chmod'],
  [['npm install', 'mkdir /a'], 'npm'],
  [['sudo /bin/mkdir /a'], 'mkdir'],
  [['chmod +x run.sh', './run.sh'], undefined],
  [['./run.sh', 'chmod +x run.sh'], undefined],
  [[], undefined],
])('%j prepares with %s', (commands, program) => {
  expect(preparationBy(commands.map((command) => command.split(' ')))).toBe(program);
});
