import { TesseraElement, icon, tokens } from '@tessera/sdk/ui';
import { css, html, type TemplateResult } from 'lit';
import { galleryItems, type GalleryItem } from './gallery-items.ts';

/** Every element of `@tessera/sdk/ui`, live, with its code beside it. */
export class ElementsGallery extends TesseraElement {
  static readonly tag = 'elements-gallery';

  override render(): TemplateResult {
    return html`<header>
        ${icon('shapes')}
        <h1>${this.t('elements:title')}</h1>
      </header>
      <div class="page" tabindex="0" role="region" aria-label=${this.t('elements:title')}>
        <p class="mut">${this.t('elements:intro')}</p>
        ${galleryItems.map((item) => this.#item(item))} ${this.#tokens()}
      </div>`;
  }

  #item({ name, source, shown }: GalleryItem): TemplateResult {
    return html`<section aria-label=${name}>
      <h2>${name}</h2>
      <div class="shown">${shown(this)}</div>
      <pre
        tabindex="0"
        role="region"
        aria-label=${this.t('elements:code', { name })}
      ><code>${source.trim()}</code></pre>
    </section>`;
  }

  #tokens(): TemplateResult {
    return html`<section aria-label=${this.t('elements:tokens')}>
      <h2>${this.t('elements:tokens')}</h2>
      <p class="mut">${this.t('elements:tokensText')}</p>
      <dl>
        ${tokens.map(
          ({ name, use }) =>
            html`<dt>
                <i style="background: var(${name})"></i>
                <code>${name}</code>
              </dt>
              <dd class="mut" lang="en">${use}</dd>`,
        )}
      </dl>
    </section>`;
  }

  static override styles = [
    TesseraElement.styles,
    css`
      :host {
        display: flex;
        flex: 1;
        flex-direction: column;
        min-height: 0;
      }
      header {
        display: flex;
        align-items: center;
        gap: 8px;
        flex: none;
        height: 44px;
        padding: 0 16px;
        border-bottom: 1px solid var(--ts-line);
      }
      h1,
      h2 {
        font-size: 13px;
        font-weight: 600;
      }
      .page {
        flex: 1;
        overflow: auto;
        padding: 20px 24px 40px;
      }
      section {
        display: grid;
        grid-template-columns: minmax(0, 2fr) minmax(0, 3fr);
        gap: 8px 20px;
        max-width: 1100px;
        margin-top: 28px;
      }
      h2,
      section > p,
      dl {
        grid-column: 1 / -1;
      }
      .shown {
        display: flex;
        flex-wrap: wrap;
        gap: 10px;
        align-items: center;
        align-content: flex-start;
      }
      .shown > ts-card,
      .shown > ts-bars,
      .shown > ts-empty,
      .shown > elements-people-card {
        flex: 1 1 100%;
      }
      pre {
        margin: 0;
        max-height: 320px;
        overflow: auto;
        padding: 12px 14px;
        border: 1px solid var(--ts-line);
        border-radius: var(--ts-radius-l);
        background: var(--ts-bg-app);
        font:
          12px/18px ui-monospace,
          monospace;
      }
      dl {
        display: grid;
        grid-template-columns: max-content minmax(0, 1fr);
        gap: 6px 20px;
        margin: 0;
      }
      dt {
        display: flex;
        gap: 8px;
        align-items: center;
      }
      dt i {
        width: 16px;
        height: 16px;
        border: 1px solid var(--ts-line);
        border-radius: var(--ts-radius-s);
      }
      dd {
        margin: 0;
      }
      @media (max-width: 759px) {
        section {
          grid-template-columns: minmax(0, 1fr);
        }
        dl {
          grid-template-columns: minmax(0, 1fr);
        }
        .page {
          padding: 12px 16px 24px;
        }
      }
    `,
  ];
}
