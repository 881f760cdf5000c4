/** Entities as `../contract.ts` names them; the browser side is a project of its own. */
export const OPPORTUNITY = 'sales.opportunity';
export const STAGE = 'sales.stage';
/** Where opportunities are read. */
export const OPPORTUNITIES = '/api/sales/opportunities';

/** The list of opportunities with a filter, as an address of the UI. */
export function listPath(
  filter: Readonly<Record<string, unknown>>,
  more: Readonly<Record<string, string>> = {},
): string {
  const query = new URLSearchParams({ ...more, filter: JSON.stringify(filter) });
  return `/sales/opportunities?${query.toString()}`;
}
