const PREFIX = 'ts-draft:';

/** What was written about a record and not sent yet: it is still there when one comes back to the record within this tab. */
export function readDraft(about: string): string {
  return sessionStorage.getItem(PREFIX + about) ?? '';
}

/** Keeps what is written; nothing takes it away. */
export function keepDraft(about: string, text: string): void {
  if (text === '') sessionStorage.removeItem(PREFIX + about);
  else sessionStorage.setItem(PREFIX + about, text);
}
