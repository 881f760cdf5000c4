import { TesseraElement } from '@tessera/sdk/ui';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { recordPath, tag } from '../field/field-template.ts';
import { recordAvatar } from '../record/record-avatar.ts';
import type { AuditEntry } from './audit-api.ts';
import {
  actionHue,
  actionWord,
  actorWord,
  entityWord,
  fieldWord,
  listWord,
  momentWord,
  sourceWord,
} from './audit-words.ts';

/** So many names of fields are told in a row. */
const MOST_FIELDS = 4;

/**
 * Entries, newest first: who did what to what, when and from where.
 *
 * @fires ts-audit-entry-chosen - with `{place}`: which of the entries is to be opened
 */
@customElement('ts-audit-table')
export class AuditTable extends TesseraElement {
  @property({ attribute: false }) entries: readonly AuditEntry[] = [];
  /** Which of them is open. */
  @property({ type: Number }) opened = -1;

  override render(): TemplateResult {
    return html`<table @keydown=${this.#pressed}>
      <thead>
        <tr>
          <th scope="col">${this.t('audit.when')}</th>
          <th scope="col" class="wide">${this.t('audit.who')}</th>
          <th scope="col" class="wide">${this.t('audit.what')}</th>
          <th scope="col">${this.t('audit.about')}</th>
          <th scope="col" class="wide">${this.t('audit.where')}</th>
        </tr>
      </thead>
      <tbody>
        ${this.entries.map((entry, place) => this.#row(entry, place))}
      </tbody>
    </table>`;
  }

  /** The focus goes back to the row that was open. */
  focusRow(place: number): void {
    this.#rows[place]?.focus();
  }

  #row(entry: AuditEntry, place: number): TemplateResult {
    return html`<tr
      class=${place === this.opened ? 'on' : ''}
      @click=${(event: Event) => this.#clicked(event, place)}
    >
      <td class="when">
        <button class="num" data-row aria-haspopup="dialog">${momentWord(this, entry.at)}</button>
        <div class="narrow">${this.#who(entry)}</div>
      </td>
      <td class="wide">${this.#who(entry)}</td>
      <td class="wide">${this.#what(entry)}</td>
      <td>
        <div class="narrow">${this.#what(entry)}</div>
        ${this.#about(entry)}
      </td>
      <td class="wide mut">${sourceWord(this, entry.source)}</td>
    </tr>`;
  }

  #who({ actor, impersonator, initiator }: AuditEntry): TemplateResult {
    const behind = initiator ?? impersonator;
    return html`<span class="row"
        >${recordAvatar(actor.name || '?', actor.userId ?? actor.kind, { round: true, size: 18 })}<span
          class="ell"
          title=${actor.name}
          >${actor.name || actorWord(this, actor.kind)}</span
        >${actor.kind === 'user' ? nothing : html`<span class="mut ell kind">${actorWord(this, actor.kind)}</span>`}</span
      >${
        behind
          ? html`<span class="mut ell below"
              >${this.t(initiator ? 'audit.for' : 'audit.eyes', { name: behind.name })}</span
            >`
          : nothing
      }`;
  }

  #what({ entity, action, changes }: AuditEntry): TemplateResult {
    const names = Object.keys(changes);
    const shown = names.slice(0, MOST_FIELDS).map((name) => fieldWord(this, entity, name));
    const more = names.length - shown.length;
    return html`<span class="row what"
      >${tag(actionWord(this, action), actionHue(action))}<span class="mut ell"
        >${listWord(this, shown)}${more > 0 ? ` +${more}` : nothing}</span
      ></span
    >`;
  }

  #about({ entity, record, title }: AuditEntry): TemplateResult {
    const path = title === null ? undefined : recordPath(this.meta, entity, record);
    return html`${
        path
          ? html`<a class="link ell" href=${path}>${title}</a>`
          : title === null
            ? nothing
            : html`<span class="ell">${title}</span>`
      }<span class="mut ell below">${entityWord(this, entity)}</span>`;
  }

  get #rows(): readonly HTMLElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLElement>('[data-row]')];
  }

  #clicked(event: Event, place: number): void {
    const isLink = event.composedPath().some((node) => node instanceof HTMLAnchorElement);
    if (!isLink)
      this.dispatchEvent(new CustomEvent('ts-audit-entry-chosen', { detail: { place } }));
  }

  readonly #pressed = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const rows = this.#rows;
    const at = rows.findIndex((row) => row.matches(':focus'));
    if (step === 0 || at < 0) return;
    event.preventDefault();
    rows[at + step]?.focus();
  };

  static override styles = [
    TesseraElement.styles ?? [],
    css`
      :host {
        display: block;
        min-width: 0;
      }
      table {
        width: 100%;
        table-layout: fixed;
        border-collapse: collapse;
      }
      th {
        height: 28px;
        padding: 0 12px 0 0;
        border-bottom: 1px solid var(--ts-line);
        text-align: start;
        font-size: 12px;
        font-weight: 500;
        color: var(--ts-fg-2);
      }
      th:nth-child(1) {
        width: 176px;
      }
      th:nth-child(2) {
        width: 20%;
      }
      th:nth-child(5) {
        width: 72px;
      }
      td {
        height: 44px;
        padding: 4px 12px 4px 0;
        border-bottom: 1px solid var(--ts-line);
      }
      tbody tr {
        cursor: pointer;
      }
      tbody tr:hover {
        background: var(--ts-bg-hover);
      }
      tbody tr.on {
        background: var(--ts-accent-soft);
      }
      button {
        min-height: 28px;
        padding: 0 4px;
        margin-left: -4px;
        text-align: start;
      }
      .below {
        display: block;
        font-size: 12px;
        line-height: 16px;
      }
      a.link,
      td > span.ell {
        display: block;
      }
      a.link {
        line-height: 24px;
      }
      .kind {
        flex: none;
        max-width: 50%;
        font-size: 12px;
      }
      .what .tag {
        flex: none;
        max-width: 70%;
      }
      .narrow {
        display: none;
      }
      @media (max-width: 759px) {
        .wide {
          display: none;
        }
        .narrow {
          display: block;
        }
        .narrow .kind {
          display: none;
        }
        th:nth-child(1) {
          width: 46%;
        }
        td {
          padding: 8px 8px 8px 0;
          vertical-align: top;
        }
        td:last-of-type {
          padding-right: 0;
        }
      }
    `,
  ];
}
