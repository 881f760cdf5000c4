import type { AuditVerdict } from '@tessera/core';
import { icon, TesseraElement, toast } from '@tessera/sdk/ui';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { pageStyles } from '../app/page-styles.ts';
import { formTexts } from '../form/form-texts.ts';
import { problemText } from '../record/record-problem.ts';
import { AuditApi, type AuditSeals } from './audit-api.ts';
import { momentWord } from './audit-words.ts';

/** The server does not count on behind it. */
const MOST_WAITING = 10_000;
const MOST_FAULTS = 50;

/** The last seal of the audit, what waits for one, and a check of them all. */
@customElement('ts-audit-seals')
export class AuditSealsPanel extends TesseraElement {
  /** Whether this person may have the audit checked. */
  @property({ type: Boolean }) manages = false;

  @state() private seals: AuditSeals | undefined;
  @state() private verdict: AuditVerdict | undefined;
  @state() private problem = '';
  @state() private isChecking = false;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#try(() => Promise.resolve());
  }

  override render(): TemplateResult {
    return html`<section class="card" aria-labelledby="seals">
      <h2 id="seals">${this.t('audit.seals')}</h2>
      <p class="mut">${this.t('audit.seals.about')}</p>
      ${this.problem ? html`<p class="wrong" role="alert">${this.problem}</p>` : nothing}
      ${this.seals ? this.#facts(this.seals) : nothing}
      ${this.manages ? this.#form() : html`<p class="mut">${this.t('audit.verify.cannot')}</p>`}
      <div role="status">${this.verdict ? this.#verdict(this.verdict) : nothing}</div>
    </section>`;
  }

  #facts({ last, waiting, appendOnly }: AuditSeals): TemplateResult {
    const count = waiting.toLocaleString(this.locale);
    return html`<dl>
        <dt>${this.t('audit.seals.last')}</dt>
        <dd>
          ${last ? this.t('audit.seals.lastIs', { batch: last.batch, count: last.rows, at: momentWord(this, last.at) }) : this.t('audit.seals.none')}
        </dd>
        ${
          last
            ? html`<dt>${this.t('audit.seals.digest')}</dt>
                <dd>${this.#digest(last.digest)}</dd>`
            : nothing
        }
        <dt>${this.t('audit.seals.waiting')}</dt>
        <dd class="num" id="waiting">${waiting < MOST_WAITING ? count : `≥ ${count}`}</dd>
      </dl>
      ${
        appendOnly.isOn
          ? html`<p class="row good">${icon('lock', 14)} ${this.t('audit.appendOnly')}</p>`
          : html`<p class="note">
              ${icon('triangle-alert', 14)}
              <span>${this.t('audit.appendOnly.off', { reason: appendOnly.reason ?? '' })}</span>
            </p>`
      }`;
  }

  #digest(digest: string): TemplateResult {
    return html`<code>${digest}</code>
      <button
        class="btn ghost icon"
        aria-label=${this.t('audit.seals.copy')}
        title=${this.t('audit.seals.copy')}
        @click=${() => void this.#copy(digest)}
      >
        ${icon('copy', 14)}
      </button>`;
  }

  #form(): TemplateResult {
    return html`<form @submit=${this.#submitted}>
      <label class="field">
        <span>${this.t('audit.verify.digest')}</span>
        <input
          name="digest"
          autocomplete="off"
          spellcheck="false"
          maxlength="64"
          pattern="\\s*[0-9a-f]{64}\\s*"
          title=${this.t('audit.verify.digestHow')}
        />
      </label>
      <p class="mut">${this.t('audit.verify.digestHow')}</p>
      <div class="actions">
        <button class="btn primary" ?disabled=${this.isChecking}>
          ${icon('shield-check', 14)}
          ${this.t(this.isChecking ? 'audit.verify.busy' : 'audit.verify')}
        </button>
      </div>
    </form>`;
  }

  #verdict({ isWhole, batches, rows, erased, faults }: AuditVerdict): TemplateResult {
    return html`<div class=${isWhole ? 'verdict good' : 'verdict bad'}>
      <p class="row">
        ${icon(isWhole ? 'badge-check' : 'shield-alert', 16)}
        <b
          >${isWhole ? this.t('audit.verify.whole') : this.t('audit.verify.broken', { count: faults.length })}</b
        >
      </p>
      <p class="mut">
        ${this.t('audit.verify.seen', { rows: rows.toLocaleString(this.locale), batches: batches.toLocaleString(this.locale), erased: erased.toLocaleString(this.locale) })}
      </p>
      ${faults.length === 0 ? nothing : this.#faults(faults)}
    </div>`;
  }

  #faults(faults: AuditVerdict['faults']): TemplateResult {
    return html`<ul>
        ${faults.slice(0, MOST_FAULTS).map(
          ({ batch, row, field, what }) =>
            html`<li>
              <b>${this.t(`audit.fault.${what}`)}</b>
              <span class="mut"
                >${[
                  batch === null ? '' : this.t('audit.fault.batch', { batch }),
                  row === undefined ? '' : row,
                  field ?? '',
                ]
                  .filter((part) => part !== '')
                  .join(' · ')}</span
              >
            </li>`,
        )}
      </ul>
      ${faults.length > MOST_FAULTS ? html`<p class="mut">${this.t('audit.fault.more', { count: faults.length - MOST_FAULTS })}</p>` : nothing}`;
  }

  async #copy(digest: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(digest);
      toast({ text: this.t('audit.seals.copied') });
    } catch {
      toast({ text: this.t('audit.seals.notCopied'), tone: 'error' });
    }
  }

  readonly #submitted = (event: SubmitEvent): void => {
    event.preventDefault();
    const { digest } = formTexts(event.target);
    this.isChecking = true;
    this.verdict = undefined;
    void this.#try(async () => {
      this.verdict = await new AuditApi(this.api).verify(digest || undefined);
    });
  };

  async #try(work: () => Promise<void>): Promise<void> {
    this.problem = '';
    try {
      await work();
      this.seals = await new AuditApi(this.api).seals();
    } catch (error) {
      this.problem = problemText(error, (key, values) => this.t(key, values));
    }
    this.isChecking = false;
  }

  static override styles = [
    TesseraElement.styles ?? [],
    pageStyles,
    css`
      dl {
        display: grid;
        grid-template-columns: minmax(120px, auto) minmax(0, 1fr);
        gap: 4px 16px;
        margin: 0;
      }
      dt {
        color: var(--ts-fg-2);
      }
      dd {
        display: flex;
        align-items: center;
        gap: 4px;
        margin: 0;
        min-width: 0;
      }
      code {
        font:
          12px/18px ui-monospace,
          monospace;
        overflow-wrap: anywhere;
      }
      form {
        display: grid;
        gap: 8px;
      }
      input {
        font-family: ui-monospace, monospace;
      }
      .note {
        display: flex;
        gap: 8px;
        padding: 10px 12px;
        border-radius: var(--ts-radius-m);
        background: var(--ts-bg-active);
      }
      .note svg {
        margin-top: 3px;
        color: var(--ts-warning);
      }
      .verdict {
        padding: 10px 12px;
        border: 1px solid var(--ts-line);
        border-radius: var(--ts-radius-m);
      }
      .good .row,
      p.good {
        color: var(--ts-success);
      }
      .bad {
        border-color: var(--ts-danger);
      }
      .bad .row {
        color: var(--ts-danger);
      }
      ul {
        margin: 8px 0 0;
        padding: 0 0 0 18px;
        overflow-wrap: anywhere;
      }
      @media (max-width: 759px) {
        dl {
          grid-template-columns: minmax(0, 1fr);
          gap: 2px;
        }
        dd {
          margin-bottom: 8px;
        }
      }
    `,
  ];
}
