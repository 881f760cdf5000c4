import { icon, TesseraElement } from '@tessera/sdk/ui';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { recordPath, tag } from '../field/field-template.ts';
import type { AuditEntry } from './audit-api.ts';
import { auditEntryStyles } from './audit-entry-styles.ts';
import { auditPath, type AuditFilter } from './audit-filter.ts';
import { titledChanges } from './audit-references.ts';
import { auditValues } from './audit-values.ts';
import {
  actionHue,
  actionWord,
  actorWord,
  entityWord,
  momentWord,
  pluginWord,
  sourceWord,
} from './audit-words.ts';

/**
 * One entry at the side of the page: everything that it says.
 *
 * @fires ts-audit-entry-moved - with `{step}`: 1 is the older neighbour, -1 the newer
 * @fires ts-audit-entry-closed
 */
@customElement('ts-audit-entry')
export class AuditEntryPanel extends TesseraElement {
  @property({ attribute: false }) entry!: AuditEntry;
  @property({ type: Boolean }) first = false;
  @property({ type: Boolean }) last = false;

  @state() private titled: AuditEntry['changes'] | undefined;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('entry')) void this.#readTitles(this.entry);
  }
  protected override firstUpdated(): void {
    this.renderRoot.querySelector('dialog')?.showModal();
  }

  override render(): TemplateResult {
    const { entry } = this;
    return html`<dialog aria-labelledby="title" @close=${this.#closed} @click=${this.#clicked}>
      <header>
        <h2 id="title" class="row">
          ${tag(actionWord(this, entry.action), actionHue(entry.action))}
          <span class="ell">${entityWord(this, entry.entity)}</span>
        </h2>
        ${this.#step('chevron-up', 'audit.newer', -1, this.first)}
        ${this.#step('chevron-down', 'audit.older', 1, this.last)}
        <button class="btn ghost icon" aria-label=${this.t('action.close')} @click=${this.#close}>
          ${icon('x')}
        </button>
      </header>
      <div class="content" tabindex="0" role="region" aria-label=${this.t('audit.entry')}>
        <dl>
          ${this.#line('audit.when', html`<time datetime=${entry.at}>${momentWord(this, entry.at, true)}</time>`)}
          ${this.#line('audit.about', this.#about(entry))}
          ${this.#line('audit.who', this.#who(entry))}
          ${entry.impersonator ? this.#line('audit.seenBy', this.#person(entry.impersonator)) : nothing}
          ${entry.initiator ? this.#line('audit.initiator', this.#person(entry.initiator)) : nothing}
          ${this.#cause(entry)} ${this.#line('audit.where', this.#where(entry))}
          ${entry.reason ? this.#line('audit.reason', entry.reason) : nothing}
          ${this.#line('audit.plugin', pluginWord(this, entry.plugin))}
          ${entry.requestId ? this.#line('audit.request', this.#narrow({ request: entry.requestId }, html`<code>${entry.requestId}</code>`)) : nothing}
          ${this.#line('audit.seal', entry.batch === null ? this.t('audit.unsealed') : this.t('audit.sealed', { batch: entry.batch }))}
          ${this.#line('audit.id', html`<code>${entry.id}</code>`)}
        </dl>
        <h3>${this.t('audit.values')}</h3>
        ${auditValues(this, entry, this.titled)}
      </div>
    </dialog>`;
  }

  #line(key: string, value: unknown): TemplateResult {
    return html`<dt>${this.t(key)}</dt>
      <dd>${value}</dd>`;
  }

  #step(symbol: string, key: string, step: number, isOff: boolean): TemplateResult {
    const label = this.t(key);
    return html`<button
      class="btn ghost icon"
      aria-label=${label}
      title=${label}
      ?disabled=${isOff}
      @click=${() => this.dispatchEvent(new CustomEvent('ts-audit-entry-moved', { detail: { step } }))}
    >
      ${icon(symbol)}
    </button>`;
  }

  #about({ entity, record, title }: AuditEntry): TemplateResult {
    const path = recordPath(this.meta, entity, record);
    const name = title ?? this.t('audit.gone');
    return html`${title !== null && path ? html`<a class="link" href=${path}>${name}</a>` : html`<span>${path ? name : entityWord(this, entity)}</span>`}
    ${this.#narrow({ entity, record }, this.t('audit.allOfRecord'))}`;
  }

  #who({ actor }: AuditEntry): TemplateResult {
    return html`<span
        >${actor.name || '—'} <span class="mut">${actorWord(this, actor.kind)}</span></span
      >
      ${actor.tokenId ? html`<code title=${this.t('audit.token')}>${actor.tokenId}</code>` : nothing}
      ${actor.userId ? this.#narrow({ user: actor.userId }, this.t('audit.allOfPerson')) : nothing}`;
  }

  #person({ userId, name }: { userId: string | null; name: string }): TemplateResult {
    return html`<span>${name}</span>
      ${userId ? this.#narrow({ user: userId }, this.t('audit.allOfPerson')) : nothing}`;
  }

  #cause({ cause }: AuditEntry): TemplateResult | typeof nothing {
    if (!cause) return nothing;
    const kind = this.t(`audit.cause.${cause.kind}`, { defaultValue: cause.kind });
    return this.#line('audit.cause', html`<span>${kind}</span> <code>${cause.id}</code>`);
  }

  #where({ source, address }: AuditEntry): TemplateResult {
    return html`<span>${sourceWord(this, source)}</span>
      ${address ? html`<span class="mut num">${address}</span>` : nothing}`;
  }

  /** A way to the entries that have this in common. */
  #narrow(filter: AuditFilter, label: unknown): TemplateResult {
    return html`<a class="same" href=${auditPath(filter)} @click=${this.#close}>${label}</a>`;
  }

  async #readTitles(entry: AuditEntry): Promise<void> {
    this.titled = undefined;
    const titled = await titledChanges(this, entry);
    if (entry === this.entry) this.titled = titled;
  }

  readonly #close = (): void => {
    this.renderRoot.querySelector('dialog')?.close();
  };
  readonly #closed = (): void => {
    this.dispatchEvent(new CustomEvent('ts-audit-entry-closed'));
  };
  readonly #clicked = (event: Event): void => {
    if (event.target === event.currentTarget) this.#close();
  };

  static override styles = [TesseraElement.styles ?? [], auditEntryStyles];
}
