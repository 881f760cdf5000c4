import { randomUUID } from 'node:crypto';
import { expect, vi } from 'vitest';
import { recordsOf } from '../src/records/facade.ts';
import { sealAudit, unsealedRows } from '../src/audit/seal-audit.ts';
import { unfoldRows } from '../src/audit/unfold-rows.ts';
import { verifyAudit, type AuditVerdict } from '../src/audit/verify-audit.ts';
import { Company, makeWorld, type World } from './world.ts';

/** A world whose audit is written, sealed, checked and tampered with. */
export interface AuditWorld extends World {
  /** Makes a company and answers its id. */
  company(name: string, values?: Record<string, unknown>): Promise<string>;
  /** Makes two companies in one transaction, so that one batch has both; answers the id of the first. */
  pair(name: string, values: Record<string, unknown>): Promise<string>;
  /** Seals once. What is behind a transaction that still runs waits, also one of another test on the same server. */
  sealOnce(): Promise<number>;
  /** Seals until nothing waits any more; answers the rows. */
  seal(): Promise<number>;
  /** Gives every sealed row a row of digests, as it was with all before there were batches, and is with those that lose a value. */
  unfold(): Promise<void>;
  verify(expected?: string): Promise<AuditVerdict>;
  /** What is wrong, as `what` or `what field`. */
  faults(): Promise<readonly string[]>;
  /** As the owner of the database. */
  tamper(statement: string, values?: readonly unknown[]): Promise<void>;
  /** Ids of the rows of the audit about a record, the oldest first. */
  rowsOf(record: string): Promise<readonly string[]>;
}

export async function makeAuditWorld(): Promise<AuditWorld> {
  const world = await makeWorld();
  const { database } = world.kernel;
  return {
    ...world,
    company: (name, values = {}) =>
      world.as(world.system, async () => {
        const made = await recordsOf()(Company).create({
          name,
          taxCode: randomUUID(),
          ...values,
        } as never);
        return made.id;
      }),
    pair: (name, values) =>
      world.as(world.system, async () => {
        const both = [
          { name, ...values },
          { name: `${name} beside`, taxCode: randomUUID() },
        ];
        const [made] = await recordsOf()(Company).createMany(both as never);
        if (made?.status !== 'created') throw new Error('The pair was not made.');
        return made.id;
      }),
    sealOnce: () => sealAudit(database),
    async seal() {
      let sealed = 0;
      const waiting = async (): Promise<number> => {
        sealed += await sealAudit(database);
        return unsealedRows(database);
      };
      await vi.waitFor(async () => expect(await waiting()).toBe(0), { timeout: 60_000 });
      return sealed;
    },
    unfold: () =>
      database.transaction(async (sql) => {
        const rows = await sql.query<{ id: string }>('select id from tessera.audit');
        await unfoldRows(
          sql,
          rows.map(({ id }) => id),
        );
      }),
    verify: (expected) => verifyAudit(database, { expected }),
    async faults() {
      const { faults } = await verifyAudit(database);
      return faults.map(({ what, field }) => (field === undefined ? what : `${what} ${field}`));
    },
    async tamper(statement, values = []) {
      const { rowCount } = await world.pool.query(statement, [...values]);
      if (rowCount === 0) throw new Error(`Nothing was changed by: ${statement}`);
    },
    async rowsOf(record) {
      const { rows } = await world.pool.query<{ id: string }>(
        'select id from tessera.audit where record_id = $1 order by id',
        [record],
      );
      return rows.map(({ id }) => id);
    },
  };
}
