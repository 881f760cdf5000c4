import { TesseraElement, icon } from '@tessera/sdk/ui';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { isApple } from './shortcut-keyboard.ts';
import { navigationItems } from '../app/route.ts';
import { createLetters, goLetters } from './shortcut-places.ts';

/** Keys that do something, and what. A line of keys is a sequence; `or` stands between ways. */
interface Line {
  readonly keys: readonly string[];
  readonly text: string;
}

/**
 * All shortcuts on one sheet.
 *
 * @fires close - when it has closed
 */
@customElement('ts-shortcut-sheet')
export class ShortcutSheet extends TesseraElement {
  protected override firstUpdated(): void {
    this.renderRoot.querySelector('dialog')?.showModal();
  }

  override render(): TemplateResult {
    return html`<dialog
      aria-labelledby="title"
      @close=${() => this.dispatchEvent(new CustomEvent('close'))}
      @click=${this.#clicked}
    >
      <header>
        <h2 id="title">${this.t('shortcut.title')}</h2>
        <button class="btn ghost icon" aria-label=${this.t('action.close')} @click=${this.#close}>
          ${icon('x', 16)}
        </button>
      </header>
      <div class="groups" tabindex="0" role="region" aria-labelledby="title">
        ${this.#group('anywhere', this.#anywhere())} ${this.#group('list', this.#list())}
        ${this.#group('record', this.#record())} ${this.#group('board', this.#board())}
        ${this.#group('go', this.#places())} ${this.#group('create', this.#creations())}
      </div>
    </dialog>`;
  }

  #group(name: string, lines: readonly Line[]): TemplateResult | typeof nothing {
    if (lines.length === 0) return nothing;
    return html`<section aria-labelledby="group-${name}">
      <h3 id="group-${name}">${this.t(`shortcut.group.${name}`)}</h3>
      <dl>
        ${lines.map(
          ({ keys, text }) =>
            html`<div>
              <dt>${text}</dt>
              <dd>${keys.map((key) => html`<kbd>${key}</kbd>`)}</dd>
            </div>`,
        )}
      </dl>
    </section>`;
  }

  #lines(lines: Readonly<Record<string, readonly string[]>>): readonly Line[] {
    return Object.entries(lines).map(([name, keys]) => ({
      keys,
      text: this.t(`shortcut.${name}`),
    }));
  }

  #anywhere(): readonly Line[] {
    return this.#lines({
      palette: [isApple() ? '⌘' : 'Ctrl', 'K'],
      search: ['/'],
      sheet: ['?'],
      fold: ['['],
      close: ['Esc'],
    });
  }
  #list(): readonly Line[] {
    return this.#lines({
      listSearch: ['/'],
      listCreate: ['C'],
      listFilter: ['F'],
      listRows: ['J', 'K'],
      listOpen: ['O'],
      listEdit: ['E'],
      listSelect: ['X'],
    });
  }
  #record(): readonly Line[] {
    return this.#lines({
      recordEdit: ['E'],
      recordShare: ['S'],
      recordExplain: ['W'],
      recordNeighbours: ['J', 'K'],
    });
  }
  #board(): readonly Line[] {
    return this.#lines({ boardMove: ['⇧', '←', '→'] });
  }
  #places(): readonly Line[] {
    const labels = new Map([
      ['/', this.t('home.title')],
      ['/settings', this.t('settings.title')],
      ['/plugins', this.t('plugins.title')],
      ...navigationItems(this.meta).map(
        ({ path, label }) => [path, this.localized(label)] as const,
      ),
    ]);
    return [...goLetters(this.meta)].map(([path, letter]) => ({
      keys: ['G', letter.toUpperCase()],
      text: labels.get(path) ?? path,
    }));
  }
  #creations(): readonly Line[] {
    return [...createLetters(this.meta)].flatMap(([path, letter]) => {
      const entity = this.meta.entities.find((one) => `/${one.path}/new` === path);
      return entity
        ? [{ keys: ['C', letter.toUpperCase()], text: this.localized(entity.label) }]
        : [];
    });
  }

  readonly #close = (): void => this.renderRoot.querySelector('dialog')?.close();
  readonly #clicked = (event: MouseEvent): void => {
    if (event.target instanceof HTMLDialogElement) event.target.close();
  };

  static override styles = [
    TesseraElement.styles ?? [],
    css`
      :host {
        display: contents;
      }
      dialog {
        width: 760px;
        max-width: calc(100vw - 32px);
        max-height: calc(100dvh - 64px);
        padding: 0;
        border: 0;
        border-radius: 12px;
        background: var(--ts-bg-raised);
        color: var(--ts-fg);
        box-shadow: var(--ts-shadow-3);
        overflow: hidden;
      }
      dialog[open] {
        display: flex;
        flex-direction: column;
      }
      dialog::backdrop {
        background: light-dark(oklch(0.2 0.02 262 / 0.18), oklch(0 0 0 / 0.5));
      }
      header {
        display: flex;
        align-items: center;
        justify-content: space-between;
        flex: none;
        padding: 12px 12px 8px 20px;
      }
      h2 {
        font-size: 15px;
        line-height: 22px;
        font-weight: 600;
      }
      .groups {
        columns: 2;
        column-gap: 40px;
        overflow: auto;
        padding: 0 20px 20px;
      }
      .groups:focus-visible {
        outline-offset: -2px;
      }
      section {
        break-inside: avoid;
        padding-bottom: 14px;
      }
      h3 {
        padding: 6px 0 2px;
        font-size: 11px;
        line-height: 16px;
        font-weight: 500;
        color: var(--ts-fg-3);
      }
      dl {
        margin: 0;
      }
      dl div {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: 12px;
        min-height: 28px;
      }
      dd {
        display: flex;
        gap: 3px;
        flex: none;
        margin: 0;
      }
      @media (max-width: 759px) {
        .groups {
          columns: 1;
        }
      }
    `,
  ];
}
