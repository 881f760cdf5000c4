import { ApiError, TesseraElement } from '@tessera/sdk/ui';
import { html, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';

interface Person {
  readonly id: string;
  readonly name: string;
}

/** Reads records with the client, and again whenever one of them changes on the server. */
export class PeopleCard extends TesseraElement {
  static readonly tag = 'elements-people-card';

  @state() private people: readonly Person[] | undefined;
  @state() private problem = '';

  #stopLive: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#read();
    this.#stopLive = this.live.watch({ entities: ['tessera.user'] }, () => void this.#read());
  }

  override disconnectedCallback(): void {
    this.#stopLive?.();
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    return html`<ts-card
      .heading=${this.t('elements:people')}
      .status=${this.problem ? 'error' : this.people ? 'ready' : 'loading'}
      .message=${this.problem}
      @ts-card-retry=${() => void this.#read()}
    >
      ${this.people?.map(
        ({ id, name }) =>
          html`<ts-record-link
            entity="tessera.user"
            .record=${id}
            .label=${name}
          ></ts-record-link>`,
      )}
    </ts-card>`;
  }

  async #read(): Promise<void> {
    try {
      const query = { fields: 'name', _end: '5' };
      this.people = await this.api.get<readonly Person[]>('/api/tessera/users', { query });
      this.problem = '';
    } catch (error) {
      const detail = error instanceof ApiError ? error.detail : '';
      this.problem = detail || this.t('elements:readFailed');
    }
  }
}
