import { ApiError } from '@tessera/sdk/ui';
import type { ProblemDetails } from '@tessera/sdk/ui';
import type { EntityMeta, Filter } from '@tessera/core';
import { exportUrl } from './export-link.ts';
import type { ExportAsk } from './export-link.ts';

/** So many ids fit into an address. */
const MOST_IN_ADDRESS = 300;
/** So many values may stand in one list of a filter. */
const MOST_IN_LIST = 5000;

/** Whether an export of these records is too long for an address. */
export function isTooLong(ids: readonly string[]): boolean {
  return ids.length > MOST_IN_ADDRESS;
}

/** The filter that finds records by their ids. */
export function filterOfIds(ids: readonly string[]): Filter {
  const lists: Filter[] = [];
  for (let start = 0; start < ids.length; start += MOST_IN_LIST)
    lists.push({ id: { in: ids.slice(start, start + MOST_IN_LIST) } });
  return lists.length === 1 ? lists[0]! : { or: lists };
}

/** Downloads an export whose question is too long for an address. @throws ApiError */
export async function downloadExport(
  entity: Pick<EntityMeta, 'path'>,
  ask: ExportAsk,
): Promise<void> {
  const address = exportUrl(entity, ask);
  const [path = '', query = ''] = address.split('?');
  const file = await fetchFile(path, Object.fromEntries(new URLSearchParams(query)));
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file.blob);
  link.download = file.name;
  link.click();
  // The browser has taken the file over by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

async function fetchFile(
  path: string,
  ask: Readonly<Record<string, string>>,
): Promise<{ readonly blob: Blob; readonly name: string }> {
  try {
    const answer = await fetch(path, {
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(ask),
    });
    if (!answer.ok) {
      const problem = (await answer.json().catch(() => ({}))) as ProblemDetails;
      throw new ApiError(answer.status, problem);
    }
    const name = nameOf(answer.headers.get('Content-Disposition') ?? '');
    return { blob: await answer.blob(), name };
  } catch (error) {
    if (error instanceof ApiError) throw error;
    throw new ApiError(0, { code: 'UI_OFFLINE', detail: '' });
  }
}

function nameOf(disposition: string): string {
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(disposition)?.[1];
  if (encoded !== undefined) return decodeURIComponent(encoded);
  return /filename="([^"]+)"/.exec(disposition)?.[1] ?? '';
}
