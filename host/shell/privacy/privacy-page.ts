import { TesseraElement } from '@tessera/sdk/ui';
import { html, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { pageStyles } from '../app/page-styles.ts';
import './privacy-person.ts';
import { readPrivacyPlace, type PrivacyPlace } from './privacy-place.ts';
import './privacy-request-panel.ts';
import './privacy-requests.ts';
import './privacy-search.ts';
import { privacyStyles } from './privacy-styles.ts';
import './privacy-suppression.ts';

/** What is known of persons: find one, give it out, erase it, and what was asked for so far. */
@customElement('ts-privacy-page')
export class PrivacyPage extends TesseraElement {
  @state() private place: PrivacyPlace = { at: 'start' };

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('popstate', this.#moved);
    this.#moved();
  }
  override disconnectedCallback(): void {
    removeEventListener('popstate', this.#moved);
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    const { place } = this;
    if (place.at === 'person')
      return html`<ts-privacy-person .place=${place.person}></ts-privacy-person>`;
    if (place.at === 'request')
      return html`<ts-privacy-request request=${place.request}></ts-privacy-request>`;
    return html`<ts-privacy-search></ts-privacy-search>
      <ts-privacy-requests></ts-privacy-requests>
      <ts-privacy-suppression></ts-privacy-suppression>`;
  }

  readonly #moved = (): void => {
    this.place = readPrivacyPlace(location.search);
  };

  static override styles = [TesseraElement.styles ?? [], pageStyles, privacyStyles];
}
