import { icon, TesseraElement } from '@tessera/sdk/ui';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { failureNotice } from '../app/failure-notice.ts';
import { pageStyles } from '../app/page-styles.ts';
import { problemText } from '../record/record-problem.ts';
import { failureText, stepText } from './plugin-words.ts';
import { PluginApi, type PluginDetails, type PluginRow } from './plugin-api.ts';
import './plugin-health-panel.ts';
import './plugin-history.ts';
import './plugin-overview.ts';
import './plugin-settings.ts';
import { stateTag } from './plugin-state.ts';
import { pluginStyles } from './plugin-styles.ts';
import './plugin-switch.ts';
import './plugin-verb-dialog.ts';
import type { PluginVerb } from './plugin-verb-dialog.ts';

const TABS = ['overview', 'settings', 'health', 'history'] as const;
type Tab = (typeof TABS)[number];

/** One plugin: what it brings, its settings, how it does, what became of it, and what can be done with it. */
@customElement('ts-plugin')
export class PluginPage extends TesseraElement {
  @property() plugin = '';
  @property() tab = '';
  @state() private details: PluginDetails | undefined;
  @state() private plugins: readonly PluginRow[] = [];
  @state() private hasUnused = false;
  @state() private problem = '';
  @state() private asked: PluginVerb | undefined;
  #stop: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stop = this.live.onMessage((message) => {
      // What is just being deleted is not there to be read.
      if (message.kind === 'assembly' && this.asked !== 'purge') void this.#read();
    });
  }
  override disconnectedCallback(): void {
    this.#stop?.();
    super.disconnectedCallback();
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('plugin')) {
      this.details = undefined;
      void this.#read();
    }
  }

  override render(): TemplateResult {
    const { details } = this;
    const tabs = TABS.filter((tab) => tab !== 'settings' || details?.contributes?.config);
    const here = tabs.find((tab) => tab === this.tab) ?? 'overview';
    return html`<div class="title-bar">
        ${icon('puzzle')}
        <nav aria-label=${this.t('plugins.title')} class="crumbs">
          <a href="/plugins">${this.t('plugins.title')}</a> ${icon('chevron-right', 14)}
        </nav>
        <h1 class="ell">${details ? this.localized(details.label) : this.plugin}</h1>
      </div>
      <div class="body">
        <div class="column">
          ${failureNotice(this, this.problem, () => this.#read())}
          ${details ? html`${this.#head(details)} ${this.#tabs(tabs, here)} ${this.#content(here, details)}` : nothing}
        </div>
      </div>
      ${
        details && this.asked
          ? html`<ts-plugin-verb
              .plugin=${details}
              .plugins=${this.plugins}
              verb=${this.asked}
              @ts-plugin-changed=${this.#changed}
              @ts-plugin-asked=${() => (this.asked = undefined)}
            ></ts-plugin-verb>`
          : nothing
      }`;
  }

  #head(plugin: PluginDetails): TemplateResult {
    const name = this.localized(plugin.label);
    const isHeld = ['rejected', 'removed', 'quarantined'].includes(plugin.state);
    return html`<section class="card" aria-label=${name}>
      <div class="row">
        <span class="emblem">${icon('puzzle', 18)}</span>
        <div class="names">
          <h2 class="row">${name} ${stateTag(plugin.state, (key) => this.t(key))}</h2>
          <p class="mut num">${plugin.id} ${plugin.version ?? ''}</p>
        </div>
        <ts-plugin-switch
          ?on=${plugin.wanted === 'enabled'}
          label=${this.t('plugins.switch', { name })}
          ?disabled=${isHeld}
          @click=${() => (this.asked = plugin.wanted === 'enabled' ? 'disable' : 'enable')}
        ></ts-plugin-switch>
      </div>
      ${plugin.description ? html`<p>${this.localized(plugin.description)}</p>` : nothing}
      ${
        plugin.error
          ? html`<p class="note bad" role="alert">
              ${
                plugin.step
                  ? html`<b>${stepText((key) => this.t(key), plugin.step)}:</b> `
                  : nothing
              }${plugin.error}
            </p>`
          : nothing
      }
      ${
        plugin.lastFailure && plugin.state !== 'removed'
          ? html`<p class="note bad">
              ${failureText(plugin.lastFailure, (key, values) => this.t(key, values))}
            </p>`
          : nothing
      }
      ${
        plugin.state === 'failed' || plugin.state === 'quarantined'
          ? html`<div class="actions">
              <button class="btn" @click=${this.#release}>
                ${icon('rotate-ccw', 14)} ${this.t('plugins.release')}
              </button>
            </div>`
          : nothing
      }
    </section>`;
  }

  #tabs(tabs: readonly Tab[], here: Tab): TemplateResult {
    return html`<nav class="tabs" aria-label=${this.t('plugins.parts')}>
      ${tabs.map(
        (tab) =>
          html`<a
            href=${tab === 'overview' ? `/plugins/${this.plugin}` : `/plugins/${this.plugin}/${tab}`}
            aria-current=${tab === here ? 'page' : 'false'}
            >${this.t(`plugins.tab.${tab}`)}</a
          >`,
      )}
    </nav>`;
  }

  #content(tab: Tab, details: PluginDetails): TemplateResult {
    switch (tab) {
      case 'settings':
        return html`<ts-plugin-settings plugin=${details.id}></ts-plugin-settings>`;
      case 'health':
        return html`<ts-plugin-health-panel plugin=${details.id}></ts-plugin-health-panel>`;
      case 'history':
        return html`<ts-plugin-history plugin=${details.id}></ts-plugin-history>`;
      default:
        return html`<ts-plugin-overview
          .plugin=${details}
          .plugins=${this.plugins}
          .hasUnused=${this.hasUnused}
          @ts-plugin-verb-wanted=${(event: CustomEvent<PluginVerb>) => (this.asked = event.detail)}
        ></ts-plugin-overview>`;
    }
  }

  readonly #release = async (): Promise<void> => {
    await this.#try(async (api) => {
      await api.perform(this.plugin, 'release');
      this.asked = 'enable';
    });
    await this.#read();
  };

  readonly #changed = (event: CustomEvent<{ verb: PluginVerb }>): void => {
    if (event.detail.verb === 'purge') this.navigate('/plugins');
    else void this.#read();
  };

  #read(): Promise<void> {
    return this.#try(async (api) => {
      const [details, plugins] = await Promise.all([api.details(this.plugin), api.list()]);
      this.details = details;
      this.plugins = plugins;
      const isOn = details.state === 'active';
      this.hasUnused = isOn && (await api.finalizePlan(this.plugin)).statements.length > 0;
    });
  }

  async #try(work: (api: PluginApi) => Promise<void>): Promise<void> {
    try {
      this.problem = '';
      await work(new PluginApi(this.api));
    } catch (error) {
      this.problem = problemText(error, (key, values) => this.t(key, values));
    }
  }

  static override styles = [
    TesseraElement.styles ?? [],
    pageStyles,
    pluginStyles,
    css`
      .crumbs {
        display: flex;
        align-items: center;
        gap: 6px;
      }
      .crumbs a {
        text-decoration: none;
      }
      .tabs {
        display: flex;
        gap: 2px;
        overflow: auto hidden;
        border-bottom: 1px solid var(--ts-line);
      }
      .tabs a {
        padding: 8px 10px;
        color: var(--ts-fg-2);
        text-decoration: none;
        font-weight: 500;
        white-space: nowrap;
        border-bottom: 2px solid transparent;
      }
      .tabs a[aria-current='page'] {
        color: var(--ts-fg);
        border-color: var(--ts-fg);
      }
    `,
  ];
}
