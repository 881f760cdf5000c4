import { icon, TesseraElement } from '@tessera/sdk/ui';
import { css, html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import './people-settings.ts';
import './profile-settings.ts';
import './session-settings.ts';
import '../slot/slot.ts';
import './team-settings.ts';
import './token-settings.ts';
import './workspace-settings.ts';
import { entityOf } from '../field/field-template.ts';
import { pageStyles } from '../app/page-styles.ts';

interface Section {
  readonly name: string;
  readonly label: string;
  readonly content: () => TemplateResult;
  readonly isWide?: boolean;
}

/** Settings of the user and, for administrators, of the workspace. */
@customElement('ts-settings')
export class SettingsPage extends TesseraElement {
  @property() section = 'profile';

  override render(): TemplateResult {
    const sections = this.#sections();
    const here = sections.find(({ name }) => name === this.section) ?? sections[0]!;
    return html`<div class="title-bar">
        ${icon('settings')}
        <h1>${this.t('settings.title')}</h1>
        <nav aria-label=${this.t('settings.title')}>
          ${sections.map((section) => this.#tab(section, section === here))}
        </nav>
      </div>
      <div class="body">
        <div class=${here.isWide ? 'column wide' : 'column'}>${here.content()}</div>
      </div>`;
  }

  /** What this person may set; plugins add theirs. */
  #sections(): readonly Section[] {
    const { permissions } = this.meta.user;
    const may = (name: string): boolean => ['*', name].some((one) => permissions.includes(one));
    const sees = (entity: string): boolean => entityOf(this.meta, entity) !== undefined;
    const own = (
      name: string,
      isShown: boolean,
      content: () => TemplateResult,
      isWide = false,
    ): Section[] => (isShown ? [{ name, label: this.t(`settings.${name}`), content, isWide }] : []);
    return [
      ...own(
        'profile',
        true,
        () =>
          html`<ts-profile-settings></ts-profile-settings>
            <ts-session-settings></ts-session-settings>`,
      ),
      ...own('tokens', true, () => html`<ts-token-settings></ts-token-settings>`),
      ...own(
        'people',
        sees('tessera.user') && may('tessera.user.manage'),
        () => html`<ts-people-settings></ts-people-settings>`,
        true,
      ),
      ...own(
        'teams',
        sees('tessera.team') && may('tessera.user.manage'),
        () => html`<ts-team-settings></ts-team-settings>`,
      ),
      ...own(
        'workspace',
        may('tessera.settings.manage'),
        () => html`<ts-workspace-settings></ts-workspace-settings>`,
      ),
      ...this.meta.contributions
        .filter((one) => one.slot === 'settings.page' && one.element)
        .toSorted((one, two) => (one.order ?? 100) - (two.order ?? 100))
        .map((one): Section => ({
          name: one.id,
          label: one.label ? this.localized(one.label) : one.id,
          content: () => html`<ts-slot name="settings.page" only=${one.id}></ts-slot>`,
        })),
    ];
  }

  #tab({ name, label }: Section, isHere: boolean): TemplateResult {
    return html`<a
      href="/settings/${name}"
      aria-current=${isHere ? 'page' : 'false'}
      class=${isHere ? 'on' : ''}
      >${label}</a
    >`;
  }

  static override styles = [
    TesseraElement.styles ?? [],
    pageStyles,
    css`
      .column.wide {
        max-width: 960px;
      }
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
