import { html, LitElement, nothing, svg, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';

/** An address as a picture for the camera of a phone. What draws it is loaded when there is one to draw. */
@customElement('ts-qr-code')
export class QrCode extends LitElement {
  @property() text = '';
  /** What it is, for those who do not see it. */
  @property() label = '';
  @state() private cells: readonly (readonly boolean[])[] = [];

  protected override async willUpdate(): Promise<void> {
    const { text } = this;
    if (this.#drawn === text) return;
    this.#drawn = text;
    const { encode } = await import('uqr');
    if (text === this.text) this.cells = encode(text, { ecc: 'M', border: 3 }).data;
  }
  #drawn = '';

  override render(): TemplateResult | typeof nothing {
    const size = this.cells.length;
    if (size === 0) return nothing;
    const path = this.cells
      .flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : '')))
      .join('');
    return html`<svg
      role="img"
      aria-label=${this.label}
      width="184"
      height="184"
      viewBox="0 0 ${size} ${size}"
      shape-rendering="crispEdges"
    >
      ${svg`<rect width=${size} height=${size} fill="white"></rect><path d=${path} fill="black"></path>`}
    </svg>`;
  }
}
