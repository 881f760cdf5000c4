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
  ],
};

/** Make users, teams and roles count the policy version up; to be run whenever their tables are sure to exist. */
export const policyTriggers: readonly string[] = ['"user"', 'team', 'role'].map(
  (table) =>
    `create or replace trigger policy_changed after insert or update or delete or truncate on tessera.${table}` +
    ' for each statement execute function tessera.count_policy()',
);
