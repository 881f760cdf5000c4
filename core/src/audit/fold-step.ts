import { protectAudit } from './audit-tables.ts';

/**
 * The rows of a sealed batch in one row: to write 1,000 of their own takes PostgreSQL twenty times as long. A step of the record tables.
 *
 * In a row of its own (`audit_digest`) is what was sealed before, and what has lost a value since. An era ends where transactions are
 * counted anew, after a backup was restored: within one, the places of the seals only rise.
 */
export const foldStep = `
  create table tessera.audit_batch (
    batch bigint primary key,
    row_ids uuid[] not null,
    entries bytea[] not null
  );
  alter table tessera.audit_batch alter column row_ids set storage external, alter column entries set storage external;
  alter table tessera.audit_seal add column era integer not null default 0;
  update tessera.audit_seal s set era = e.era from (
    select batch, count(*) filter (where is_first) over (order by batch) as era from (
      select batch, (last_xid, last_id) < (lag(last_xid) over w, lag(last_id) over w) as is_first
      from tessera.audit_seal window w as (order by batch)) f) e
    where e.batch = s.batch and e.era > 0;
  create index on tessera.audit_seal (era, last_xid, last_id);
  create view tessera.audit_sealed as
    select batch, position, row_id, digest, "values", null::bytea as entry from tessera.audit_digest
    union all
    select b.batch, (r.position - 1)::integer, r.row_id, substr(r.entry, 1, 32), null, r.entry
    from tessera.audit_batch b, unnest(b.row_ids, b.entries) with ordinality as r(row_id, entry, position)
    where r.row_id is not null;
  create function tessera.sealed_in(of_xid xid8, of_id uuid) returns bigint language sql stable as $$
    select coalesce(
      (select batch from tessera.audit_digest where row_id = of_id),
      (select b.batch from generate_series(0, (select max(era) from tessera.audit_seal)) as e(era)
        cross join lateral (select s.batch from tessera.audit_seal s
          where s.era = e.era and (s.last_xid, s.last_id) >= (of_xid, of_id) order by s.last_xid, s.last_id limit 1) s
        join tessera.audit_batch b on b.batch = s.batch and of_id = any(b.row_ids) limit 1))
  $$;
  ${protectAudit(['audit', 'audit_seal', 'audit_digest', 'audit_batch'])};
  select tessera.protect_audit()`;
