import { RUNTIME_ROLE } from '@tessera/core';
import pg from 'pg';

/** Whether the host works as a role that can only add to the audit. */
export type RuntimeRole =
  | { readonly isOn: true }
  | {
      readonly isOn: false;
      /** Why not, in a sentence for whoever runs the host. */
      readonly reason: string;
    };

/** `'role'` in ASCII: hosts of one database make and grant one after the other. */
const LOCK = 0x726f6c65;
/** SQLSTATE: the role is there already, another host was quicker, another host changes it at this moment. */
const OTHERS_DID = new Set(['42710', '23505', 'XX000']);

/**
 * Makes the role that the host works as, if there is none, and grants it what it needs in this database: everything with
 * records, now and in tables to come. What it may with the audit is taken back where the audit's tables are made. A server has
 * its roles for all of its databases, so others may be doing the same. A repeat changes nothing.
 */
export async function prepareRuntimeRole(connection: pg.ClientConfig): Promise<RuntimeRole> {
  const client = new pg.Client({ ...connection, application_name: 'tessera role' });
  client.on('error', () => {}); // the statement that runs fails too
  try {
    await client.connect();
    const fault = (await makeRole(client)) ?? (await lendRole(client));
    if (fault !== undefined) return { isOn: false, reason: fault };
    await grantAll(client);
    return await tryOut(client, connection);
  } catch (error) {
    return {
      isOn: false,
      reason: `The role ${RUNTIME_ROLE} could not be prepared: ${String(error)}`,
    };
  } finally {
    await client.end().catch(() => {});
  }
}

/** Connections that work as the role from their first statement on. */
export function asRuntimeRole(connection: pg.PoolConfig): pg.PoolConfig {
  const option = `-c role=${RUNTIME_ROLE}`;
  const { connectionString } = connection;
  if (connectionString === undefined) {
    const options = [connection.options ?? process.env['PGOPTIONS'], option];
    return { ...connection, options: options.filter(Boolean).join(' ') };
  }
  const url = new URL(connectionString);
  // What the address says goes before what stands beside it.
  const options = url.searchParams.get('options') ?? connection.options ?? process.env['PGOPTIONS'];
  url.searchParams.delete('options');
  return {
    ...connection,
    connectionString: url.href,
    options: [options, option].filter(Boolean).join(' '),
  };
}

async function makeRole(client: pg.Client): Promise<string | undefined> {
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [
    RUNTIME_ROLE,
  ]);
  if (rowCount !== 0) return undefined;
  try {
    await client.query(`create role ${RUNTIME_ROLE} nologin`);
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === INSUFFICIENT_PRIVILEGE)
      return `There is no role ${RUNTIME_ROLE}, and this login may not make one: let an administrator run CREATE ROLE ${RUNTIME_ROLE} NOLOGIN and GRANT ${RUNTIME_ROLE} TO this login.`;
    if (!OTHERS_DID.has(code ?? '')) throw error;
  }
  return undefined;
}

const INSUFFICIENT_PRIVILEGE = '42501';

/** Whoever made a role may not always work as it: that is a grant of its own. */
async function lendRole(client: pg.Client): Promise<string | undefined> {
  if (await maySetRole(client)) return undefined;
  try {
    await client.query(`grant ${RUNTIME_ROLE} to current_user`);
  } catch (error) {
    if (!OTHERS_DID.has((error as { code?: string }).code ?? '')) {
      return `This login may not work as ${RUNTIME_ROLE}: let an administrator run GRANT ${RUNTIME_ROLE} TO this login.`;
    }
  }
  return (await maySetRole(client))
    ? undefined
    : `This login may not work as ${RUNTIME_ROLE}: let an administrator run GRANT ${RUNTIME_ROLE} TO this login.`;
}

async function maySetRole(client: pg.Client): Promise<boolean> {
  try {
    await client.query(`set role ${RUNTIME_ROLE}`);
    await client.query('reset role');
    return true;
  } catch {
    return false;
  }
}

const GRANTED = `
  select from pg_default_acl a
  where a.defaclrole = (select oid from pg_roles where rolname = current_user)
    and exists (select from aclexplode(a.defaclacl) one where one.grantee = $1::regrole)`;

/** Schemas of the login, with all that is in them: those that others made are not its to grant. */
const GRANT_EXISTING = `
  do $$
  declare
    owned text;
  begin
    for owned in select nspname from pg_namespace where nspowner = current_user::regrole and nspname !~ '^pg_|^information_schema$' loop
      execute format('grant usage on schema %I to ${RUNTIME_ROLE}', owned);
      execute format('grant select, insert, update, delete on all tables in schema %I to ${RUNTIME_ROLE}', owned);
      execute format('grant usage, select, update on all sequences in schema %I to ${RUNTIME_ROLE}', owned);
    end loop;
    if to_regprocedure('tessera.protect_audit()') is not null then
      perform tessera.protect_audit();
    end if;
  end $$`;

async function grantAll(client: pg.Client): Promise<void> {
  await client.query('begin');
  await client.query('select pg_advisory_xact_lock($1)', [LOCK]);
  const { rowCount } = await client.query(GRANTED, [RUNTIME_ROLE]);
  if (rowCount === 0) {
    for (const grant of [
      'usage on schemas',
      'select, insert, update, delete on tables',
      'usage, select, update on sequences',
    ])
      await client.query(`alter default privileges grant ${grant} to ${RUNTIME_ROLE}`);
    await client.query(GRANT_EXISTING);
  }
  await client.query('commit');
}

/** Signs in as the pool will: a pooler in between may refuse the option, and tables may be somebody else's. */
async function tryOut(client: pg.Client, connection: pg.ClientConfig): Promise<RuntimeRole> {
  const { rows } = await client.query<{ name: string }>(
    `select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = 'tessera' and c.relkind in ('r', 'p') and not has_table_privilege($1, c.oid, 'select, insert') limit 1`,
    [RUNTIME_ROLE],
  );
  if (rows[0]) {
    return {
      isOn: false,
      reason: `The role ${RUNTIME_ROLE} may not use ${rows[0].name}: the table belongs to another login than this.`,
    };
  }
  const probe = new pg.Client(asRuntimeRole(connection));
  probe.on('error', () => {});
  try {
    await probe.connect();
    const { rows: roles } = await probe.query<{ name: string }>('select current_user as name');
    if (roles[0]?.name === RUNTIME_ROLE) return { isOn: true };
    return {
      isOn: false,
      reason: 'What is between here and the database takes no role at sign-in.',
    };
  } catch (error) {
    return { isOn: false, reason: `The database takes no role at sign-in: ${String(error)}` };
  } finally {
    await probe.end().catch(() => {});
  }
}
