import type { LocalizedText } from '@tessera/core';

/**
 * The text in a language; English where there is none.
 *
 * @example
 * ```ts
 * import { localized } from '@tessera/sdk/ui';
 *
 * export const text = localized({ en: 'Berth', 'zh-CN': '泊位' }, 'zh-CN');
 * ```
 */
export function localized(text: LocalizedText, locale: string): string {
  return (locale.startsWith('zh') ? text['zh-CN'] : undefined) ?? text.en;
}
