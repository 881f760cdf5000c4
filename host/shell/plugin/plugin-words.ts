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

/** A step, with what it was taken with: `start voucher-service` → `Start voucher-service`. */
export function stepText(t: Translate, step: string): string {
  const [verb = '', ...rest] = step.split(' ');
  return [wordOf(t, 'step', verb), ...rest].join(' ');
}

/** Why an upgrade failed, and what serves now. */
export function failureText({ version, error }: Failure, t: Translate): string {
  return t('plugins.upgradeFailed', { version, error });
}
