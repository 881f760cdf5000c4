import type { LocalizedText } from '@tessera/core';

/** The text in a language; English where there is none. */
export function localized(text: LocalizedText, locale: string): string {
  return (locale.startsWith('zh') ? text['zh-CN'] : undefined) ?? text.en;
}
