import { createHmac } from 'node:crypto';
import type { Execution } from '../plugin/execution.ts';
import { currentSql, type Sql } from '../records/database.ts';
import type { PersonAddress } from './person-address.ts';
import { suppressedForm } from './suppressed-form.ts';

/** So many addresses are hashed and looked for without another question. */
const FEW_ADDRESSES = 20;

type Keyed = Pick<Execution, 'assembly' | 'transaction'>;

/** Remembers addresses of a person who is being erased, as keyed hashes. Doing it twice changes nothing. */
export async function suppressAddresses(
  execution: Execution,
  addresses: readonly PersonAddress[],
  request: string,
): Promise<void> {
  if (addresses.length === 0) return;
  await currentSql(execution).query(
    `insert into tessera.suppression (hash, kind, request, created_at)
     select hash, kind, $3, $4 from unnest($1::text[], $2::text[]) as a(hash, kind)
     on conflict (hash) do nothing`,
    [
      addresses.map((address) => hashOf(execution, address)),
      addresses.map(({ kind }) => kind),
      request,
      execution.assembly.clock.now(),
    ],
  );
}

/** Those of the addresses that belong to somebody who was erased. */
export async function findSuppressed<Address extends PersonAddress>(
  execution: Keyed,
  addresses: readonly Address[],
): Promise<readonly Address[]> {
  if (addresses.length === 0) return [];
  // A hash costs more than to ask whether anybody was ever erased.
  if (addresses.length > FEW_ADDRESSES && !(await isAnybodySuppressed(execution))) return [];
  const hashes = addresses.map((address) => hashOf(execution, address));
  const rows = await sqlOf(execution).query<{ hash: string }>(
    'select hash from tessera.suppression where hash = any($1::text[])',
    [[...new Set(hashes)]],
  );
  const found = new Set(rows.map(({ hash }) => hash));
  return addresses.filter((_address, index) => found.has(hashes[index] as string));
}

/** Lets an address be entered again; answers whether it was held back. */
export async function liftSuppression(
  execution: Execution,
  address: PersonAddress,
): Promise<boolean> {
  const rows = await currentSql(execution).query(
    'delete from tessera.suppression where hash = $1 returning hash',
    [hashOf(execution, address)],
  );
  return rows.length > 0;
}

async function isAnybodySuppressed(execution: Keyed): Promise<boolean> {
  const rows = await sqlOf(execution).query('select from tessera.suppression limit 1');
  return rows.length > 0;
}

/** Without the workspace's secret nobody can try all telephone numbers of a country against it. */
function hashOf({ assembly }: Pick<Keyed, 'assembly'>, address: PersonAddress): string {
  return createHmac('sha256', `suppression:${assembly.secret}`)
    .update(`${address.kind}:${suppressedForm(address)}`)
    .digest('hex');
}

function sqlOf({ transaction, assembly }: Keyed): Sql {
  return transaction ?? assembly.database;
}
