import { quoteText } from '../records/sql-parameters.ts';

/** Leaves the host's role only inserting and selecting in the tables and in the months of the audit. */
export const protectAudit = (
  tables: readonly string[],
): string => `create or replace function tessera.protect_audit() returns void language plpgsql as $$
    declare
      guarded oid;
    begin
      if not exists (select from pg_roles where rolname = 'tessera_runtime') then
        return;
      end if;
      for guarded in
        select c.oid from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'tessera' and (
          c.relname in (${tables.map(quoteText).join(', ')})
          or c.oid in (select inhrelid from pg_inherits where inhparent = 'tessera.audit'::regclass))
          and (has_table_privilege('tessera_runtime', c.oid, 'update')
            or has_table_privilege('tessera_runtime', c.oid, 'delete')
            or has_table_privilege('tessera_runtime', c.oid, 'truncate'))
      loop
        execute format('revoke all on %s from tessera_runtime', guarded::regclass);
        execute format('grant select, insert on %s to tessera_runtime', guarded::regclass);
      end loop;
    end $$`;

/**
 * What the audit tells besides what was changed, its seals, and who may touch it. A step of the record tables.
 *
 * The row of a value's salt stands beside its digest, not in the audit itself: to erase a value is to erase both, and the digest stays.
 */
export const auditStep = `
  alter table tessera.audit
    add column token_id uuid,
    add column impersonator_id uuid,
    add column impersonator_name text,
    add column initiator_id uuid,
    add column initiator_name text,
    add column cause_kind text,
    add column cause_id text,
    add column reason text,
    add column xid xid8 not null default pg_current_xact_id();
  create index on tessera.audit (xid, id);
  create index on tessera.audit (entity, id);
  create index on tessera.audit (user_id, id) where user_id is not null;
  create table tessera.audit_seal (
    batch bigint primary key,
    at timestamptz(3) not null default now(),
    rows integer not null,
    last_xid xid8 not null,
    last_id uuid not null,
    content bytea not null,
    previous bytea not null,
    digest bytea not null
  );
  create table tessera.audit_digest (
    row_id uuid primary key,
    batch bigint not null,
    position integer not null,
    digest bytea not null,
    "values" jsonb not null
  );
  create index on tessera.audit_digest (batch, position);
  ${protectAudit(['audit', 'audit_seal', 'audit_digest'])};
  select tessera.protect_audit()`;
