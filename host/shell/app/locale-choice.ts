import type { TesseraElement } from '@tessera/sdk/ui';

/** The languages of the product, each in its own words. */
const LOCALES = { en: 'English', 'zh-CN': '中文' } as const;

/** A language and choosing it. */
interface LocaleAction {
  readonly locale: keyof typeof LOCALES;
  readonly label: string;
  readonly isChosen: boolean;
  readonly choose: () => void;
}

/** Speaks the language at once, and keeps it with the user. */
export function localeActions(element: TesseraElement): readonly LocaleAction[] {
  return (['en', 'zh-CN'] as const).map((locale) => ({
    locale,
    label: LOCALES[locale],
    isChosen: element.locale === locale,
    choose: () => {
      window.dispatchEvent(new CustomEvent('ts-locale-chosen', { detail: locale }));
      // What the page already speaks is not taken back when it cannot be kept.
      void element.api.patch('/api/auth/profile', { locale }).catch(() => {});
    },
  }));
}
