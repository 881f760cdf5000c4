import type { Transaction } from '@tessera/core';

/** Chunks of one entity come one after the other: two imports of the same rows do not both create them. */
export async function lockEntity(transaction: Transaction, entity: string): Promise<void> {
  await lock(transaction, 'pg_advisory_xact_lock', `tessera.import ${entity}`);
}

/** Chunks that ask for no record of the entity come beside each other, and one after the other with those that do. */
export async function shareEntity(transaction: Transaction, entity: string): Promise<void> {
  await lock(transaction, 'pg_advisory_xact_lock_shared', `tessera.import ${entity}`);
}

/** Says that the transaction writes an import's rows up to this one. */
export async function lockEnd(transaction: Transaction, id: string, end: number): Promise<void> {
  await lock(transaction, 'pg_advisory_xact_lock', `tessera.import ${id} ${end}`);
}

/** Waits until the transaction that writes the rows up to this one has ended. PostgreSQL finds out when that waits for this one. */
export async function waitForEnd(transaction: Transaction, id: string, end: number): Promise<void> {
  await lock(transaction, 'pg_advisory_xact_lock_shared', `tessera.import ${id} ${end}`);
}

async function lock(
  transaction: Transaction,
  how: 'pg_advisory_xact_lock' | 'pg_advisory_xact_lock_shared',
  name: string,
): Promise<void> {
  await transaction.query(`select ${how}(hashtextextended($1, 0))`, [name]);
}
