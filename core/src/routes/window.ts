import { errors } from '../errors.ts';
import { PAGE_DEFAULT } from './list-grammar.ts';

/** Where a page of history or timeline begins, and how long it is. */
export interface Window {
  readonly cursor?: string | undefined;
  /** 1 to 200; 50 when not given. */
  readonly limit: number;
}

/** @throws TesseraError `CORE_NAME_UNKNOWN`, `CORE_REQUEST_INVALID` */
export function cursorAndLimit(search: URLSearchParams, entity: string): Window {
  for (const name of search.keys()) {
    if (name !== 'cursor' && name !== 'limit') {
      throw errors.nameUnknown({ entity, what: 'query parameter', name });
    }
  }
  const limit = Number(search.get('limit') ?? PAGE_DEFAULT);
  if (!Number.isInteger(limit) || limit < 1 || limit > 200) {
    throw errors.requestInvalid({ reason: 'limit must be 1 to 200.' });
  }
  return { limit, cursor: search.get('cursor') ?? undefined };
}
