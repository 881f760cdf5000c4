/**
 * `tally-reports.ts failed <report>` prints the files that are for a second try, `tally-reports.ts count <report> [<second report>]` how many
 * tests passed and failed, and names those that needed it. Reports are Vitest's JSON.
 * @packageDocumentation
 */
import { readFileSync } from 'node:fs';
import { filesToTryAgain, tally, type FileReport } from './tally.ts';

const [what, ...files] = process.argv.slice(2);
const [first = [], second] = files.map((file) => {
  const report = JSON.parse(readFileSync(file, 'utf8')) as { testResults: FileReport[] };
  return report.testResults;
});
if (what === 'failed') for (const file of filesToTryAgain(first)) console.log(file);
if (what === 'count') {
  const { passed, failed, unsteady } = tally(first, second);
  for (const name of unsteady) console.error(`UNSTEADY: ${name.replace(`${process.cwd()}/`, '')}`);
  console.log(passed, failed);
}
