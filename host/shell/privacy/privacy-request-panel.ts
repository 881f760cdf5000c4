import { icon, TesseraElement } from '@tessera/sdk/ui';
import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { failureNotice } from '../app/failure-notice.ts';
import { pageStyles } from '../app/page-styles.ts';
import { auditPath } from '../audit/audit-filter.ts';
import { formatBytes } from '../record/files-panel-size.ts';
import { problemText } from '../record/record-problem.ts';
import { exportFilePath, PrivacyApi, type PrivacyRequest } from './privacy-api.ts';
import { reportTable } from './privacy-holdings.ts';
import { privacyPath } from './privacy-place.ts';
import { isUnderway, PrivacyPolling } from './privacy-polling.ts';
import { privacyStyles } from './privacy-styles.ts';
import { STATUS_HUES, timeWord } from './privacy-words.ts';

/** One request: how far it is, the file of an export, the report of an erasure. */
@customElement('ts-privacy-request')
export class PrivacyRequestPanel extends TesseraElement {
  /** Id of the request. */
  @property() request = '';

  @state() private found: PrivacyRequest | undefined;
  @state() private problem = '';

  readonly #polling = new PrivacyPolling(this, () => this.#read());

  protected override willUpdate(changed: PropertyValues<this>): void {
    // The first request is read when the element comes.
    if (!changed.get('request')) return;
    this.found = undefined;
    void this.#polling.again();
  }

  override render(): TemplateResult {
    return html`<a class="back" href=${privacyPath({ at: 'start' })}>
        ${icon('arrow-left', 14)} ${this.t('privacy.back')}
      </a>
      ${failureNotice(this, this.problem, () => void this.#polling.again())}
      ${this.found ? this.#content(this.found) : nothing}`;
  }

  #content(request: PrivacyRequest): TemplateResult {
    const { kind, status, person, fault } = request;
    const name = person.title ?? this.t('privacy.nobody');
    return html`<section class="card" aria-labelledby="request">
        <div class="row">
          <h2 id="request" class="grow">${this.t(`privacy.request.${kind}`, { name })}</h2>
          <span role="status"
            ><ts-tag .hue=${STATUS_HUES[status] ?? null}
              >${this.t(`privacy.status.${status}`)}</ts-tag
            ></span
          >
        </div>
        ${
          isUnderway(request)
            ? html`<progress aria-label=${this.t(`privacy.status.${status}`)}></progress>
                <p class="mut">${this.t('privacy.underway')}</p>`
            : nothing
        }
        ${fault ? html`<p class="wrong" role="alert">${fault}</p>` : nothing}
        ${status === 'failed' ? html`<p class="mut">${this.t(`privacy.failed.${kind}`)}</p>` : nothing}
        ${this.#facts(request)} ${kind === 'export' ? this.#download(request) : nothing}
        ${status === 'failed' ? this.#again(request) : nothing}
      </section>
      ${kind === 'erase' ? this.#report(request) : nothing}`;
  }

  #facts({ at, endedAt, by, reason, people }: PrivacyRequest): TemplateResult {
    const line = (key: string, value: unknown): TemplateResult =>
      html`<dt>${this.t(key)}</dt>
        <dd>${value}</dd>`;
    return html`<dl>
      ${line('privacy.askedAt', timeWord(this, at))} ${line('privacy.askedBy', by?.name ?? '—')}
      ${endedAt ? line('privacy.endedAt', timeWord(this, endedAt)) : nothing}
      ${people > 1 ? line('privacy.people', people) : nothing}
      ${reason ? line('privacy.reason', reason) : nothing} ${this.#audit()}
    </dl>`;
  }

  /** Where the two meet: whoever may read the audit sees what it says of this request. */
  #audit(): TemplateResult | typeof nothing {
    const mayRead = this.meta.user.permissions.includes('tessera.audit.read');
    return mayRead
      ? html`<dt>${this.t('settings.audit')}</dt>
          <dd>
            <a href=${auditPath({ q: this.request })}>${this.t('privacy.inAudit')}</a>
          </dd>`
      : nothing;
  }

  #download({ id, status, size, person }: PrivacyRequest): TemplateResult | typeof nothing {
    if (status !== 'done') return nothing;
    if (size === null) return html`<p class="mut">${this.t('privacy.file.gone')}</p>`;
    return html`<p class="mut">${this.t('privacy.file.about')}</p>
      <div class="actions">
        <a class="btn primary" download href=${exportFilePath(id)}>
          ${icon('download', 14)}
          ${this.t('privacy.file.get', { size: formatBytes(size, this.locale) })}
        </a>
        <a class="btn" href=${privacyPath({ at: 'person', person })}
          >${this.t('privacy.toPerson')}</a
        >
      </div>`;
  }

  #again({ person }: PrivacyRequest): TemplateResult {
    return html`<div class="actions">
      <a class="btn primary" href=${privacyPath({ at: 'person', person })}
        >${this.t('privacy.toPerson')}</a
      >
    </div>`;
  }

  #report(request: PrivacyRequest): TemplateResult | typeof nothing {
    if (request.status === 'queued') return nothing;
    return html`<section class="card" aria-labelledby="report">
      <h2 id="report">${this.t('privacy.report')}</h2>
      <p class="mut">${this.t('privacy.report.about')}</p>
      ${reportTable(this, request.report)}
    </section>`;
  }

  /** Answers whether it is still being done. */
  async #read(): Promise<boolean> {
    const wanted = this.request;
    if (wanted === '') return false;
    try {
      const found = await new PrivacyApi(this.api).request(wanted);
      if (wanted !== this.request) return false;
      this.found = found;
      this.problem = '';
      return isUnderway(found);
    } catch (error) {
      this.problem = problemText(error, (key, values) => this.t(key, values));
      return false;
    }
  }

  static override styles = [
    TesseraElement.styles ?? [],
    pageStyles,
    privacyStyles,
    css`
      dl {
        display: grid;
        grid-template-columns: minmax(96px, auto) minmax(0, 1fr);
        gap: 4px 16px;
        margin: 0;
      }
      dt {
        color: var(--ts-fg-2);
      }
      dd {
        margin: 0;
        overflow-wrap: anywhere;
      }
      progress {
        width: 100%;
        height: 6px;
        accent-color: var(--ts-accent);
      }
    `,
  ];
}
