import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createLocator } from '../../src/cli/repository.ts';
import { folderWith } from './command.ts';

function gitFolder(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = folderWith(files);
  execFileSync('git', ['init', '--quiet'], { cwd: folder });
  return folder;
}

describe('the place of a Dockerfile', () => {
  test('counts from the nearest folder with a .git', () => {
    const folder = gitFolder({ 'services/api/Dockerfile': '', 'start.sh': 'root', 'services/api/start.sh': 'api' });
    const { path, facts } = createLocator()(join(folder, 'services/api/Dockerfile'));
    expect(path).toBe('services/api/Dockerfile');
    expect(facts.file('start.sh')).toEqual({ mode: '100644', text: 'root' });
    expect(facts.file('services/api/start.sh')).toEqual({ mode: '100644', text: 'api' });
  });

  test('is its own folder where there is no repository', () => {
    const folder = folderWith({ 'web/Dockerfile': '', 'web/start.sh': 'web' });
    const { path, facts } = createLocator()(join(folder, 'web/Dockerfile'));
    expect(path).toBe('Dockerfile');
    expect(facts.file('start.sh')?.text).toBe('web');
  });

  test('is unknown for standard input: nothing is claimed of files', () => {
    const { path, facts } = createLocator()(undefined);
    expect(path).toBe('Dockerfile');
    expect(facts.file('package.json')).toBeUndefined();
  });
});

describe('a file', () => {
  test('has the mode of git’s index, whatever the disk says', () => {
    const folder = gitFolder({ Dockerfile: '', 'a.sh': '', 'b.sh': '', 'new.sh': '' });
    execFileSync('git', ['add', 'a.sh', 'b.sh'], { cwd: folder });
    execFileSync('git', ['update-index', '--chmod=+x', 'b.sh'], { cwd: folder });
    chmodSync(join(folder, 'a.sh'), 0o755);
    chmodSync(join(folder, 'new.sh'), 0o755);
    const { facts } = createLocator()(join(folder, 'Dockerfile'));
    expect(['a.sh', 'b.sh', 'new.sh'].map((path) => facts.file(path)?.mode)).toEqual(['100644', '100755', '100755']);
  });

  test('that does not exist is null', () => {
    const { facts } = createLocator()(join(folderWith({ Dockerfile: '' }), 'Dockerfile'));
    expect(facts.file('start.sh')).toBeNull();
  });

  test('has a text only when it is one', () => {
    const folder = folderWith({ Dockerfile: '', binary: Buffer.from([127, 69, 0, 1]), large: 'x'.repeat(600_000) });
    mkdirSync(join(folder, 'scripts'));
    symlinkSync('binary', join(folder, 'link'));
    const { facts } = createLocator()(join(folder, 'Dockerfile'));
    expect(facts.file('binary')).toEqual({ mode: '100644', text: undefined });
    expect(facts.file('large')?.text).toBeUndefined();
    expect(facts.file('scripts')).toEqual({ mode: '040000', text: undefined });
    expect(facts.file('link')).toEqual({ mode: '120000', text: 'binary' });
  });
});
