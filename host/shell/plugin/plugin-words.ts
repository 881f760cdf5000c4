import type { Failure } from './plugin-api.ts';

type Translate = (key: string, values?: Readonly<Record<string, unknown>>) => string;

/** A word of the server in the language of the UI: `start` → `Start`. One that has no text here stays as it is. */
export function wordOf(
  t: Translate,
  kind: 'kind' | 'others' | 'span' | 'step',
  word: string,
): string {
  const key = `plugins.${kind}.${word}`;
  const text = t(key);
  return text === key ? word : text;
}

/** Why an upgrade failed, and what serves now. */
export function failureText({ version, step, error }: Failure, t: Translate): string {
  const words = { version, step: wordOf(t, 'step', step), error };
  return t('plugins.upgradeFailed', words);
}
