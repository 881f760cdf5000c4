import type { SystemTables } from '../entities/system-tables.ts';

/**
 * What outlives an erasure: addresses as keyed hashes, enough to notice them again and too little to learn them, and which records lost
 * what, so that a run that was killed goes on.
 */
export const privacyTables: SystemTables = {
  name: 'privacy',
  steps: [
    `create table tessera.suppression (
      hash text primary key,
      kind text not null check (kind in ('email', 'phone')),
      request uuid not null,
      created_at timestamptz(3) not null
    );
    create table tessera.erased_record (
      request uuid not null,
      entity text not null,
      record_id uuid not null,
      deal text not null check (deal in ('erase', 'clear', 'keep')),
      fields text[] not null,
      why text,
      primary key (request, entity, record_id)
    )`,
  ],
};
