import type { EntityModel } from '../entities/model.ts';
import { keysetBranch, type Branch, type SortKey } from './query-keyset.ts';
import { allOf, tableOf, type Parameters } from './sql-parameters.ts';

/** A page of rows in order, made of the branches of its keyset. */
export interface BranchedPage extends PageOrder {
  readonly model: EntityModel;
  readonly columns: string;
  readonly joins: string;
  readonly where: string;
  readonly branches: readonly Branch[];
  readonly limit: number;
  readonly skip: string | undefined;
}

/** What puts the rows of a page in order. */
export interface PageOrder {
  readonly keys: readonly SortKey[];
  readonly id: { readonly sql: string; readonly direction: 'asc' | 'desc' };
  readonly parameters: Parameters;
}

/** The sort values as the rows of a page have them, under their alias. */
export function keysOfPage(keys: readonly SortKey[], alias: string): SortKey[] {
  return keys.map((key, index) => ({ ...key, sql: `${alias}."$k${index}"` }));
}

/** The order of a page once more, for what selects from it. */
export function orderOfPage({ keys, id, parameters }: PageOrder, alias: string): string {
  const onPage = { ...id, sql: `${alias}.id` };
  return keysetBranch(keysOfPage(keys, alias), onPage, undefined, parameters).orderBy;
}

/** The sort values of a row, for the cursor after it. */
export function keyColumns(keys: readonly Pick<SortKey, 'sql'>[]): string[] {
  return keys.map((key, index) => `${key.sql} as "$k${index}"`);
}

/** The rows of a page and one more: of one branch, or of the rows with a value and then those without. */
export function pageOfBranches(page: BranchedPage): string {
  const [branch] = page.branches;
  return page.branches.length === 1 && branch ? oneBranch(page, branch) : twoBranches(page);
}

function oneBranch(page: BranchedPage, branch: Branch): string {
  const { columns, where, limit, skip } = page;
  return (
    `select ${columns} ${from(page)} where ${allOf([where, branch.condition])}` +
    ` order by ${branch.orderBy} limit ${limit + 1}${skip ? ` offset ${skip}` : ''}`
  );
}

/** Each branch is limited by itself, then both together. */
function twoBranches(page: BranchedPage): string {
  const { columns, where, branches, limit, skip } = page;
  const most = skip ? `${limit + 1} + ${skip}` : `${limit + 1}`;
  const parts = branches.map(
    (branch) =>
      `(select ${columns} ${from(page)} where ${allOf([where, branch.condition])}` +
      ` order by ${branch.orderBy} limit ${most})`,
  );
  return (
    `select b.* from (${parts.join(' union all ')}) b` +
    ` order by ${orderOfPage(page, 'b')} limit ${limit + 1}${skip ? ` offset ${skip}` : ''}`
  );
}

function from({ model, joins }: BranchedPage): string {
  return `from ${tableOf(model)} r${joins}`;
}
