import i18next, { type i18n } from 'i18next';
import type { AppMeta } from '@tessera/core';
import { parts } from '../locales/parts.ts';

/** The texts of the shell in both languages; those of plugins are added as they come. */
export async function createTexts(locale: string): Promise<i18n> {
  const texts = i18next.createInstance();
  await texts.init({
    lng: locale,
    fallbackLng: 'en',
    keySeparator: false,
    nsSeparator: ':',
    defaultNS: 'shell',
    interpolation: { escapeValue: false },
    resources: {
      en: { shell: Object.assign({}, ...Object.values(parts).map(([english]) => english)) },
      'zh-CN': { shell: Object.assign({}, ...Object.values(parts).map(([, chinese]) => chinese)) },
    },
  });
  return texts;
}

/** Puts the texts of the enabled plugins in, each under its id, and takes away those of plugins that have gone. */
export function addPluginTexts(texts: i18n, meta: AppMeta): void {
  for (const [locale, byPlugin] of Object.entries(meta.locales)) {
    for (const [plugin, bundle] of Object.entries(byPlugin)) {
      texts.removeResourceBundle(locale, plugin);
      texts.addResourceBundle(locale, plugin, bundle);
    }
  }
}

/** The language of this browser that the product has. */
export function browserLocale(): 'en' | 'zh-CN' {
  return navigator.languages.some((language) => language.toLowerCase().startsWith('zh')) &&
    !navigator.languages[0]?.toLowerCase().startsWith('en')
    ? 'zh-CN'
    : 'en';
}
