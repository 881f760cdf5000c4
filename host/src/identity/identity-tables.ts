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
  ],
};
