// Reads vitest's JSON report and prints `N passed, N failed` as the last line. A test file that could not be run has no
// tests to count, so it counts as one failure. Without a report it prints no line and fails: nothing is made up.
import { readFileSync } from 'node:fs';

const report = JSON.parse(readFileSync(process.argv[2] ?? 'reports/vitest.json', 'utf8'));
const broken = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
for (const file of broken) console.log(`could not run ${file.name}: ${file.message}`);
const skipped = report.numPendingTests + report.numTodoTests;
if (skipped > 0) console.log(`${skipped} skipped`);
console.log(`${report.numPassedTests} passed, ${report.numFailedTests + broken.length} failed`);
