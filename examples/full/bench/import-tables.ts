/** A table to import, written as a company's old system would give it. */
export interface ImportTable {
  readonly name: string;
  readonly entity: 'customer.account' | 'customer.contact';
  /** CSV with so many rows; `series` sets those of one import apart from those of another. */
  readonly csv: (rows: number, series: string) => string;
}

const CONTACTS_EACH = 5;
const INDUSTRIES = ['technology', 'software', 'manufacturing', 'retail', 'finance'];
const TITLES = ['Engineer', 'Buyer', 'Director', 'Accountant'];

/** Accounts point to nothing, each contact to one of the accounts of its series, by name. */
export const IMPORT_TABLES: readonly ImportTable[] = [
  {
    name: 'import of accounts',
    entity: 'customer.account',
    csv: (rows, series) =>
      csvOf(['name', 'industry', 'employees', 'website', 'phone'], rows, (row) => [
        accountName(series, row),
        at(INDUSTRIES, row),
        String(10 + (row % 5000)),
        `https://www.company-${row}.example`,
        `+49 30 ${1_000_000 + row}`,
      ]),
  },
  {
    name: 'import of contacts',
    entity: 'customer.contact',
    csv: (rows, series) =>
      csvOf(['givenName', 'familyName', 'jobTitle', 'email', 'account'], rows, (row) => [
        'Ada',
        `Bench ${row}`,
        at(TITLES, row),
        `ada.${series}.${row}@company.example`,
        accountName(series, Math.floor(row / CONTACTS_EACH)),
      ]),
  },
];

function accountName(series: string, row: number): string {
  return `Import ${series} ${row}`;
}

function csvOf(
  columns: readonly string[],
  rows: number,
  cells: (row: number) => readonly string[],
): string {
  const lines = Array.from({ length: rows }, (_, row) => cells(row).join(','));
  return `${[columns.join(','), ...lines].join('\n')}\n`;
}

function at(list: readonly string[], row: number): string {
  return list[row % list.length] ?? '';
}
