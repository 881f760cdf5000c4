import { icon, TesseraElement } from '@tessera/sdk/ui';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { pageStyles } from '../app/page-styles.ts';
import type { PluginDetails, PluginRow } from './plugin-api.ts';
import { contributes } from './plugin-contributes.ts';
import { pluginStyles } from './plugin-styles.ts';
import './plugin-upload.ts';
import { verbIcon, type PluginVerb } from './plugin-verb-dialog.ts';

/**
 * What a plugin is and brings, its other versions, and how it is taken away.
 *
 * @fires ts-plugin-verb-wanted - with the verb that somebody wants
 */
@customElement('ts-plugin-overview')
export class PluginOverview extends TesseraElement {
  @property({ attribute: false }) plugin: PluginDetails | undefined;
  /** Every plugin, for their names. */
  @property({ attribute: false }) plugins: readonly PluginRow[] = [];
  /** Whether an upgrade left columns or tables that nothing uses any more. */
  @property({ attribute: false }) hasUnused = false;

  override render(): TemplateResult | typeof nothing {
    const { plugin } = this;
    if (!plugin) return nothing;
    return html`${this.#facts(plugin)} ${this.#brings(plugin)} ${this.#versions(plugin)}
    ${plugin.origin === 'application' ? nothing : html`<ts-plugin-upload upgrade></ts-plugin-upload>`}
    ${this.#verbs(plugin)}`;
  }

  #facts(plugin: PluginDetails): TemplateResult {
    const fact = (key: string, value: unknown, isThere: boolean): TemplateResult | typeof nothing =>
      isThere
        ? html`<dt>${this.t(`plugins.fact.${key}`)}</dt>
            <dd>${value}</dd>`
        : nothing;
    const { origin, requires, optional, neededBy } = plugin;
    const those = Object.fromEntries(neededBy.map((id) => [id, '']));
    return html`<section class="card" aria-label=${this.t('plugins.facts')}>
      <h2>${this.t('plugins.facts')}</h2>
      <dl class="facts">
        ${fact('origin', this.t(`plugins.origin.${origin}`), origin !== undefined)}
        ${fact('requires', this.#names(requires), Object.keys(requires).length > 0)}
        ${fact('optional', this.#names(optional), Object.keys(optional).length > 0)}
        ${fact('neededBy', this.#names(those), neededBy.length > 0)}
      </dl>
    </section>`;
  }

  /** Plugins with the versions that are wanted of them; those that are here lead to their page. */
  #names(wanted: Readonly<Record<string, string>>): TemplateResult {
    return html`${Object.entries(wanted).map(([id, range], index) => {
      const found = this.plugins.find((plugin) => plugin.id === id);
      const name = found
        ? html`<a href="/plugins/${id}">${this.localized(found.label)}</a>`
        : html`${id}`;
      return html`${index > 0 ? this.t('plugins.listSeparator') : ''}${name}${range ? html` <span class="mut num">${range}</span>` : nothing}`;
    })}`;
  }

  #brings({ contributes: brought }: PluginDetails): TemplateResult | typeof nothing {
    if (!brought) return nothing;
    return html`<section class="card" aria-label=${this.t('plugins.brings')}>
      <h2>${this.t('plugins.brings')}</h2>
      ${contributes(
        brought,
        (key, values) => this.t(key, values),
        (text) => this.localized(text),
      )}
    </section>`;
  }

  #versions({ staged = [] }: PluginDetails): TemplateResult | typeof nothing {
    if (staged.length === 0) return nothing;
    return html`<section class="card" aria-label=${this.t('plugins.versions')}>
      <h2>${this.t('plugins.versions')}</h2>
      <ul class="plain">
        ${staged.map(
          ({ digest, version }) =>
            html`<li class="row">
              ${icon('package', 16)} <span class="names num">${version}</span>
              <a
                class="btn"
                href="/plugins/packages/${digest}"
                aria-label="${this.t('plugins.look')}: ${version}"
                >${this.t('plugins.look')}</a
              >
            </li>`,
        )}
      </ul>
    </section>`;
  }

  /** What cannot be undone stands apart. */
  #verbs(plugin: PluginDetails): TemplateResult | typeof nothing {
    const verbs = this.#offered(plugin);
    if (verbs.length === 0) return nothing;
    return html`<section class="card" aria-label=${this.t('plugins.clear')}>
      <h2>${this.t('plugins.clear')}</h2>
      ${verbs.map(
        (verb) =>
          html`<div class="row verb">
            <p class="names mut">${this.t(`plugins.about.${verb}`)}</p>
            <button
              class=${verb === 'remove' ? 'btn' : 'btn danger'}
              @click=${() => this.#want(verb)}
            >
              ${verbIcon(verb)} ${this.t(`plugins.${verb}`)}
            </button>
          </div>`,
      )}
    </section>`;
  }

  #offered({ wanted, state, origin }: PluginDetails): readonly PluginVerb[] {
    const isOff = wanted === 'disabled' && state !== 'draining' && state !== 'active';
    const isInstalled = origin !== 'application' && state !== 'removed';
    const verbs: Readonly<Partial<Record<PluginVerb, boolean>>> = {
      finalize: this.hasUnused,
      remove: isOff && isInstalled,
      purge: isOff,
    };
    return (['finalize', 'remove', 'purge'] as const).filter((verb) => verbs[verb]);
  }

  #want(detail: PluginVerb): void {
    this.dispatchEvent(new CustomEvent('ts-plugin-verb-wanted', { detail }));
  }

  static override styles = [
    TesseraElement.styles ?? [],
    pageStyles,
    pluginStyles,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 16px;
      }
      .verb .btn {
        flex: none;
      }
      @media (max-width: 759px) {
        .verb {
          display: grid;
          justify-items: start;
        }
      }
    `,
  ];
}
