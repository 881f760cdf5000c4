import { isHashed, type Walk } from './narrow-reach.ts';
import { keyColumns, orderOfPage } from './query-branches.ts';
import { keysetBranch } from './query-keyset.ts';
import type { PageRows, QueryPage } from './query-page.ts';
import { allOf, tableOf } from './sql-parameters.ts';

/**
 * Meets so many entries of an index at most, and keeps those that are among the ids in reach (`reachIds`, for a statement that begins with
 * them and with `kept`). Where these do not fill the page, because rows out of reach lie in front, all rows in reach are looked up.
 */
export function pageOfWalk(page: QueryPage, walk: Walk, isOfLive: boolean): PageRows {
  const { model, keys, id, cursor, parameters, limit, skip } = page;
  const columns = ['r.id', ...keyColumns(keys)].join(', ');
  const most = skip ? `${limit + 1} + ${skip}` : `${limit + 1}`;
  const found = '(select count(*) from kept)';
  const { condition, orderBy } = keysetBranch(keys, id, cursor, parameters);
  const lookedUp =
    `select ${columns} from ${tableOf(model)} r where ${allOf([page.where, condition])}` +
    ` and ${found} < ${most} order by ${orderBy} limit ${most}`;
  const rows = `select * from kept where ${found} = ${most} union all (${lookedUp})`;
  const ids =
    `select * from (${rows}) k order by ${orderOfPage(page, 'k')}` +
    ` limit ${limit + 1}${skip ? ` offset ${skip}` : ''}`;
  return {
    parts: [`kept as materialized (${metRows(page, columns, { walk, isOfLive, most })})`],
    from: ` from (${ids}) k join ${tableOf(model)} r on r.id = k.id`,
    orderBy: orderOfPage(page, 'k'),
    keys: 'k',
  };
}

interface Met {
  readonly walk: Walk;
  /** The index holds no rows of the recycle bin; one that does is read alone, without looking at the rows, for none in reach is there. */
  readonly isOfLive: boolean;
  readonly most: string;
}

/** Of the first branch alone: the rows of the next one follow only where the first has ended. */
function metRows({ model, branches }: QueryPage, columns: string, met: Met): string {
  const [branch] = branches;
  const where = allOf([
    met.isOfLive ? 'r.deleted_at is null' : 'true',
    branch?.condition ?? 'true',
  ]);
  const entries =
    `select ${columns} from ${tableOf(model)} r where ${where}` +
    ` order by ${branch?.orderBy ?? 'r.id'} limit ${met.walk.entries}`;
  return `select * from (${entries}) m where ${isHashed('m.id', 'select id from ids')} limit ${met.most}`;
}
