import { TesseraElement, icon } from '@tessera/sdk/ui';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { actionEntries, preferenceEntries } from './palette-actions.ts';
import { findEntries, type PaletteEntry } from './palette-entry.ts';
import { placeEntries, type ViewPlace } from './palette-places.ts';
import { recordActions, recordEntry } from './palette-records.ts';
import { PaletteSearch } from './palette-search.ts';
import { paletteStyles } from './palette-styles.ts';
import { recentRecords } from '../record/recent-records.ts';

const MOST_RECORDS = 8;
const MOST_RECENT = 6;

/**
 * Records, actions, places and preferences behind one field. `>` leaves the records out; Tab shows what can be done with a record.
 *
 * @fires close - when it has closed
 */
@customElement('ts-palette')
export class Palette extends TesseraElement {
  /** What the field holds at first. */
  @property() start = '';

  @state() private words = '';
  @state() private chosen = 0;
  @state() private views: readonly ViewPlace[] = [];
  /** The record whose actions are shown. */
  @state() private subject: PaletteEntry | undefined;
  @query('dialog') private readonly dialog!: HTMLDialogElement;
  @query('input') private readonly field!: HTMLInputElement;

  #commands: readonly PaletteEntry[] = [];
  #entries: readonly PaletteEntry[] = [];
  readonly #search = new PaletteSearch(this, MOST_RECORDS);
  #meant: PaletteEntry | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.words = this.start;
    dispatchEvent(new CustomEvent('ts-every-language-wanted'));
    this.#commands = [...actionEntries(this), ...preferenceEntries(this)];
    void this.#readViews();
  }

  protected override firstUpdated(): void {
    this.dialog.showModal();
    if (this.words !== '') void this.#search.ask(this.#question);
  }
  protected override willUpdate(changed: PropertyValues): void {
    if (this.hasUpdated && !changed.has('chosen')) {
      this.#commands = [...actionEntries(this), ...preferenceEntries(this)];
    }
    this.#entries = this.#found();
    this.chosen = Math.min(this.chosen, Math.max(this.#entries.length - 1, 0));
  }
  protected override updated(): void {
    this.renderRoot.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }

  override render(): TemplateResult {
    const entries = this.#entries;
    const groups = Map.groupBy(entries, ({ group }) => group);
    return html`<dialog
      aria-label=${this.t('search.title')}
      @close=${this.#closed}
      @cancel=${this.#cancelled}
      @click=${this.#clicked}
    >
      <div class="top">
        ${
          this.subject
            ? html`<button
                class="subject"
                aria-label=${this.t('palette.back', { title: this.subject.label })}
                @click=${this.#leaveSubject}
              >
                ${icon('arrow-left', 14)}<span class="ell">${this.subject.label}</span>
              </button>`
            : icon('search', 16)
        }
        <input
          autofocus
          autocomplete="off"
          autocapitalize="off"
          spellcheck="false"
          maxlength="200"
          role="combobox"
          aria-autocomplete="list"
          aria-label=${this.t('search.title')}
          aria-controls="entries"
          aria-expanded=${entries.length > 0}
          aria-activedescendant=${entries.length > 0 ? `entry-${this.chosen}` : nothing}
          placeholder=${this.t(this.subject ? 'palette.filterActions' : 'palette.placeholder')}
          .value=${this.words}
          @input=${this.#typed}
          @keydown=${this.#pressed}
        />
        <button
          class="btn ghost icon close"
          aria-label=${this.t('action.close')}
          @click=${() => this.dialog.close()}
        >
          ${icon('x', 18)}
        </button>
      </div>
      <div class="scroll">
        <div id="entries" role="listbox" aria-label=${this.t('search.results')}>
          ${[...groups].map(([group, lines]) => this.#group(group, lines))}
        </div>
        ${this.#state()}
      </div>
      <p class="foot">
        <span><kbd>↑</kbd><kbd>↓</kbd> ${this.t('search.choose')}</span>
        <span><kbd>↵</kbd> ${this.t('search.open')}</span>
        <span><kbd>Tab</kbd> ${this.t('palette.actions')}</span>
        <span class="last"><kbd>&gt;</kbd> ${this.t('palette.commands')}</span>
      </p>
      <p class="visually-hidden" role="status">
        ${this.#isWaiting ? '' : this.t('palette.count', { count: entries.length })}
      </p>
    </dialog>`;
  }

  #group(group: PaletteEntry['group'], entries: readonly PaletteEntry[]): TemplateResult {
    const isRecent = group === 'records' && this.#question === '';
    return html`<div role="group" aria-labelledby="head-${group}">
      <div id="head-${group}" class="head" role="presentation">
        ${this.t(isRecent ? 'palette.group.recent' : `palette.group.${group}`)}
      </div>
      ${
        // A line moves with what it stands for: a press that began on one never ends on another.
        repeat(
          entries,
          ({ id }) => id,
          (entry) => this.#line(entry, this.#entries.indexOf(entry)),
        )
      }
    </div>`;
  }

  #line(entry: PaletteEntry, index: number): TemplateResult {
    const isChosen = index === this.chosen;
    return html`<div
      id="entry-${index}"
      class="entry ${isChosen ? 'on' : ''}"
      role="option"
      aria-selected=${isChosen}
      @click=${() => this.#run(entry)}
      @pointermove=${() => (this.chosen = index)}
    >
      ${icon(entry.icon, 16)} <span class="label ell">${entry.label}</span>
      <span class="note ell">${entry.note ?? ''}</span>
      ${entry.shortcut ? html`<span class="keys">${entry.shortcut}</span>` : nothing}
    </div>`;
  }

  /** Waiting, nothing found, or out of reach. */
  #state(): TemplateResult | typeof nothing {
    if (this.#search.hasFailed && this.#question !== '')
      return html`<p class="none" role="alert">
        ${this.t('palette.failed')}
        <button class="btn" @click=${() => void this.#search.ask(this.#question)}>
          ${this.t('action.retry')}
        </button>
      </p>`;
    if (this.#isWaiting) return html`<div class="waiting" aria-hidden="true"><i></i><i></i></div>`;
    if (this.#entries.some(({ id }) => id !== 'all')) return nothing;
    return html`<p class="mut none">${this.t('search.none', { words: this.words.trim() })}</p>`;
  }

  /** The lines to show, group by group as they stand. */
  #found(): readonly PaletteEntry[] {
    if (this.subject?.record)
      return findEntries(recordActions(this, this.subject.record), this.words, true);
    const isOnlyCommands = this.words.trimStart().startsWith('>');
    const typed = isOnlyCommands ? this.words.trimStart().slice(1) : this.words;
    const places = placeEntries(this, this.views);
    const known = [...this.#commands, ...places];
    if (isOnlyCommands) return findEntries(known, typed, true);
    const [context, rest] = [known.filter(isContext), known.filter((one) => !isContext(one))];
    const onPage = findEntries(context, typed, false);
    const records = this.#records();
    // Who writes words looks for a record first; who only opens it, for what can be done here.
    return [
      ...(this.#question === '' ? [...onPage, ...records] : [...records, ...onPage]),
      ...findEntries(rest, typed, false),
    ];
  }

  #records(): readonly PaletteEntry[] {
    if (this.#question === '') {
      return recentRecords(this.meta.user.id)
        .flatMap((one) => recordEntry(this, { ...one, subtitle: null }) ?? [])
        .slice(0, MOST_RECENT);
    }
    const found = this.#search.hits
      .flatMap((hit) => recordEntry(this, hit) ?? [])
      .slice(0, MOST_RECORDS);
    if (found.length === 0) return found;
    const words = this.#question;
    const all: PaletteEntry = {
      id: 'all',
      group: 'records',
      label: this.t('palette.all', { words }),
      icon: 'list-filter',
      run: () => this.navigate(`/search?${new URLSearchParams({ q: words }).toString()}`),
    };
    return [...found, all];
  }

  /** What the server is asked for; empty for commands. */
  get #question(): string {
    const words = this.words.trim();
    return words.startsWith('>') || this.subject ? '' : words;
  }

  get #isWaiting(): boolean {
    return (
      this.#question !== '' && this.#question !== this.#search.answered && !this.#search.hasFailed
    );
  }

  readonly #typed = (): void => {
    this.words = this.field.value;
    this.chosen = 0;
    this.#search.askSoon(this.#question);
  };

  async #readViews(): Promise<void> {
    try {
      const { views } = await this.api.get<{ views: readonly ViewPlace[] }>('/api/views');
      this.views = views;
    } catch {
      // Without them the palette only knows fewer places.
    }
  }

  readonly #pressed = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    const entries = this.#entries;
    const last = entries.length - 1;
    const to: Readonly<Record<string, number>> = {
      ArrowDown: this.chosen === last ? 0 : this.chosen + 1,
      ArrowUp: this.chosen === 0 ? last : this.chosen - 1,
      PageDown: Math.min(this.chosen + 8, last),
      PageUp: Math.max(this.chosen - 8, 0),
    };
    const next = to[event.key];
    const entry = entries[this.chosen];
    if (next !== undefined) this.chosen = Math.max(next, 0);
    else if (event.key === 'Enter' && entry) this.#run(entry);
    else if (event.key === 'Tab' && !event.shiftKey && entry?.record) this.#enterSubject(entry);
    else if (event.key === 'Backspace' && this.subject && this.words === '') this.#leaveSubject();
    else return;
    event.preventDefault();
  };

  #enterSubject(entry: PaletteEntry): void {
    this.#search.stop();
    this.subject = entry;
    this.words = '';
    this.chosen = 0;
  }
  readonly #leaveSubject = (): void => {
    this.words = this.#search.answered;
    this.subject = undefined;
    this.chosen = 0;
    this.field.focus();
  };

  #run(entry: PaletteEntry): void {
    this.#meant = entry;
    this.dialog.close();
  }
  /** What was chosen may open something else: this is away by then. */
  readonly #closed = (): void => {
    this.dispatchEvent(new CustomEvent('close'));
    this.#meant?.run();
  };
  /** Escape leads from the actions of a record back to what was found. */
  readonly #cancelled = (event: Event): void => {
    if (!this.subject) return;
    event.preventDefault();
    this.#leaveSubject();
  };
  readonly #clicked = (event: MouseEvent): void => {
    if (event.target === this.dialog) this.dialog.close();
  };

  static override styles = [TesseraElement.styles ?? [], paletteStyles];
}

function isContext({ group }: PaletteEntry): boolean {
  return group === 'context';
}
