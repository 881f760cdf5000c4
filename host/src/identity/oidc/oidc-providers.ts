import type { Sql } from '@tessera/core';
import type { Identity } from '../identity.ts';

/** What an administrator sets about a provider. */
export interface OidcProviderValues {
  readonly label: string;
  /** `https://…`; `http` on loopback only. */
  readonly issuer: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  /** What happens with somebody whom the workspace does not know: nothing, or he becomes a user. */
  readonly provisioning: 'none' | 'create';
  /** Ids of the roles of users that are made. */
  readonly roles: readonly string[];
  /** Domains of e-mail addresses that may come in; all of them when empty. */
  readonly domains: readonly string[];
  readonly isActive: boolean;
}

/** A provider of identities, as it is stored. */
export interface OidcProvider extends OidcProviderValues {
  readonly id: string;
  /** Closed by the secret box; null for a public client. */
  readonly closedSecret: string | null;
  /** Counts up with each change. */
  readonly version: number;
}

const COLUMNS = `id, label, issuer, client_id as "clientId", client_secret as "closedSecret", scopes, provisioning,
  roles, domains, is_active as "isActive", version`;

export async function listOidcProviders(sql: Sql): Promise<readonly OidcProvider[]> {
  return sql.query<OidcProvider>(
    `select ${COLUMNS} from tessera.oidc_provider order by label collate tessera."natural", id`,
  );
}

export async function findOidcProvider(sql: Sql, id: string): Promise<OidcProvider | undefined> {
  const [found] = await sql.query<OidcProvider>(
    `select ${COLUMNS} from tessera.oidc_provider where id = $1`,
    [id],
  );
  return found;
}

export async function createOidcProvider(
  sql: Sql,
  box: Identity['box'],
  values: OidcProviderValues,
  secret: string | null,
): Promise<OidcProvider> {
  const [made] = await sql.query<OidcProvider>(
    `insert into tessera.oidc_provider (label, issuer, client_id, scopes, provisioning, roles, domains, is_active, client_secret)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning ${COLUMNS}`,
    [...parameters(values), secret === null ? null : box.close(secret)],
  );
  if (!made) throw new Error('The database answered no provider.');
  return made;
}

/**
 * Changes a provider. A secret that is not given stays, but it never goes to another provider than the one it was given for. Another issuer
 * numbers its people anew, so nobody comes in as whom the one before knew by that number.
 */
export async function updateOidcProvider(
  sql: Sql,
  box: Identity['box'],
  before: OidcProvider,
  values: OidcProviderValues,
  secret: string | null | undefined,
): Promise<OidcProvider | undefined> {
  const stays = before.issuer === values.issuer && before.clientId === values.clientId;
  const kept = stays ? before.closedSecret : null;
  const closed = secret === undefined ? kept : secret === null ? null : box.close(secret);
  const [changed] = await sql.query<OidcProvider>(
    `with strangers as (
       delete from tessera.oidc_account a using tessera.oidc_provider p
       where a.provider_id = $10 and p.id = $10 and p.issuer <> $2)
     update tessera.oidc_provider set label = $1, issuer = $2, client_id = $3, scopes = $4, provisioning = $5, roles = $6,
       domains = $7, is_active = $8, client_secret = $9, version = version + 1
     where id = $10 returning ${COLUMNS}`,
    [...parameters(values), closed, before.id],
  );
  return changed;
}

/** Users who came in by it stay; they sign in another way from then on. */
export async function removeOidcProvider(sql: Sql, id: string): Promise<boolean> {
  const removed = await sql.query('delete from tessera.oidc_provider where id = $1 returning id', [
    id,
  ]);
  return removed.length > 0;
}

function parameters(values: OidcProviderValues): unknown[] {
  const { label, issuer, clientId, scopes, provisioning, roles, domains, isActive } = values;
  return [label, issuer, clientId, scopes, provisioning, roles, domains, isActive];
}
