import type { SystemTables } from '@tessera/core';

/** What is known of every uploaded file; the bytes lie in the store, by their hash. */
export const fileTables: SystemTables = {
  name: 'files',
  steps: [
    `create table tessera.file (
      id uuid primary key,
      sha256 char(64) not null,
      name text not null,
      media_type text not null,
      size bigint not null,
      created_by uuid,
      created_at timestamptz(3) not null
    );
    create index on tessera.file (sha256);`,
  ],
};
