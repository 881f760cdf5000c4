import { icon, TesseraElement } from '@tessera/sdk/ui';
import { css, html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import '../slot/slot.ts';
import { pageStyles } from '../app/page-styles.ts';
import { settingsContent } from './settings-content.ts';
import { SETTINGS_GROUPS, settingsSections, type SettingsGroup } from './settings-section.ts';

interface Place {
  readonly name: string;
  readonly group: SettingsGroup;
  readonly icon: string;
  readonly label: string;
  readonly isWide: boolean;
  readonly content: () => TemplateResult;
}

/** Settings of the user and, for administrators, of the workspace: a list of pages beside the page that is open. */
@customElement('ts-settings')
export class SettingsPage extends TesseraElement {
  @property() section = 'profile';

  override render(): TemplateResult {
    const places = this.#places();
    const here = places.find(({ name }) => name === this.section) ?? places[0]!;
    const groups = SETTINGS_GROUPS.map((group) => ({
      group,
      inside: places.filter((place) => place.group === group),
    })).filter(({ inside }) => inside.length > 0);
    return html`<div class="title-bar">
        ${icon('settings')}
        <h1>${this.t('settings.title')}</h1>
      </div>
      <div class="sides">
        <nav aria-label=${this.t('settings.title')}>
          ${groups.map(({ group, inside }) => this.#group(group, inside, here))}
        </nav>
        <label class="jump">
          <span class="visually-hidden">${this.t('settings.title')}</span>
          <select @change=${this.#jumped}>
            ${groups.map(
              ({ group, inside }) =>
                html`<optgroup label=${this.t(`settings.group.${group}`)}>
                  ${inside.map(({ name, label }) => html`<option value=${name} ?selected=${name === here.name}>${label}</option>`)}
                </optgroup>`,
            )}
          </select>
        </label>
        <div class="body">
          <div class=${here.isWide ? 'column wide' : 'column'}>${here.content()}</div>
        </div>
      </div>`;
  }

  #group(group: SettingsGroup, inside: readonly Place[], here: Place): TemplateResult {
    return html`<section aria-labelledby=${group}>
      <h2 id=${group}>${this.t(`settings.group.${group}`)}</h2>
      ${inside.map(
        (place) =>
          html`<a
            href="/settings/${place.name}"
            aria-current=${place === here ? 'page' : 'false'}
            class=${place === here ? 'on' : ''}
            >${icon(place.icon, 14)}<span class="ell">${place.label}</span></a
          >`,
      )}
    </section>`;
  }

  /** What this person may set; plugins add theirs. */
  #places(): readonly Place[] {
    const own = settingsSections(this.meta).map((section): Place => ({
      name: section.name,
      group: section.group,
      icon: section.icon,
      label: this.t(`settings.${section.name}`),
      isWide: section.isWide ?? false,
      content: () => settingsContent(section.name),
    }));
    const added = this.meta.contributions
      .filter((one) => one.slot === 'settings.page' && one.element)
      .toSorted((one, two) => (one.order ?? 100) - (two.order ?? 100))
      .map((one): Place => ({
        name: one.id,
        group: 'plugins',
        icon: one.icon ?? 'puzzle',
        label: one.label ? this.localized(one.label) : one.id,
        isWide: false,
        content: () => html`<ts-slot name="settings.page" only=${one.id}></ts-slot>`,
      }));
    return [...own, ...added];
  }

  readonly #jumped = (event: Event): void => {
    this.navigate(`/settings/${(event.target as HTMLSelectElement).value}`);
  };

  static override styles = [
    TesseraElement.styles ?? [],
    pageStyles,
    css`
      .sides {
        flex: 1;
        min-height: 0;
        display: grid;
        grid-template-columns: 208px minmax(0, 1fr);
      }
      nav {
        overflow: auto;
        padding: 12px 8px 24px;
        border-right: 1px solid var(--ts-line);
      }
      nav section + section {
        margin-top: 14px;
      }
      nav h2 {
        padding: 0 8px 4px;
        font-size: 11px;
        line-height: 16px;
        font-weight: 500;
        color: var(--ts-fg-2);
      }
      nav a {
        display: flex;
        align-items: center;
        gap: 8px;
        min-height: 28px;
        padding: 0 8px;
        border-radius: var(--ts-radius-m);
        color: var(--ts-fg-2);
        text-decoration: none;
        font-weight: 500;
      }
      nav a:hover {
        background: var(--ts-bg-hover);
        color: var(--ts-fg);
      }
      nav a.on {
        background: var(--ts-bg-active);
        color: var(--ts-fg);
      }
      .jump {
        display: none;
      }
      .column.wide {
        max-width: 960px;
      }
      @media (max-width: 759px) {
        .sides {
          grid-template: auto minmax(0, 1fr) / minmax(0, 1fr);
        }
        nav {
          display: none;
        }
        .jump {
          display: block;
          padding: 10px 16px 0;
        }
      }
    `,
  ];
}
