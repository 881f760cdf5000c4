import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { CheckResult } from './check.ts';
import { checkPlugin } from './check-plugin.ts';
import { allChecks } from './checks.ts';

const USAGE = `tessera check [folder] [--only NAME …] [--full] [--json]

Builds and packs the plugin in the folder (this one when not given) and tries everything that a plugin promises, on hosts, databases and
in a browser of its own. Ends with 1 when something is wrong.

  --only NAME   only this check; may be given several times
  --full        more rounds and more rows
  --json        the whole report as JSON

${allChecks.map(({ name, title }) => `  ${name.padEnd(14)}${title}.`).join('\n')}
`;

/** `tessera check`; answers the exit code. */
export async function runCheckCommand(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      only: { type: 'string', multiple: true },
      full: { type: 'boolean' },
      json: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help || positionals.length > 1) {
    process.stdout.write(USAGE);
    return values.help ? 0 : 2;
  }
  const isJson = values.json ?? false;
  const report = await checkPlugin(resolve(positionals[0] ?? '.'), {
    only: (values.only ?? []).flatMap((names) => names.split(',')),
    full: values.full ?? false,
    onResult: (result) => void (isJson || process.stdout.write(resultText(result))),
  });
  process.stdout.write(isJson ? `${JSON.stringify(report, undefined, 2)}\n` : endText(report));
  return report.isPassed ? 0 : 1;
}

/** One check with its time; below it what is wrong and what to do. */
export function resultText({ name, title, findings, milliseconds }: CheckResult): string {
  const mark = findings.length === 0 ? '✓' : '✗';
  const time = `${(milliseconds / 1000).toFixed(1)} s`;
  const told = findings.map(({ message, remedy }) => `    ${message}\n      → ${remedy}\n`);
  return `${mark} ${name.padEnd(14)}${title} (${time})\n${told.join('')}`;
}

function endText({ plugin, version, results }: Awaited<ReturnType<typeof checkPlugin>>): string {
  const failed = results.filter(({ findings }) => findings.length > 0).length;
  return failed === 0
    ? `\n${plugin} ${version} keeps all ${results.length} promises.\n`
    : `\n${plugin} ${version}: ${failed} of ${results.length} checks failed.\n`;
}
