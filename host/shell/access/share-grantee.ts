import { TesseraElement } from '@tessera/sdk/ui';
import type { EntityMeta, Filter } from '@tessera/core';
import { css, html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import '../field/picker.ts';
import { findField, type ExpandedReference } from '../field/field-kind.ts';
import type { Grantee } from './share-api.ts';

const KINDS = ['user', 'team'] as const;
type Kind = (typeof KINDS)[number];

/**
 * Chooses a person or a team.
 *
 * @fires ts-grantee-chosen - with `{grantee}`, null while none is chosen
 */
@customElement('ts-share-grantee')
export class ShareGrantee extends TesseraElement {
  @property({ attribute: false }) grantee: Grantee | null = null;
  @property() kind: Kind = 'user';
  @property() error = '';

  protected override willUpdate(): void {
    if (this.grantee) this.kind = this.grantee.kind;
  }

  override render(): TemplateResult {
    const kinds = KINDS.filter((kind) => this.entityMeta(`tessera.${kind}`));
    return html`<div class="kinds" role="group" aria-label=${this.t('share.with')}>
        ${kinds.map(
          (kind) =>
            html`<button
              type="button"
              aria-pressed=${kind === this.kind}
              @click=${() => this.#turn(kind)}
            >
              ${this.t(`share.kind.${kind}`)}
            </button>`,
        )}
      </div>
      ${keyed(
        this.kind,
        html`<ts-picker
          .entity=${`tessera.${this.kind}`}
          .accessibleName=${this.t(`share.kind.${this.kind}`)}
          .value=${this.#chosen}
          .filter=${this.#filter}
          .error=${this.error}
          @ts-picked=${this.#picked}
        ></ts-picker>`,
      )}`;
  }

  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>('ts-picker')?.focus();
  }

  get #chosen(): unknown {
    const { grantee } = this;
    if (!grantee) return null;
    return grantee.name === null
      ? grantee.id
      : { id: grantee.id, title: grantee.name, entity: `tessera.${grantee.kind}` };
  }

  /** People who work here and may sign in; others cannot be shared with. */
  get #filter(): Filter | undefined {
    const user = this.entityMeta('tessera.user');
    if (this.kind !== 'user' || !user) return undefined;
    const conditions: Filter[] = [
      ...when(user, 'status', { status: { in: ['active', 'invited'] } }),
      ...when(user, 'audience', { audience: { ne: 'portal' } }),
    ];
    return conditions.length > 0 ? { and: conditions } : undefined;
  }

  #turn(kind: Kind): void {
    if (kind === this.kind) return;
    this.kind = kind;
    this.#tell(null);
  }

  readonly #picked = (event: CustomEvent<{ value: ExpandedReference | null }>): void => {
    event.stopPropagation();
    const { value } = event.detail;
    this.#tell(value && { kind: this.kind, id: value.id, name: value.title });
  };

  #tell(grantee: Grantee | null): void {
    this.grantee = grantee;
    this.dispatchEvent(new CustomEvent('ts-grantee-chosen', { detail: { grantee } }));
  }

  static override styles = [
    TesseraElement.styles,
    css`
      :host {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: 8px;
        align-items: center;
      }
      .kinds {
        display: inline-flex;
        padding: 2px;
        border-radius: 7px;
        background: var(--ts-bg-active);
      }
      .kinds button {
        min-height: 26px;
        padding: 0 10px;
        border-radius: 5px;
        font-size: 12px;
        font-weight: 500;
        color: var(--ts-fg-2);
      }
      .kinds [aria-pressed='true'] {
        background: var(--ts-bg-raised);
        color: var(--ts-fg);
        box-shadow: var(--ts-shadow-1);
      }
      @media (max-width: 759px) {
        .kinds button {
          min-height: 36px;
        }
      }
    `,
  ];
}

function when(entity: EntityMeta, name: string, filter: Filter): readonly Filter[] {
  return findField(entity, name)?.filterable ? [filter] : [];
}
