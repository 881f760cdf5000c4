import { toast } from '@tessera/sdk/ui';

/** Puts a text into the clipboard, and says whether the browser let it. */
export async function copyText(text: string, t: (key: string) => string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toast({ text: t('settings.tokens.copied') });
  } catch {
    toast({ text: t('security.copyFailed'), tone: 'error' });
  }
}
