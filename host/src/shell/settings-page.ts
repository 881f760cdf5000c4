import { icon, TesseraElement } from '@tessera/sdk/ui';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import './profile-settings.ts';
import './token-settings.ts';
import './workspace-settings.ts';
import { pageStyles } from './page-styles.ts';

/** Settings of the user and, for administrators, of the workspace. */
@customElement('ts-settings')
export class SettingsPage extends TesseraElement {
  @property() section = 'profile';

  override render(): TemplateResult {
    const { permissions } = this.meta.user;
    const mayManage = ['*', 'tessera.settings.manage'].some((name) => permissions.includes(name));
    return html`<div class="title-bar">
        ${icon('settings')}
        <h1>${this.t('settings.title')}</h1>
        <nav aria-label=${this.t('settings.title')}>
          ${this.#tab('profile')} ${this.#tab('tokens')}
          ${mayManage ? this.#tab('workspace') : nothing}
        </nav>
      </div>
      <div class="body"><div class="column">${this.#content(mayManage)}</div></div>`;
  }

  #content(mayManage: boolean): TemplateResult {
    if (this.section === 'tokens') return html`<ts-token-settings></ts-token-settings>`;
    if (this.section === 'workspace' && mayManage)
      return html`<ts-workspace-settings></ts-workspace-settings>`;
    return html`<ts-profile-settings></ts-profile-settings>`;
  }

  #tab(section: string): TemplateResult {
    const isHere = this.section === section;
    return html`<a
      href="/settings/${section}"
      aria-current=${isHere ? 'page' : 'false'}
      class=${isHere ? 'on' : ''}
      >${this.t(`settings.${section}`)}</a
    >`;
  }

  static override styles = [
    TesseraElement.styles ?? [],
    pageStyles,
    css`
      nav {
        display: flex;
        gap: 2px;
        height: 100%;
        margin-left: 8px;
        overflow: auto hidden;
      }
      nav a {
        display: flex;
        align-items: center;
        padding: 0 9px;
        color: var(--ts-fg-2);
        text-decoration: none;
        font-weight: 500;
        white-space: nowrap;
        border-bottom: 2px solid transparent;
      }
      nav a.on {
        color: var(--ts-fg);
        border-color: var(--ts-fg);
      }
    `,
  ];
}
