import { ApiError } from '@tessera/sdk/ui';

type Translate = (key: string, values?: Readonly<Record<string, unknown>>) => string;

/** What went wrong in a sentence: the server's own, or that it did not answer. */
export function problemText(error: unknown, t: Translate): string {
  // Status 0: there was no answer at all.
  if (error instanceof ApiError && error.status !== 0)
    return error.detail || t('problem.status', { status: error.status });
  return t('problem.offline');
}

/** What is wrong by field name, from the pointers of a problem; what names no field comes under an empty name. */
export function problemsByField(error: unknown): Readonly<Record<string, string>> {
  if (!(error instanceof ApiError)) return {};
  const found: Record<string, string> = {};
  for (const { pointer, detail } of error.errors) {
    const name = decodePointer(pointer.split('/')[1] ?? '');
    found[name] = found[name] === undefined ? detail : `${found[name]} ${detail}`;
  }
  return found;
}

function decodePointer(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~');
}
