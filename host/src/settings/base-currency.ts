import type { Sql } from '@tessera/core';
import { errors } from './errors.ts';

/**
 * Refuses to change the base currency once there is money: every amount, also of plugins that are off and of records in the
 * recycle bin, is kept converted to it.
 * @throws TesseraError `HOST_CURRENCY_FIXED` naming a table that holds amounts.
 */
export async function refuseWhereMoneyIs(sql: Sql, currency: string): Promise<void> {
  const columns = await sql.query<{ table: string; column: string }>(`
    select format('%I.%I', base.table_schema, base.table_name) as table, format('%I', base.column_name) as column
    from information_schema.columns base
    join information_schema.columns rate
      on rate.table_schema = base.table_schema and rate.table_name = base.table_name
      and rate.column_name = left(base.column_name, -length('_base')) || '_rate_date'
    where base.column_name like '%\\_base'
    order by 1, 2`);
  for (const { table, column } of columns) {
    const [found] = await sql.query<{ any: boolean }>(
      `select exists (select from ${table} where ${column} is not null) as any`,
    );
    if (found?.any) throw errors.currencyFixed({ currency, table });
  }
}
