import { expect, test } from 'vitest';
import { factsOf } from '../../src/dockerfile/images.ts';
import { parse } from '../../src/dockerfile/parse.ts';
import { startedFiles } from '../../src/dockerfile/started-files.ts';
import { startedIn } from '../../src/shell/started.ts';

function started(lines: string): readonly string[] {
  const file = parse('Dockerfile', `FROM debian:12\n${lines}\n`);
  return startedFiles(file, factsOf, startedIn).map(({ place, started: { by } }) => `${place} ${by}`);
}

test.each<[string, readonly string[]]>([
  ['ENTRYPOINT ["/start.sh"]', ['/start.sh kernel']],
  ['WORKDIR /app\nCMD ["./start.sh", "x"]', ['/app/start.sh kernel']],
  ['CMD ["bin/start.sh"]', ['/?/bin/start.sh kernel']],
  ['ENTRYPOINT ["tini", "--", "/start.sh"]', ['/start.sh wrapper']],
  ['ENTRYPOINT ["tini", "--"]\nCMD ["/start.sh"]', ['/start.sh wrapper']],
  ['CMD /start.sh', ['/start.sh shell']],
  ['CMD cd /x && exec /start.sh -a', ['/start.sh shell']],
  ['CMD ["sh", "-c", "/start.sh"]', ['/start.sh shell']],
  ['CMD ["bash", "-x", "/start.sh"]', ['/start.sh reader']],
  ['COPY start.sh /usr/bin/\nCMD ["start.sh"]', ['/usr/bin/start.sh kernel']],
  ['COPY run /usr/local/bin/run\nCMD ["run"]', ['/usr/local/bin/run kernel']],
  ['ENV PATH="/app:$PATH"\nCOPY start.sh /app/\nCMD ["start.sh"]', ['/app/start.sh kernel']],
  ['WORKDIR /app\nCOPY start.sh .\nCMD ["start.sh"]', ['/app/start.sh kernel']],
  ['ENTRYPOINT ["/a.sh"]\nCMD ["/b.sh"]', ['/a.sh kernel']],
  ['COPY . /\nCMD ["nginx"]', []],
  ['WORKDIR /app\nCOPY . .\nCMD ["node", "server.js"]', []],
  ['CMD ["./node_modules/.bin/next"]', []],
  ['CMD a | b', []],
  ['CMD "$X"', []],
  ['CMD /start.sh &', []],
  ['CMD []', []],
])('%s', (lines, wanted) => {
  expect(started(lines)).toEqual(wanted);
});

test('what others build upon is told of in the last stage, once', () => {
  const file = parse('Dockerfile', 'FROM a AS b\nENTRYPOINT ["/e.sh"]\nFROM b\nWORKDIR /x\nFROM b\n');
  expect(startedFiles(file, factsOf, startedIn).map(({ stage }) => stage.index)).toEqual([1]);
});
