/** Formatted text without its formats: each block on a line of its own. */
export function richTextPlain(html: string): string {
  const { body } = new DOMParser().parseFromString(
    html.replaceAll(/<\/(?:p|h\d|li|blockquote|pre|div|tr)>|<br\s*\/?>/gi, '$&\n'),
    'text/html',
  );
  return (body.textContent ?? '').replaceAll(/\n{2,}/g, '\n').trim();
}
