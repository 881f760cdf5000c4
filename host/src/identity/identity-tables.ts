import type { SystemTables } from '@tessera/core';

/** What signing in needs beside the records of users. Of every secret only a hash is kept. */
export const identityTables: SystemTables = {
  name: 'identity',
  steps: [
    `create table tessera.credential (
      user_id uuid primary key references tessera."user" (id) on delete cascade,
      password_hash text not null,
      changed_at timestamptz(3) not null
    );
    create table tessera.session (
      id uuid primary key default gen_random_uuid(),
      token_hash bytea not null unique,
      user_id uuid not null references tessera."user" (id) on delete cascade,
      created_at timestamptz(3) not null,
      seen_at timestamptz(3) not null,
      expires_at timestamptz(3) not null,
      user_agent text,
      address text
    );
    create index on tessera.session (user_id);
    create table tessera.api_token (
      id uuid primary key default gen_random_uuid(),
      token_hash bytea not null unique,
      user_id uuid not null references tessera."user" (id) on delete cascade,
      name text not null,
      created_at timestamptz(3) not null,
      expires_at timestamptz(3),
      used_at timestamptz(3)
    );
    create index on tessera.api_token (user_id);
    create table tessera.invitation (
      user_id uuid primary key references tessera."user" (id) on delete cascade,
      token_hash bytea not null unique,
      created_by uuid,
      created_at timestamptz(3) not null,
      expires_at timestamptz(3) not null
    );
    create table tessera.rate_limit (
      key varchar(255) primary key,
      points integer not null default 0,
      expire bigint
    );
    create index on tessera.rate_limit (expire);`,
    // Sessions from before have the plain cookie; the others never open by it where there is a prefix.
    // The messages are those of the kernel's channel, so every host learns at once that a session or token has ended.
    `alter table tessera.session
      add column viewing_as uuid,
      add column viewing_since timestamptz(3),
      add column is_prefixed boolean not null default false;
    alter table tessera.session alter column is_prefixed set default true;
    alter table tessera.api_token add column scopes jsonb, add column used_address text;
    create function tessera.tell_credentials() returns trigger language plpgsql as $$
    begin
      perform pg_notify('tessera', jsonb_build_object('from', '', 'changes', jsonb_build_array(
        jsonb_build_object('entity', 'tessera.session', 'id', old.user_id, 'action', 'deleted')))::text);
      return null;
    end $$;
    create trigger told after delete or update of viewing_as on tessera.session
      for each row execute function tessera.tell_credentials();
    create trigger told after delete on tessera.api_token
      for each row execute function tessera.tell_credentials();`,
    `create table tessera.password_reset (
      user_id uuid primary key references tessera."user" (id) on delete cascade,
      token_hash bytea not null unique,
      created_at timestamptz(3) not null,
      expires_at timestamptz(3) not null
    );
    create table tessera.second_factor (
      user_id uuid primary key references tessera."user" (id) on delete cascade,
      secret text not null,
      begun_at timestamptz(3) not null,
      since timestamptz(3),
      last_step bigint not null default 0
    );
    create table tessera.recovery_code (
      user_id uuid not null references tessera.second_factor (user_id) on delete cascade,
      code_hash bytea not null,
      salt bytea not null,
      primary key (user_id, code_hash)
    );
    create table tessera.login_challenge (
      token_hash bytea primary key,
      user_id uuid not null references tessera."user" (id) on delete cascade,
      method text not null check (method in ('password', 'oidc')),
      expires_at timestamptz(3) not null,
      tries integer not null default 0
    );
    create index on tessera.login_challenge (user_id);
    create index on tessera.login_challenge (expires_at);
    create table tessera.oidc_provider (
      id uuid primary key default gen_random_uuid(),
      label text not null,
      issuer text not null,
      client_id text not null,
      client_secret text,
      scopes text[] not null,
      provisioning text not null check (provisioning in ('none', 'create')),
      roles uuid[] not null,
      domains text[] not null,
      is_active boolean not null,
      version integer not null default 1
    );
    create table tessera.oidc_login (
      state_hash bytea primary key,
      provider_id uuid not null references tessera.oidc_provider (id) on delete cascade,
      browser_hash bytea not null,
      secrets text not null,
      return_path text not null,
      expires_at timestamptz(3) not null
    );
    create index on tessera.oidc_login (expires_at);
    create table tessera.oidc_account (
      provider_id uuid not null references tessera.oidc_provider (id) on delete cascade,
      subject text not null,
      user_id uuid not null references tessera."user" (id) on delete cascade,
      created_at timestamptz(3) not null,
      primary key (provider_id, subject)
    );
    create index on tessera.oidc_account (user_id);
    alter table tessera.session add column second_factor text check (second_factor in ('own', 'provider'));`,
    // Whoever changes a user, and however: a link ends with the address that it went to, and nothing comes back with the user.
    `create function tessera.end_credentials() returns trigger language plpgsql as $$
    begin
      if new.email is distinct from old.email or new.deleted_at is not null or new.status = 'suspended' then
        delete from tessera.password_reset where user_id = new.id;
        delete from tessera.invitation where user_id = new.id;
      end if;
      if new.deleted_at is not null or new.status = 'suspended' then
        delete from tessera.login_challenge where user_id = new.id;
        delete from tessera.session where user_id = new.id;
        delete from tessera.api_token where user_id = new.id;
      end if;
      return null;
    end $$;
    create trigger credentials_end after update on tessera."user"
      for each row execute function tessera.end_credentials();`,
  ],
};
