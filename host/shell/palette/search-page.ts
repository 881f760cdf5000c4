import { TesseraElement, icon } from '@tessera/sdk/ui';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { pageStyles } from '../app/page-styles.ts';
import type { SearchHit } from './palette-records.ts';

const DELAY_MS = 200;
const PER_ENTITY = 5;

interface Group {
  readonly entity: string;
  readonly total: number;
  readonly hits: readonly SearchHit[];
}

/** Everything that has the words of the address, kind by kind. */
@customElement('ts-search')
export class SearchPage extends TesseraElement {
  @state() private words = '';
  @state() private answered = '';
  @state() private groups: readonly Group[] = [];
  @state() private failed = false;
  @query('input') private readonly field!: HTMLInputElement;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: AbortController | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('popstate', this.#read);
    this.#read();
  }
  override disconnectedCallback(): void {
    removeEventListener('popstate', this.#read);
    clearTimeout(this.#timer);
    this.#running?.abort();
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    return html`<div class="title-bar">
        ${icon('search')}
        <h1>${this.t('search.title')}</h1>
      </div>
      <div class="body">
        <div class="column">
          <label class="field">
            <span class="visually-hidden">${this.t('search.title')}</span>
            <input
              type="search"
              maxlength="200"
              autocomplete="off"
              placeholder=${this.t('search.placeholder')}
              .value=${this.words}
              @input=${this.#typed}
            />
          </label>
          <div role="status" class="visually-hidden">${this.#summary()}</div>
          ${this.#content()}
        </div>
      </div>`;
  }

  #content(): TemplateResult | readonly TemplateResult[] | typeof nothing {
    const words = this.words.trim();
    if (this.failed)
      return html`<div class="none" role="alert">
        <p>${this.t('palette.failed')}</p>
        <button class="btn" @click=${() => void this.#search()}>${this.t('action.retry')}</button>
      </div>`;
    if (words === '') return html`<p class="none mut">${this.t('search.start')}</p>`;
    if (this.groups.length === 0 && this.answered !== words)
      return html`<div class="waiting" aria-busy="true"><i></i><i></i><i></i></div>`;
    if (this.groups.length === 0)
      return html`<p class="none mut">${this.t('search.none', { words })}</p>`;
    return this.groups.map((group) => this.#group(group));
  }

  #group({ entity: id, total, hits }: Group): TemplateResult {
    const entity = this.entityMeta(id);
    if (!entity) return html``;
    const number = new Intl.NumberFormat(this.locale).format(total);
    const all = `/${entity.path}?${new URLSearchParams({ q: this.answered }).toString()}`;
    return html`<section class="card" aria-labelledby="head-${id}">
      <h2 id="head-${id}">
        ${icon(entity.icon, 16)} ${this.localized(entity.plural)}
        <span class="mut num">${number}</span>
      </h2>
      <ul>
        ${hits.map(
          (hit) =>
            html`<li>
              <a href="/${entity.path}/${hit.id}">
                <span class="ell title">${hit.title ?? this.t('search.untitled')}</span>
                <span class="ell mut">${hit.subtitle ?? ''}</span>
              </a>
            </li>`,
        )}
      </ul>
      ${
        total > hits.length
          ? html`<a class="all" href=${all}
              >${this.t('search.all', { number, entities: this.localized(entity.plural) })}</a
            >`
          : nothing
      }
    </section>`;
  }

  #summary(): string {
    const count = this.groups.reduce((sum, { total }) => sum + total, 0);
    return this.answered === '' ? '' : this.t('palette.count', { count });
  }

  readonly #read = (): void => {
    const words = new URLSearchParams(location.search).get('q') ?? '';
    if (location.pathname !== '/search' || words === this.words.trim()) return;
    this.words = words;
    void this.#search();
  };

  readonly #typed = (): void => {
    this.words = this.field.value;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const words = this.words.trim();
      const address =
        words === '' ? '/search' : `/search?${new URLSearchParams({ q: words }).toString()}`;
      history.replaceState(history.state, '', address);
      void this.#search();
    }, DELAY_MS);
  };

  async #search(): Promise<void> {
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    const q = this.words.trim();
    this.failed = false;
    if (q === '') {
      this.groups = [];
      this.answered = '';
      return;
    }
    try {
      const groups = await this.api.get<readonly Group[]>('/api/search/groups', {
        query: { q, limit: `${PER_ENTITY}` },
        signal: running.signal,
      });
      if (running !== this.#running) return;
      this.groups = groups;
      this.answered = q;
    } catch {
      if (running === this.#running && !running.signal.aborted) this.failed = true;
    }
  }

  static override styles = [
    TesseraElement.styles ?? [],
    pageStyles,
    css`
      .card {
        gap: 4px;
        padding: 12px 8px 8px;
      }
      .card h2 {
        display: flex;
        align-items: center;
        gap: 8px;
        padding: 0 8px;
        font-size: 13px;
        line-height: 20px;
      }
      ul {
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li a,
      .all {
        display: flex;
        align-items: center;
        gap: 10px;
        min-height: 36px;
        padding: 0 8px;
        border-radius: var(--ts-radius-m);
        text-decoration: none;
      }
      li a:hover,
      .all:hover {
        background: var(--ts-bg-hover);
      }
      .title {
        flex: 0 1 auto;
        font-weight: 500;
      }
      li .mut {
        flex: 1 2 auto;
        text-align: end;
      }
      .all {
        color: var(--ts-fg-2);
        font-weight: 500;
      }
      .none {
        display: grid;
        justify-items: center;
        gap: 8px;
        padding: 40px 0;
        text-align: center;
      }
      .waiting {
        display: grid;
        gap: 12px;
        opacity: 0;
        animation: appear 1ms 150ms forwards;
      }
      .waiting i {
        height: 36px;
        border-radius: var(--ts-radius-l);
        background: var(--ts-bg-active);
      }
      @keyframes appear {
        to {
          opacity: 1;
        }
      }
      @media (pointer: coarse) {
        li a,
        .all {
          min-height: 44px;
        }
      }
    `,
  ];
}
