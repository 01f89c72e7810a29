import { expect, test } from 'vitest';
import { mayInstallBash } from '../../src/shell/apk.ts';
import { parseScript } from '../../src/shell/parse.ts';

test.each([
  'apk add bash',
  'apk add --no-cache curl bash',
  'apk --no-cache add curl my-tool',
  'apk add my-tool=1.0',
  'apk add curl $PACKAGES',
  'sudo /sbin/apk add bash',
  'make && apk add bash',
  'apk add curl; apk add bash',
])('%s may bring a bash', (text) => {
  expect(mayInstallBash(parseScript(text))).toBe(true);
});

test.each([
  'apk add curl git',
  'apk add --no-cache curl=8.5.0-r0 git~2 jq@edge "make>4"',
  'apk add --virtual .deps gcc',
  'apk add -t deps gcc',
  'apk add -X https://x/y gcc',
  'apk add --repository https://x/y gcc',
  'apk -p /a add gcc',
  'apk add .deps',
  'apk add',
  'apk del bash',
  'apk upgrade',
  'apt add bash',
  'git add bash',
  '',
])('%s brings none', (text) => {
  expect(mayInstallBash(parseScript(text))).toBe(false);
});
