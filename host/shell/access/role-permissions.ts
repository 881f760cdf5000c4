import { TesseraElement } from '@tessera/sdk/ui';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { pageStyles } from '../app/page-styles.ts';
import type { MatrixRole, RoleDraft, RoleMatrix } from './role-api.ts';
import { permissionOf, setPermission } from './role-changes.ts';
import { permissionText, pluginText } from './role-words.ts';

/**
 * Permissions that are not about an entity's records, by plugin.
 *
 * @fires ts-draft-changed - with the {@link RoleDraft}
 */
@customElement('ts-role-permissions')
export class RolePermissions extends TesseraElement {
  @property({ attribute: false }) matrix!: RoleMatrix;
  @property({ attribute: false }) subject!: MatrixRole;
  @property({ attribute: false }) draft!: RoleDraft;
  @property({ type: Boolean }) locked = false;

  override render(): TemplateResult {
    const plugins = [...new Set(this.matrix.permissions.map(({ plugin }) => plugin))];
    return html`<div
      class="body"
      tabindex="0"
      role="region"
      aria-label=${this.t('role.tab.permissions')}
    >
      <div class="column">
        <section class="card" aria-label=${this.t('role.permission.all')}>
          <ul>
            ${this.#permission('*')}
          </ul>
        </section>
        ${plugins.map(
          (plugin) =>
            html`<section class="card" aria-label=${pluginText(this, plugin)}>
              <h2>${pluginText(this, plugin)}</h2>
              <ul>
                ${this.matrix.permissions.filter((one) => one.plugin === plugin).map(({ name }) => this.#permission(name))}
              </ul>
            </section>`,
        )}
      </div>
    </div>`;
  }

  #permission(name: string): TemplateResult {
    const held = permissionOf(this.subject, this.draft, name);
    const isHeld = held !== 'not' && held !== 'withheld';
    return html`<li>
      <label>
        <input
          type="checkbox"
          .checked=${isHeld}
          ?disabled=${this.locked || held === 'everything'}
          @change=${(event: Event) => this.#set(name, (event.target as HTMLInputElement).checked)}
        />
        <span class="what">
          <span>${permissionText(this, this.matrix, name)}</span>
          ${name === '*' ? html`<span class="mut">${this.t('role.permission.allAbout')}</span>` : html`<code class="mut">${name}</code>`}
        </span>
        ${held === 'own' || held === 'not' ? nothing : html`<ts-tag .hue=${held === 'withheld' ? 28 : null}>${this.t(`role.held.${held}`)}</ts-tag>`}
      </label>
    </li>`;
  }

  #set(name: string, isHeld: boolean): void {
    const detail = setPermission(this.subject, this.draft, name, isHeld);
    this.dispatchEvent(new CustomEvent('ts-draft-changed', { detail }));
  }

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
      li + li {
        border-top: 1px solid var(--ts-line);
      }
      label {
        display: flex;
        align-items: center;
        gap: 10px;
        min-height: 44px;
      }
      .what {
        display: grid;
        flex: 1;
        min-width: 0;
      }
      .what .mut {
        font-size: 12px;
        overflow-wrap: anywhere;
      }
      input {
        width: 16px;
        height: 16px;
        margin: 0;
        accent-color: var(--ts-accent);
      }
    `,
  ];
}
