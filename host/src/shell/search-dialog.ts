import { TesseraElement, icon } from '@tessera/sdk/ui';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';

interface Hit {
  readonly entity: string;
  readonly id: string;
  readonly title: string;
  readonly subtitle: string | null;
}
const DELAY_MS = 150;

/** Finds records of every enabled plugin by what is typed. */
@customElement('ts-search-dialog')
export class SearchDialog extends TesseraElement {
  @state() private hits: readonly Hit[] = [];
  @state() private words = '';
  @state() private searched = '';
  @state() private chosen = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: AbortController | undefined;

  protected override firstUpdated(): void {
    this.renderRoot.querySelector('dialog')?.showModal();
  }

  override render(): TemplateResult {
    return html`<dialog
      aria-label=${this.t('search.title')}
      @close=${this.#close}
      @click=${this.#clicked}
    >
      <label class="visually-hidden" for="words">${this.t('search.title')}</label>
      <div class="top">
        ${icon('search', 16)}
        <input
          id="words"
          autofocus
          autocomplete="off"
          role="combobox"
          aria-controls="hits"
          aria-expanded=${this.hits.length > 0}
          aria-activedescendant=${this.hits.length > 0 ? `hit-${this.chosen}` : ''}
          placeholder=${this.t('search.placeholder')}
          .value=${this.words}
          @input=${this.#typed}
          @keydown=${this.#pressed}
        />
      </div>
      <div id="hits" role="listbox" aria-label=${this.t('search.results')}>
        ${this.hits.map((hit, index) => this.#hit(hit, index))}
      </div>
      ${this.searched && this.hits.length === 0 ? html`<p class="mut none">${this.t('search.none', { words: this.searched })}</p>` : nothing}
      <p class="foot">
        <kbd>↑</kbd> <kbd>↓</kbd> ${this.t('search.choose')} <kbd>↵</kbd> ${this.t('search.open')}
        <kbd>Esc</kbd> ${this.t('action.close')}
      </p>
    </dialog>`;
  }

  #hit(hit: Hit, index: number): TemplateResult {
    const entity = this.entityMeta(hit.entity);
    return html`<div
      id="hit-${index}"
      class="hit ${index === this.chosen ? 'on' : ''}"
      role="option"
      aria-selected=${index === this.chosen}
      @click=${() => this.#open(hit)}
    >
      ${icon(entity?.icon ?? 'circle', 16)} <span class="ell">${hit.title}</span>
      <span class="ell mut">${hit.subtitle ?? ''}</span>
      <span class="mut kind">${entity ? this.localized(entity.label) : ''}</span>
    </div>`;
  }

  readonly #typed = (event: Event): void => {
    this.words = (event.target as HTMLInputElement).value;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#search(), DELAY_MS);
  };

  async #search(): Promise<void> {
    this.#running?.abort();
    const words = this.words.trim();
    if (words === '') {
      this.hits = [];
      this.searched = '';
      return;
    }
    const running = new AbortController();
    this.#running = running;
    try {
      this.hits = await this.api.get<readonly Hit[]>('/api/search', {
        query: { q: words },
        signal: running.signal,
      });
      this.searched = words;
      this.chosen = 0;
    } catch {
      // A newer search runs, or the server is away: what was found stays.
    }
  }

  readonly #pressed = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0 && this.hits.length > 0) {
      event.preventDefault();
      this.chosen = (this.chosen + step + this.hits.length) % this.hits.length;
    }
    const hit = this.hits[this.chosen];
    if (event.key === 'Enter' && hit) this.#open(hit);
  };

  #open(hit: Hit): void {
    const entity = this.entityMeta(hit.entity);
    if (entity) this.navigate(`/${entity.path}/${hit.id}`);
    this.renderRoot.querySelector('dialog')?.close();
  }
  readonly #close = (): void => {
    this.dispatchEvent(new CustomEvent('close'));
  };
  readonly #clicked = (event: MouseEvent): void => {
    if (event.target instanceof HTMLDialogElement) event.target.close();
  };

  static override styles = [
    TesseraElement.styles ?? [],
    css`
      dialog {
        width: 620px;
        max-width: calc(100vw - 24px);
        margin-top: 12vh;
        padding: 0;
        border: 0;
        border-radius: 12px;
        background: var(--ts-bg-raised);
        color: var(--ts-fg);
        box-shadow: var(--ts-shadow-3);
        overflow: hidden;
      }
      dialog::backdrop {
        background: light-dark(oklch(0.2 0.02 262 / 0.18), oklch(0 0 0 / 0.5));
      }
      .top {
        display: flex;
        align-items: center;
        gap: 10px;
        padding: 0 16px;
        border-bottom: 1px solid var(--ts-line);
        color: var(--ts-fg-2);
      }
      input {
        flex: 1;
        min-width: 0;
        padding: 14px 0;
        border: 0;
        outline: 0;
        background: none;
        color: var(--ts-fg);
        font: 400 15px/24px var(--ts-font);
      }
      input::placeholder {
        color: var(--ts-fg-3);
        opacity: 1;
      }
      #hits {
        max-height: 50vh;
        overflow: auto;
        padding: 6px;
      }
      .hit {
        display: flex;
        align-items: center;
        gap: 10px;
        min-height: 38px;
        padding: 0 10px;
        border-radius: 8px;
        cursor: pointer;
      }
      .hit.on {
        background: var(--ts-bg-active);
      }
      .hit .kind {
        margin-left: auto;
        font-size: 12px;
        white-space: nowrap;
      }
      .none {
        padding: 10px 16px;
      }
      .foot {
        padding: 9px 14px;
        border-top: 1px solid var(--ts-line);
        color: var(--ts-fg-3);
        font-size: 12px;
      }
      @media (pointer: coarse) {
        .foot {
          display: none;
        }
        input {
          font-size: 16px;
        }
        .hit {
          min-height: 44px;
        }
      }
    `,
  ];
}
