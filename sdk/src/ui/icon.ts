import { svg, html, type TemplateResult } from 'lit';

/** A Lucide icon by name, drawn in the colour of the text. `size` in pixels. */
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
    ${svg`<use href="/assets/icons.svg#${name}"></use>`}
  </svg>`;
}
