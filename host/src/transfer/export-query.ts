import { errors as coreErrors } from '@tessera/core';

/** What an export is asked for, besides which records. */
export interface ExportRequest {
  readonly format: 'csv' | 'xlsx';
  /** Fields and paths in their order; all fields when not given. */
  readonly columns: readonly string[] | undefined;
  /** `keys`: names and keys, as an import understands them again. */
  readonly labels: 'text' | 'keys';
  /** That of the user when not given. */
  readonly locale: 'en' | 'zh-CN' | undefined;
}

const OWN = ['format', 'columns', 'labels', 'locale'] as const;
const WINDOW = ['_start', '_end', '_page', '_limit', 'cursor', 'fields', 'include', '_embed'];

/** Takes what belongs to the export out of an address; the rest is the grammar of a list. @throws TesseraError `CORE_REQUEST_INVALID` */
export function readExportQuery(address: URLSearchParams): {
  readonly listed: URLSearchParams;
  readonly request: ExportRequest;
} {
  const unfit = WINDOW.find((name) => address.has(name));
  if (unfit) throw refuse(`an export has no “${unfit}”: it takes all records, in “columns”.`);
  const listed = new URLSearchParams(address);
  for (const name of OWN) listed.delete(name);
  const columns = (address.get('columns') ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  return {
    listed,
    request: {
      format: oneOf(address, 'format', ['csv', 'xlsx']) ?? 'csv',
      columns: columns.length > 0 ? columns : undefined,
      labels: oneOf(address, 'labels', ['text', 'keys']) ?? 'text',
      locale: oneOf(address, 'locale', ['en', 'zh-CN']),
    },
  };
}

function oneOf<T extends string>(
  address: URLSearchParams,
  name: string,
  values: readonly T[],
): T | undefined {
  const text = address.get(name);
  if (text === null || text === '') return undefined;
  const found = values.find((value) => value === text);
  if (!found) throw refuse(`“${name}” is one of ${values.join(', ')}.`);
  return found;
}

function refuse(reason: string): Error {
  return coreErrors.requestInvalid({ reason });
}
