import type { AppMeta } from '@tessera/core';

const PREFIX = 'seed.';

/**
 * The title of a record in the reader's language. Records that a plugin brings are named in English; while nobody has renamed them, the
 * plugin's texts under `seed.…` translate them.
 */
export function seededTitle(meta: AppMeta, entity: string, title: string, locale: string): string {
  const plugin = entity.slice(0, entity.indexOf('.'));
  const english = meta.locales['en']?.[plugin] ?? {};
  const translated = meta.locales[locale]?.[plugin] ?? {};
  const found = Object.entries(english).find(
    ([key, text]) => key.startsWith(PREFIX) && text === title,
  );
  return (found && translated[found[0]]) ?? title;
}
