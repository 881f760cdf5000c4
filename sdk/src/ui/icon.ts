import { svg, html, type TemplateResult } from 'lit';

/** Names of the icons in the small sprite with spaces between, put in when the UI is built. */
declare const TESSERA_ICONS: string | undefined;

const small: ReadonlySet<string> | undefined =
  typeof TESSERA_ICONS === 'string' ? new Set(TESSERA_ICONS.split(' ')) : undefined;

/** What the host’s own pages show is in the small sprite; plugins from elsewhere may show any icon. */
function spriteOf(name: string): string {
  return small === undefined || small.has(name) ? '/assets/icons.svg' : '/assets/icons-all.svg';
}

/**
 * A Lucide icon by name, drawn in the colour of the text. `size` in pixels.
 *
 * @example
 * ```ts
 * import { icon } from '@tessera/sdk/ui';
 * import { html } from 'lit';
 *
 * export const button = html`<button class="btn">${icon('ship', 14)} Vessels</button>`;
 * ```
 */
export function icon(name: string, size = 16): TemplateResult {
  return html`<svg
    class="ts-icon"
    width=${size}
    height=${size}
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    stroke-width="1.75"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
  >
    ${svg`<use href="${spriteOf(name)}#${name}"></use>`}
  </svg>`;
}
