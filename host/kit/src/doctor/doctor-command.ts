import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Finding } from './finding.ts';
import { examineMachine } from './machine.ts';
import { examinePackages } from './plugin-packages.ts';
import { examineHost } from './running-host.ts';

const USAGE = `tessera doctor [folder] [--port NUMBER] [--url URL --token TOKEN]

Checks this machine, and the plugin in the folder (this one when not given); with --url also a host that runs. Says what to do about
each fault, and ends with 1 when there is one. DATABASE_URL is tried when it is set.
`;

/** `tessera doctor`. */
export async function runDoctorCommand(args: readonly string[]): Promise<number> {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      port: { type: 'string', default: '4000' },
      url: { type: 'string' },
      token: { type: 'string', default: process.env['TESSERA_TOKEN'] ?? '' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  if (!/^\d{1,5}$/.test(values.port))
    throw new Error(`--port must be a number, not “${values.port}”.`);
  const folder = resolve(positionals[0] ?? '.');
  const hasPackage = existsSync(join(folder, 'package.json')) || positionals[0] !== undefined;
  const findings = [
    ...(await examineMachine(folder, Number(values.port), process.env)),
    ...(hasPackage ? await examinePackages(folder) : []),
    ...(values.url ? await examineHost(values.url, values.token) : []),
  ];
  process.stdout.write(findings.map(line).join(''));
  return findings.every(({ isGood }) => isGood) ? 0 : 1;
}

function line({ isGood, text, wayOut }: Finding): string {
  return isGood ? `✓ ${text}\n` : `✗ ${text}\n  ${wayOut ?? ''}\n`;
}
