import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { formatExplanation } from '../../src/cli/formats/explanation.ts';
import { formatPage } from '../../src/cli/formats/page.ts';
import { ruleCalled } from '../../src/cli/rule-pages.ts';
import { painter } from '../../src/cli/terminal-text.ts';
import { factsOf } from '../../src/dockerfile/images.ts';
import { parse } from '../../src/dockerfile/parse.ts';
import { processesOf } from '../../src/dockerfile/process.ts';
import { explain } from '../../src/review/explanation.ts';
import { hidesSomething } from '../../src/review/markdown.ts';
import { rules } from '../../src/rules/index.ts';
import { readCorpus } from '../support/corpus.ts';
import { root } from '../support/imports.ts';
import { dockerfileReview, folderWith } from './command.ts';

function picture(text: string, { width = 80, colour = false } = {}): string {
  const file = parse('Dockerfile', text);
  return formatExplanation(explain(file, processesOf(file, factsOf), factsOf), { width, paint: painter(colour) });
}

describe('explain RULE', () => {
  test('prints the page from any folder, by id or by code', async () => {
    const cwd = folderWith({});
    const byId = await dockerfileReview(['explain', 'shell-form'], { cwd });
    expect(byId).toMatchObject({ code: 0, stderr: '' });
    expect(byId.stdout).toMatch(/^shell-form\n\nA CMD or ENTRYPOINT in shell form/);
    expect(byId.stdout).toContain('\nWhen it stays silent\n');
    expect(byId.stdout).toContain('\n    CMD ["node", "server.js"]\n');
    expect(byId.stdout).not.toMatch(/<!--|```|\*\*|\x1b/);
    expect((await dockerfileReview(['explain', 'dl3025'], { cwd })).stdout).toBe(byId.stdout);
  });

  test('an unknown rule is wrong usage, with the nearest name', async () => {
    const { code, stdout, stderr } = await dockerfileReview(['explain', 'shel-form'], { cwd: folderWith({}) });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('There is no rule shel-form, and no such file. Did you mean shell-form?');
  });

  test('every id and every code leads to a page', () => {
    for (const { id, aliases } of rules) {
      expect(ruleCalled(rules, id)?.id).toBe(id);
      for (const alias of aliases) expect(ruleCalled(rules, alias)).toBeDefined();
      const page = readFileSync(join(root, `docs/rules/${id}.md`), 'utf8');
      const shown = formatPage(page, { width: 80, paint: painter(false) });
      for (const heading of ['Why', 'Bad', 'Good', 'The fix', 'When it stays silent'])
        expect(shown.split('\n')).toContain(heading);
    }
  });
});

describe('explain PATH', () => {
  test('draws what is built and what runs', () => {
    const text = [
      'FROM golang:1.24 AS build',
      'WORKDIR /src',
      'COPY . .',
      'RUN go build -o /app',
      'FROM debian:12-slim',
      'ARG VERSION',
      'ENV PORT=80',
      'COPY --from=build /app /app',
      'USER nobody',
      'ENTRYPOINT ["/app"]',
      'CMD ["--port", "80"]',
    ].join('\n');
    expect(picture(text)).toMatchInlineSnapshot(`
      "Dockerfile  2 stages

      ── build ───────────────────────────────────────────────────────────── lines 1–4
      FROM golang:1.24

      docker build bakes in
      │  3  COPY  . → .
      │  4  RUN   go build -o /app
      │
      │  stays WORKDIR /src
      ▼
      With --target build, docker run executes ["bash"], as its base image says.

      ━━ final stage ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━ lines 5–11
      FROM debian:12-slim

      docker build bakes in
      │  8  COPY  /app → /app (from build)
      │
      │  stays ENV PORT=80 · USER nobody
      │  ends  ARG VERSION: not there at run time
      ▼
      docker run executes

          ["/app", "--port", "80"]

      ENTRYPOINT   ["/app"]   exec form, line 10
      CMD          ["--port", "80"]   exec form, line 11
      run … a b    ["/app", "a", "b"]
      PID 1        app. \`docker stop\` sends SIGTERM to it directly.
      where        as nobody

      why
      · CMD follows ENTRYPOINT as its arguments; arguments of \`docker run\` take the
        place of CMD.
      "
    `);
  });

  test('several files, a folder, and what is not there', async () => {
    const cwd = folderWith({
      'a/Dockerfile': 'FROM scratch\nCMD ["/a"]\n',
      'b/Dockerfile': 'FROM scratch\n',
      'c/x': '',
    });
    const { code, stdout } = await dockerfileReview(['explain', '.'], { cwd });
    expect(code).toBe(0);
    expect(stdout.match(/Dockerfile {2}1 stage/g)).toHaveLength(2);
    expect(await dockerfileReview(['explain', 'gone/Dockerfile'], { cwd })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('gone/Dockerfile: no such file or folder.') as string,
    });
    expect((await dockerfileReview(['explain', 'c'], { cwd })).stderr).toContain('c: no Dockerfile there.');
    expect((await dockerfileReview(['explain'], { cwd })).code).toBe(2);
    const piped = await dockerfileReview(['explain', '-'], { cwd, input: 'FROM scratch\nCMD ["/piped"]\n' });
    expect(piped.stdout).toContain('["/piped"]');
  });

  test('no line is wider than the terminal, and nothing hides, whatever the file holds', () => {
    const hostile = [
      `FROM x\u202e${'y'.repeat(300)}`,
      `RUN echo "\u001b[31m${'z'.repeat(300)}"`,
      `CMD ["${'w'.repeat(200)}", "\\u001b]0;title\\u0007", "\`\`"]`,
      `HEALTHCHECK CMD ${'v'.repeat(300)}`,
      `WORKDIR /${'u'.repeat(200)}`,
    ].join('\n');
    for (const text of [hostile, '', ...readCorpus().map((one) => one.text)]) {
      for (const width of [60, 80]) {
        const lines = picture(text, { width }).split('\n');
        expect(lines.filter((line) => line.length > width || hidesSomething(line))).toEqual([]);
      }
    }
  });

  test('colour changes no letter but the backticks of code', () => {
    const text = 'FROM node:22\nCMD node a.js\n';
    const bare = picture(text, { colour: true }).replace(/\x1b\[\d+m/g, '');
    expect(bare).toBe(picture(text).replaceAll('`', ''));
  });
});
