import { createRequire } from 'node:module';
import type sanitize from 'sanitize-html';
import type { IOptions } from 'sanitize-html';

const load = createRequire(import.meta.url);

/** Formatted text without what it may not hold. Its parser takes megabytes, and is loaded when the first such text is written. */
export function safeHtml(text: string): string {
  const sanitizeHtml = load('sanitize-html') as typeof sanitize;
  return sanitizeHtml(text, formatting);
}

/** What formatted text may hold: no script, no style, no frame, no form, no way to reach out but a link or a picture. */
const formatting: IOptions = {
  allowedTags:
    'p br h1 h2 h3 h4 blockquote pre code hr div span b strong i em u s sub sup mark a img ul ol li table thead tbody tr th td'.split(
      ' ',
    ),
  allowedAttributes: {
    a: ['href', 'title', 'target', 'rel'],
    img: ['src', 'alt', 'title', 'width', 'height'],
    td: ['colspan', 'rowspan'],
    th: ['colspan', 'rowspan'],
    ol: ['start'],
  },
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  allowedSchemesByTag: { img: ['https'] },
  allowProtocolRelative: false,
  transformTags: {
    a: (tagName, attributes) => ({
      tagName,
      attribs: { ...attributes, target: '_blank', rel: 'noopener noreferrer' },
    }),
  },
};
