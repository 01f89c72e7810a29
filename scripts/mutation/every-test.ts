import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe } from 'vitest';

/** Those of these rooms that start programs, draw lots, or read texts of ten thousand lines. */
const leftOut = ['real-shells.test.ts', 'laws.test.ts'];

// All in one file: vitest collects file by file, and would forget the tests of one before it reads the next.
for (const room of ['text', 'dockerfile', 'shell', 'lint', 'rules']) {
  const folder = fileURLToPath(new URL(`../../test/${room}/`, import.meta.url));
  const names = readdirSync(folder).filter((name) => name.endsWith('.test.ts') && !leftOut.includes(name));
  for (const name of names.sort())
    describe(`${room}/${name}`, async () => {
      await import(`${folder}${name}`);
    });
}
