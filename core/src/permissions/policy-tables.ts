import type { SystemTables } from '../entities/system-tables.ts';

/** Shares of single records, and the version that every change of users, teams and roles counts up. */
export const policyTables: SystemTables = {
  name: 'policy',
  steps: [
    `create table tessera.record_share (
      id uuid primary key default gen_random_uuid(),
      entity text not null,
      record_id uuid not null,
      user_id uuid,
      team_id uuid,
      actions text[] not null,
      expires_at timestamptz(3),
      created_at timestamptz(3) not null default now(),
      created_by uuid,
      check ((user_id is null) <> (team_id is null))
    );
    create index on tessera.record_share (user_id, entity, record_id);
    create index on tessera.record_share (team_id, entity, record_id);
    create index on tessera.record_share (entity, record_id);
    create table tessera.policy_state (
      one boolean primary key default true check (one),
      version bigint not null
    );
    insert into tessera.policy_state (version) values (1);
    create function tessera.count_policy() returns trigger language plpgsql as $$
    begin
      update tessera.policy_state set version = version + 1;
      return null;
    end $$`,
    `create table tessera.sharing_default (
      entity text primary key,
      level text not null check (level in ('read', 'write'))
    );
    create table tessera.sharing_rule (
      id uuid primary key default gen_random_uuid(),
      name text not null,
      entity text not null,
      filter jsonb not null,
      user_id uuid,
      team_id uuid,
      actions text[] not null,
      is_active boolean not null default true,
      state text not null default 'waiting' check (state in ('waiting', 'applying', 'applied', 'dormant', 'failed')),
      reason text,
      revision integer not null default 1,
      changed_in xid8 not null default pg_current_xact_id(),
      position uuid,
      applied_at timestamptz(3),
      created_at timestamptz(3) not null default now(),
      created_by uuid,
      check ((user_id is null) <> (team_id is null))
    );
    create index on tessera.sharing_rule (entity);
    alter table tessera.record_share add column rule_id uuid references tessera.sharing_rule (id) on delete cascade;
    delete from tessera.record_share one using tessera.record_share other
      where one.entity = other.entity and one.record_id = other.record_id and one.user_id is not distinct from other.user_id
        and one.team_id is not distinct from other.team_id and (one.created_at, one.id) < (other.created_at, other.id);
    create unique index record_share_once on tessera.record_share (entity, record_id, user_id, team_id, rule_id) nulls not distinct;
    create index on tessera.record_share (rule_id, record_id) where rule_id is not null;
    create index on tessera.record_share (expires_at) where expires_at is not null;
    create trigger policy_changed after insert or update or delete or truncate on tessera.sharing_default
      for each statement execute function tessera.count_policy();
    create table tessera.sharing_state (
      one boolean primary key default true check (one),
      version bigint not null
    );
    insert into tessera.sharing_state (version) values (1);
    create function tessera.count_sharing() returns trigger language plpgsql as $$
    begin
      update tessera.sharing_state set version = version + 1;
      return null;
    end $$;
    create trigger rules_changed after insert or update of revision or delete or truncate on tessera.sharing_rule
      for each statement execute function tessera.count_sharing()`,
    // Whoever was given thousands of records reads them with each list: from the index alone.
    `drop index tessera.record_share_user_id_entity_record_id_idx, tessera.record_share_team_id_entity_record_id_idx,
      tessera.record_share_entity_record_id_idx;
    create index record_share_of_user on tessera.record_share (user_id, entity, record_id) include (actions, expires_at)
      where user_id is not null;
    create index record_share_of_team on tessera.record_share (team_id, entity, record_id) include (actions, expires_at)
      where team_id is not null`,
    // A row that is met is asked for by its id: ahead of the entity, whose texts are compared at many times the cost.
    `drop index tessera.record_share_once;
    create unique index record_share_once on tessera.record_share (record_id, entity, user_id, team_id, rule_id)
      include (actions, expires_at) nulls not distinct`,
  ],
};

/** Make users, teams and roles count the policy version up; to be run whenever their tables are sure to exist. */
export const policyTriggers: readonly string[] = ['"user"', 'team', 'role'].map(
  (table) =>
    `create or replace trigger policy_changed after insert or update or delete or truncate on tessera.${table}` +
    ' for each statement execute function tessera.count_policy()',
);
