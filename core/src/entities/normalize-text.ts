import type { FieldModel } from './model.ts';
import type { Normalized } from './normalize.ts';
import { safeHtml } from './safe-html.ts';

/** Trims and composes a text (NFC), and gives e-mail, URL and formatted text the form in which they are stored. */
export function normalizeText(field: FieldModel, input: unknown): Normalized {
  if (typeof input !== 'string') return { wrong: 'must be text' };
  if (!isStorable(input)) return { wrong: 'contains a character that cannot be stored' };
  const text = input.normalize('NFC').trim();
  switch (field.type) {
    case 'richText':
      return { value: safeHtml(text).trim() || null };
    case 'email':
      return { value: text.toLowerCase() };
    case 'url':
      return normalizeUrl(text);
    default:
      return {
        value: field.multiline
          ? text.replaceAll(/\r\n?/g, '\n')
          : text.replaceAll(/\s*[\r\n]+\s*/g, ' '),
      };
  }
}

/** PostgreSQL holds neither U+0000 nor half a surrogate pair. */
export function isStorable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}

function normalizeUrl(text: string): Normalized {
  const hasScheme = /^(https?:\/\/|mailto:)/i.test(text);
  const isOther = !hasScheme && /^[a-z][a-z0-9+-]*:(?!\d)|^[a-z][a-z0-9+.-]*:\/\//i.test(text);
  if (isOther) return { wrong: 'must begin with https://, http:// or mailto:' };
  const address = hasScheme ? text : `https://${text}`;
  if (/\s/.test(address) || !URL.canParse(address)) return { wrong: 'must be a web address' };
  const url = new URL(address);
  const isBare = url.pathname === '/' && !url.search && !url.hash && !text.endsWith('/');
  return { value: isBare ? url.href.slice(0, -1) : url.href };
}
