import i18next, { type i18n } from 'i18next';
import type { AppMeta } from '@tessera/core';

type Parts = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Each language is a file of its own: nobody loads one that they do not read. */
const PARTS: Readonly<Record<string, () => Promise<Parts>>> = {
  en: async () => (await import('../locales/english.ts')).english,
  'zh-CN': async () => (await import('../locales/chinese.ts')).chinese,
};

/** The texts of the shell in a language; those of plugins are added as they come. */
export async function createTexts(locale: string): Promise<i18n> {
  const texts = i18next.createInstance();
  await texts.init({
    lng: locale,
    fallbackLng: 'en',
    keySeparator: false,
    nsSeparator: ':',
    defaultNS: 'shell',
    interpolation: { escapeValue: false },
    resources: {},
  });
  await changeLanguage(texts, locale);
  return texts;
}

/** Goes on in a language, with the texts of the shell in it. */
export async function changeLanguage(texts: i18n, locale: string): Promise<void> {
  await addLanguage(texts, locale);
  await texts.changeLanguage(locale);
}

/** For the palette, which understands every language: `t(key, { lng })` has them all from now on. */
export async function addEveryLanguage(texts: i18n): Promise<void> {
  await Promise.all(Object.keys(PARTS).map((locale) => addLanguage(texts, locale)));
}

async function addLanguage(texts: i18n, locale: string): Promise<void> {
  if (texts.hasResourceBundle(locale, 'shell')) return;
  const parts = await PARTS[locale]!();
  texts.addResourceBundle(locale, 'shell', Object.assign({}, ...Object.values(parts)));
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
