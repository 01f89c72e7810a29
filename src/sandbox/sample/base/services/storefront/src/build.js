import { mkdir, writeFile } from 'node:fs/promises';

await mkdir('dist/assets', { recursive: true });
await writeFile('dist/assets/app.js', 'document.title = "Acme shop";\n');
await writeFile('dist/index.html', '<!doctype html><script src="/assets/app.js"></script>\n');
