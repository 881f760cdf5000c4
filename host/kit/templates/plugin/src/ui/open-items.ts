import { TesseraElement } from '@tessera/sdk/ui';
import { css, html, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';

interface Item {
  readonly id: string;
  readonly name: string;
}

const ENTITY = 'my-plugin.item';
const SHOWN = 5;

/** A card of the dashboard. `this.api` speaks to the server, `this.t` has the texts of `locales`. */
export class OpenItems extends TesseraElement {
  static readonly tag = 'my-plugin-open-items';
  static override readonly styles: CSSResultGroup = [
    TesseraElement.styles,
    css`
      ul {
        margin: 0;
        padding: 0;
        list-style: none;
      }
      /* High enough for a finger. */
      a {
        display: block;
        padding-block: 4px;
        line-height: 20px;
      }
    `,
  ];

  @state() private items: readonly Item[] | undefined;
  @state() private hasFailed = false;
  #stopLive: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#read();
    // Called whenever a task changes, in this browser or another.
    this.#stopLive = this.live.watch({ entities: [ENTITY] }, () => void this.#read());
  }

  override disconnectedCallback(): void {
    this.#stopLive?.();
    super.disconnectedCallback();
  }

  override render(): TemplateResult | typeof nothing {
    if (this.hasFailed) return html`<p role="alert">${this.t('my-plugin:open.failed')}</p>`;
    if (!this.items) return nothing;
    if (this.items.length === 0)
      return html`<ts-empty
        icon="list-checks"
        heading=${this.t('my-plugin:open.emptyTitle')}
        text=${this.t('my-plugin:open.emptyText')}
      ></ts-empty>`;
    return html`<ul>
      ${this.items.map(
        ({ id, name }) => html`<li><a href="/my-plugin/items/${id}">${name}</a></li>`,
      )}
    </ul>`;
  }

  async #read(): Promise<void> {
    const path = `/api/my-plugin/items?status=open&_sort=due&_end=${SHOWN}`;
    try {
      this.items = await this.api.get<readonly Item[]>(path);
      this.hasFailed = false;
    } catch {
      this.hasFailed = true;
    }
  }
}
