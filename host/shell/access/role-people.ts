import { TesseraElement } from '@tessera/sdk/ui';
import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { failureNotice } from '../app/failure-notice.ts';
import { pageStyles } from '../app/page-styles.ts';
import { findField, type WireRecord } from '../field/field-kind.ts';
import { recordAvatar } from '../record/record-avatar.ts';
import { RecordClient } from '../record/record-client.ts';
import { problemText } from '../record/record-problem.ts';

const PAGE = 50;
const ENTITIES = ['tessera.user', 'tessera.team'] as const;
type Holder = (typeof ENTITIES)[number];

interface Holders {
  readonly records: readonly WireRecord[];
  readonly total: number;
}

/** Who has a role: users, and teams whose members have it. */
@customElement('ts-role-people')
export class RolePeople extends TesseraElement {
  /** Id of the role. */
  @property() holder = '';

  @state() private found: Partial<Record<Holder, Holders>> = {};
  @state() private shown = PAGE;
  @state() private problem: unknown = null;
  #stop: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stop = this.live.watch({ entities: [...ENTITIES] }, () => void this.#read());
  }
  override disconnectedCallback(): void {
    this.#stop?.();
    super.disconnectedCallback();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('holder')) void this.#read();
  }

  override render(): TemplateResult {
    return html`<div
      class="body"
      tabindex="0"
      role="region"
      aria-label=${this.t('role.tab.people')}
    >
      <div class="column">
        ${failureNotice(this, this.problem ? problemText(this.problem, (key, values) => this.t(key, values)) : '', () => void this.#read())}
        ${ENTITIES.map((entity) => this.#list(entity))}
      </div>
    </div>`;
  }

  #list(entity: Holder): TemplateResult | typeof nothing {
    const meta = this.entityMeta(entity);
    const holders = this.found[entity];
    if (!meta || !holders) return nothing;
    const { records, total } = holders;
    return html`<section class="card" aria-labelledby=${entity}>
      <h2 id=${entity}>${this.localized(meta.plural)} <span class="mut num">${total}</span></h2>
      ${total === 0 ? html`<p class="mut">${this.t('role.nobody')}</p>` : nothing}
      <ul>
        ${records.map(
          (record) =>
            html`<li class="row">
              ${recordAvatar(String(record['name']), record.id, { round: entity === 'tessera.user', size: 24 })}
              <a class="link ell" href="/${meta.path}/${record.id}">${record['name']}</a>
            </li>`,
        )}
      </ul>
      ${
        total > records.length
          ? html`<button class="btn" @click=${this.#more}>${this.t('people.more')}</button>`
          : nothing
      }
    </section>`;
  }

  async #read(): Promise<void> {
    const role = this.holder;
    try {
      const pairs = await Promise.all(
        ENTITIES.map(async (entity) => [entity, await this.#holders(entity, role)] as const),
      );
      if (role !== this.holder) return;
      this.found = Object.fromEntries(pairs.filter(([, holders]) => holders));
      this.problem = null;
    } catch (error) {
      this.problem = error;
    }
  }

  async #holders(entity: Holder, role: string): Promise<Holders | undefined> {
    const meta = this.entityMeta(entity);
    if (!meta || !findField(meta, 'roles')) return undefined;
    return new RecordClient(this.api, meta).list({
      filter: { roles: { hasAny: [role] } },
      sort: { field: 'name', direction: 'asc' },
      start: 0,
      end: this.shown,
      fields: ['name'],
    });
  }

  readonly #more = (): void => {
    this.shown += PAGE;
    void this.#read();
  };

  static override styles = [
    TesseraElement.styles ?? [],
    pageStyles,
    css`
      :host {
        flex: 1;
      }
      ul {
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        min-height: 36px;
      }
    `,
  ];
}
