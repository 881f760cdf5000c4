import { TesseraElement } from '@tessera/sdk/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { failureNotice } from '../app/failure-notice.ts';
import { pageStyles } from '../app/page-styles.ts';
import { problemText } from '../record/record-problem.ts';
import { PrivacyApi, type PrivacyRequest } from './privacy-api.ts';
import { isUnderway, PrivacyPolling } from './privacy-polling.ts';
import { privacyPath } from './privacy-place.ts';
import { privacyStyles } from './privacy-styles.ts';
import { STATUS_HUES, timeWord } from './privacy-words.ts';

/** The latest requests: who asked for what about whom, and what became of it. */
@customElement('ts-privacy-requests')
export class PrivacyRequests extends TesseraElement {
  @state() private requests: readonly PrivacyRequest[] | undefined;
  @state() private problem = '';

  readonly #polling = new PrivacyPolling(this, () => this.#read());

  override render(): TemplateResult {
    return html`<section class="card" aria-labelledby="requests">
      <h2 id="requests">${this.t('privacy.requests')}</h2>
      ${failureNotice(this, this.problem, () => void this.#polling.again())}
      ${this.requests ? this.#content(this.requests) : nothing}
    </section>`;
  }

  #content(requests: readonly PrivacyRequest[]): TemplateResult {
    if (requests.length === 0)
      return html`<ts-empty
        icon="fingerprint"
        .heading=${this.t('privacy.requests.none')}
        .text=${this.t('privacy.requests.about')}
      ></ts-empty>`;
    return html`<table>
      <thead>
        <tr>
          <th scope="col">${this.t('privacy.request')}</th>
          <th scope="col">${this.t('privacy.status')}</th>
          <th scope="col" class="wide">${this.t('privacy.askedAt')}</th>
          <th scope="col" class="wide">${this.t('privacy.askedBy')}</th>
        </tr>
      </thead>
      <tbody>
        ${requests.map((request) => this.#row(request))}
      </tbody>
    </table>`;
  }

  #row({ id, kind, status, person, at, by }: PrivacyRequest): TemplateResult {
    const name = person.title ?? this.t('privacy.nobody');
    return html`<tr>
      <th scope="row">
        <a class="link" href=${privacyPath({ at: 'request', request: id })}
          >${this.t(`privacy.request.${kind}`, { name })}</a
        >
      </th>
      <td>
        <ts-tag .hue=${STATUS_HUES[status] ?? null}>${this.t(`privacy.status.${status}`)}</ts-tag>
      </td>
      <td class="wide num">${timeWord(this, at)}</td>
      <td class="wide">${by?.name ?? '—'}</td>
    </tr>`;
  }

  /** Answers whether something is still being done. */
  async #read(): Promise<boolean> {
    try {
      this.requests = await new PrivacyApi(this.api).requests();
      this.problem = '';
    } catch (error) {
      this.problem = problemText(error, (key, values) => this.t(key, values));
      return false;
    }
    return this.requests.some(isUnderway);
  }

  static override styles = [TesseraElement.styles ?? [], pageStyles, privacyStyles];
}
