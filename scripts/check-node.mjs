// Runs before the npm scripts that need Node 24, in plain JavaScript that an old Node can read: without it an old Node
// only says "Unknown file extension .ts".
const wanted = 24;
const major = Number(process.versions.node.split('.')[0]);

if (major < wanted) {
  console.error(
    `dockerfile-review needs Node.js ${wanted} or newer; this is ${process.version} (${process.execPath}).\n` +
      'On Linux (x64, arm64; glibc) npm ci brings it along as an optional dependency: run npm ci without --omit=optional.\n' +
      `On other systems install Node.js ${wanted}: https://nodejs.org/en/download`,
  );
  process.exit(1);
}
