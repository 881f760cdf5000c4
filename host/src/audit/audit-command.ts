import { parseArgs } from 'node:util';
import type { AuditFault, AuditVerdict } from '@tessera/core';
import { CommandFault } from '../transfer/import-client.ts';
import type { Output } from '../transfer/import-progress.ts';
import { verifyDirectly, verifyOverHttp } from './audit-verification.ts';

const USAGE = `tessera audit verify   check every sealed entry of the audit, and the chain of seals

  --digest DIGEST  a digest that an earlier check printed: it must still be in the chain
  --url URL        ask the Tessera that runs there, with --token; without it the database is read directly,
                   the one that DATABASE_URL names or that of TESSERA_DATA_DIR while no host runs on it
  --token TOKEN    an API token of somebody who may check the audit; TESSERA_TOKEN when not given

Ends with 1 when something is wrong. Keep the digest that it prints somewhere else: whoever owns the database could
make the whole audit anew, and only a digest that he cannot change tells.
`;

const WORDS: Readonly<Record<AuditFault['what'], string>> = {
  rowChanged: 'an entry was changed',
  valueChanged: 'a value was changed',
  rowMissing: 'an entry is missing',
  rowAdded: 'an entry was added afterwards',
  orderChanged: 'entries were put into another order',
  batchMissing: 'a batch is missing',
  sealChanged: 'the seal was changed',
  chainBroken: 'the seal does not follow on the one before',
  erasedWithoutErasure: 'a value was erased, and no erasure tells of it',
  digestUnknown:
    'the digest of the earlier check is not in the chain: entries after it are gone, or all was made anew',
};

/** `tessera audit …`. Answers the exit code: 0 when the audit is whole, 1 when not. */
export async function runAuditCommand(
  args: readonly string[],
  output: Output = process.stdout,
): Promise<number> {
  try {
    const { values, positionals } = parse(args);
    if (values.help || positionals.length === 0) {
      output.write(USAGE);
      return 0;
    }
    if (positionals.join(' ') !== 'verify')
      throw new CommandFault(`There is no “audit ${positionals.join(' ')}”.\n\n${USAGE}`);
    if (values.digest !== undefined && !/^[0-9a-f]{64}$/.test(values.digest))
      throw new CommandFault(
        '--digest is 64 hexadecimal digits, as an earlier check printed them.',
      );
    const verdict =
      values.url === undefined
        ? await verifyDirectly(values.digest)
        : await verifyOverHttp(values.url, values.token, values.digest);
    tell(verdict, output);
    return verdict.isWhole ? 0 : 1;
  } catch (error) {
    const { code } = error as { code?: string };
    if (!(error instanceof CommandFault) && !code?.startsWith('HOST_')) throw error;
    process.stderr.write(`${(error as Error).message}\n`);
    return 1;
  }
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { url: text, token: text, digest: text, help: { type: 'boolean', short: 'h' } },
    });
  } catch (error) {
    throw new CommandFault(`${(error as Error).message}\n\n${USAGE}`);
  }
}

function tell(
  { isWhole, batches, rows, erased, faults, last }: AuditVerdict,
  output: Output,
): void {
  for (const { batch, row, field, what } of faults) {
    const place = [
      batch === null ? undefined : `batch ${batch}`,
      row === undefined ? undefined : `entry ${row}`,
      field === undefined ? undefined : `field ${field}`,
    ];
    const named = place.filter((part) => part !== undefined).join(', ');
    output.write(`${named === '' ? '' : `${named}: `}${WORDS[what]}\n`);
  }
  output.write(
    `${isWhole ? 'The audit is whole' : `The audit is not whole, ${faults.length} faults`}: ` +
      `${rows} entries in ${batches} batches, ${erased} erased values.\n`,
  );
  if (last) output.write(`Last digest (batch ${last.batch}, ${last.at}): ${last.digest}\n`);
}
