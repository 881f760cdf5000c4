import type { EntityModel } from '../entities/model.ts';
import type { Branch, SortKey } from './query-keyset.ts';
import { allOf, tableOf } from './sql-parameters.ts';

/** A page of rows in order, made of the branches of its keyset. */
export interface BranchedPage {
  readonly model: EntityModel;
  readonly columns: string;
  readonly joins: string;
  readonly where: string;
  readonly branches: readonly Branch[];
  readonly id: { readonly direction: 'asc' | 'desc' };
  readonly limit: number;
  readonly skip: string | undefined;
  /** A select of the total; none is told without one. */
  readonly counted: string | undefined;
  readonly isFirst: boolean;
}

/** The sort values of a row, for the cursor after it. */
export function keyColumns(keys: readonly Pick<SortKey, 'sql'>[]): string[] {
  return keys.map((key, index) => `${key.sql} as "$k${index}"`);
}

/** The statement of a page: of one branch, or of the rows with a value and then those without. */
export function pageOfBranches(page: BranchedPage): string {
  const [branch] = page.branches;
  return page.branches.length === 1 && branch ? oneBranch(page, branch) : twoBranches(page);
}

function oneBranch(page: BranchedPage, branch: Branch): string {
  const { columns, where, limit, skip, isFirst, counted } = page;
  const rows = (select: string): string =>
    `select ${select} ${from(page)} where ${allOf([where, branch.condition])}` +
    ` order by ${branch.orderBy} limit ${limit + 1}${skip ? ` offset ${skip}` : ''}`;
  return counted !== undefined && isFirst
    ? `select b.*${total(page)} from (${rows(columns)}) b`
    : rows(`${columns}${total(page)}`);
}

/** Each branch is limited by itself, then both together. */
function twoBranches(page: BranchedPage): string {
  const { columns, where, branches, id, limit, skip } = page;
  const most = skip ? `${limit + 1} + ${skip}` : `${limit + 1}`;
  const parts = branches.map(
    (branch, index) =>
      `(select ${columns}, ${index} as "$branch" ${from(page)} where ${allOf([where, branch.condition])}` +
      ` order by ${branch.orderBy} limit ${most})`,
  );
  return (
    `select b.*${total(page)} from (${parts.join(' union all ')}) b` +
    ` order by b."$branch", b."$k0" ${id.direction}, b.id ${id.direction} limit ${limit + 1}${skip ? ` offset ${skip}` : ''}`
  );
}

/** A first page that is not full is all there is: nothing else is counted then. */
function total({ counted, isFirst, limit }: BranchedPage): string {
  if (counted === undefined) return '';
  const text = isFirst ? `case when count(*) over () > ${limit} then ${counted} end` : counted;
  return `, ${text} as "$total"`;
}

function from({ model, joins }: BranchedPage): string {
  return `from ${tableOf(model)} r${joins}`;
}
