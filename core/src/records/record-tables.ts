import { auditStep } from '../audit/audit-tables.ts';
import { foldStep } from '../audit/fold-step.ts';
import type { SystemTables } from '../entities/system-tables.ts';
import type { Database } from './database.ts';
import { eventStep } from './event-tables.ts';
import { asOwner } from './owner-role.ts';

/** Tables that are partitioned by the month of the time in their ids. */
const partitioned = ['audit', 'event', 'stage_history'];
const MONTHS_AHEAD = 12;

/** Tables that the record pipeline writes beside the records. */
export const recordTables: SystemTables = {
  name: 'record',
  steps: [
    // Source: RFC 9562 §5.7, the first 48 bits of a UUID v7 are milliseconds.
    `create function tessera.first_id(moment timestamptz) returns uuid language sql immutable as
      $$ select rpad(lpad(to_hex((extract(epoch from moment) * 1000)::bigint), 12, '0'), 32, '0')::uuid $$;
    create function tessera.add_month_partitions(parent text, ahead integer) returns void
      language plpgsql set timezone to 'UTC' as $$
      declare
        first timestamptz := date_trunc('month', now());
        lower timestamptz;
      begin
        for offset_months in -1..ahead loop
          lower := first + make_interval(months => offset_months);
          begin
            execute format('create table if not exists tessera.%I partition of tessera.%I for values from (%L) to (%L)',
              parent || '_' || to_char(lower, 'YYYY_MM'), parent,
              tessera.first_id(lower), tessera.first_id(lower + interval '1 month'));
          exception when check_violation then
            -- Rows of this month are in the default partition already; they stay there.
            null;
          end;
        end loop;
      end $$`,
    `create table tessera.audit (
      id uuid not null primary key,
      at timestamptz(3) not null,
      entity text not null,
      record_id uuid not null,
      action text not null,
      actor_kind text not null,
      user_id uuid,
      actor_name text not null,
      request_id text,
      address text,
      source text not null,
      changes jsonb not null,
      plugin text not null
    ) partition by range (id);
    create index on tessera.audit (record_id, id);
    create table tessera.audit_default partition of tessera.audit default;
    create sequence tessera.event_sequence;
    create table tessera.event (
      id uuid not null primary key,
      xid xid8 not null default pg_current_xact_id(),
      sequence bigint not null default nextval('tessera.event_sequence'),
      at timestamptz(3) not null,
      name text not null,
      entity text,
      record_id uuid,
      actor jsonb not null,
      payload jsonb,
      history boolean not null default false
    ) partition by range (id);
    create index on tessera.event (xid, sequence);
    create index on tessera.event (name, xid, sequence);
    create table tessera.event_default partition of tessera.event default;
    create table tessera.stage_history (
      id uuid not null primary key,
      entity text not null,
      record_id uuid not null,
      field text not null,
      from_id uuid,
      to_id uuid,
      entered_at timestamptz(3) not null,
      left_at timestamptz(3),
      seconds bigint,
      user_id uuid,
      snapshot jsonb not null
    ) partition by range (id);
    create index on tessera.stage_history (record_id, field);
    create table tessera.stage_history_default partition of tessera.stage_history default`,
    `create table tessera.search (
      entity text not null,
      record_id uuid not null,
      class text not null,
      content text not null,
      grams text[] not null,
      primary key (entity, record_id, class)
    );
    create index on tessera.search using gin (grams);
    create table tessera.sequence (name text primary key, value bigint not null)`,
    partitioned
      .map((table) => `select tessera.add_month_partitions('${table}', ${MONTHS_AHEAD})`)
      .join(';\n'),
    // Each search reads the list of what is not yet in the index: 4 MB of it, the default, take longer than the search itself.
    'alter index tessera.search_grams_idx set (gin_pending_list_limit = 256)',
    auditStep,
    // A search in a list does not read what other entities have of a word. All of them at once go by the grams alone.
    `create extension if not exists btree_gin;
    create index search_words on tessera.search using gin (entity, grams) with (gin_pending_list_limit = 256);
    drop index tessera.search_grams_idx`,
    // Whoever reads events reads those of one name; without it a write has an entry less to make.
    'drop index tessera.event_xid_sequence_idx',
    // One row of a record instead of one for each class: all words of a question are then looked up in the index at once.
    `create table tessera.search_of_record (
      entity text not null,
      record_id uuid not null,
      content jsonb not null,
      grams text[] not null,
      primary key (entity, record_id)
    );
    insert into tessera.search_of_record
      select s.entity, s.record_id, jsonb_object_agg(s.class, s.content), array(
        select distinct g from tessera.search o, unnest(o.grams) g where o.entity = s.entity and o.record_id = s.record_id)
      from tessera.search s group by s.entity, s.record_id;
    drop table tessera.search;
    alter table tessera.search_of_record rename to search;
    alter index tessera.search_of_record_pkey rename to search_pkey;
    create index search_words on tessera.search using gin (entity, grams) with (gin_pending_list_limit = 256);
    analyze tessera.search`,
    eventStep,
    // Nothing looks into them but what erases: to write 1,000 as text takes PostgreSQL 15 ms instead of 25.
    'alter table tessera.audit_digest alter column "values" type json',
    foldStep,
    // Of digits in a row up to five instead of three: what is read for a number was growing with the table.
    `drop index tessera.search_words;
    update tessera.search s set grams = array(
      select g from unnest(s.grams) g where length(g) < 3 or translate(g, '0123456789', '') <> '') || array(
      select distinct substr(digits[1], place, 5) from jsonb_each_text(s.content) words,
        regexp_matches(words.value, '[0-9]{3,}', 'g') digits, generate_series(1, length(digits[1]) - 2) place)
      where s.content::text ~ '[0-9]{4}';
    create index search_words on tessera.search using gin (entity, grams) with (gin_pending_list_limit = 256);
    analyze tessera.search`,
  ],
};

/** Gives the tables of audit, events and stage history their partitions for a year ahead; to be called at each start and daily. */
export async function addRecordPartitions(database: Database): Promise<void> {
  await database.transaction((transaction) =>
    asOwner(transaction, async (sql) => {
      for (const table of partitioned)
        await sql.query('select tessera.add_month_partitions($1, $2)', [table, MONTHS_AHEAD]);
      await sql.query('select tessera.protect_audit()');
    }),
  );
}
