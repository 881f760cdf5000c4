import { icon, TesseraElement } from '@tessera/sdk/ui';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { failureNotice } from '../app/failure-notice.ts';
import { pageStyles } from '../app/page-styles.ts';
import { problemText } from '../record/record-problem.ts';
import { PluginApi, type AssemblyFacts, type PackageRow, type PluginRow } from './plugin-api.ts';
import './plugin-graph.ts';
import './plugin-health.ts';
import { stateTag } from './plugin-state.ts';
import { pluginStyles } from './plugin-styles.ts';
import { failureText } from './plugin-words.ts';
import './plugin-switch.ts';
import './plugin-upload.ts';
import './plugin-verb-dialog.ts';

/** What is installed and what could be, how it is, and switching it while everybody works on. */
@customElement('ts-plugins')
export class PluginsPage extends TesseraElement {
  @state() private plugins: readonly PluginRow[] | undefined;
  @state() private packages: readonly PackageRow[] = [];
  @state() private assembly: AssemblyFacts | undefined;
  @state() private problem = '';
  @state() private asked: PluginRow | undefined;
  #stop: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#read();
    this.#stop = this.live.onMessage((message) => {
      if (message.kind === 'assembly') void this.#read();
    });
  }
  override disconnectedCallback(): void {
    this.#stop?.();
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    const waiting = this.packages.filter(({ isInstalled }) => !isInstalled);
    return html`<div class="title-bar">
        ${icon('puzzle')}
        <h1>${this.t('plugins.title')}</h1>
      </div>
      <div class="body">
        <div class="column">
          <p class="mut">${this.t('plugins.text')}</p>
          ${this.#standing()} ${failureNotice(this, this.problem, () => this.#read())}
          ${this.plugins || this.problem ? nothing : html`<p class="mut" role="status">${this.t('plugins.reading')}</p>`}
          ${this.plugins?.length === 0 ? html`<p>${this.t('plugins.none')}</p>` : nothing}
          ${(this.plugins ?? []).map((plugin) => this.#card(plugin))}
          ${waiting.length > 0 ? this.#waiting(waiting) : nothing}
          <ts-plugin-upload></ts-plugin-upload>
          ${
            (this.plugins?.length ?? 0) > 1
              ? html`<section class="card" aria-label=${this.t('plugins.graph')}>
                  <h2>${this.t('plugins.graph')}</h2>
                  <ts-plugin-graph .plugins=${this.plugins ?? []}></ts-plugin-graph>
                </section>`
              : nothing
          }
        </div>
      </div>
      ${
        this.asked
          ? html`<ts-plugin-verb
              .plugin=${this.asked}
              .plugins=${this.plugins ?? []}
              verb=${this.asked.wanted === 'enabled' ? 'disable' : 'enable'}
              @ts-plugin-changed=${() => this.#read()}
              @ts-plugin-asked=${() => (this.asked = undefined)}
            ></ts-plugin-verb>`
          : nothing
      }`;
  }

  /** Safe mode, and hosts that are behind. */
  #standing(): TemplateResult | typeof nothing {
    const { assembly } = this;
    if (!assembly) return nothing;
    const there = assembly.hosts.filter((host) => host.assembly >= assembly.number && host.isReady);
    return html`${
      assembly.safeMode
        ? html`<p class="note" role="status">${this.t('plugins.safeMode')}</p>`
        : nothing
    }
    ${
      assembly.hosts.length > 1
        ? html`<p class="mut" role="status">
            ${this.t('plugins.hosts', {
              count: assembly.hosts.length,
              there: there.length,
              number: assembly.number,
            })}
          </p>`
        : nothing
    }`;
  }

  #card(plugin: PluginRow): TemplateResult {
    const name = this.localized(plugin.label);
    const separator = this.t('plugins.listSeparator');
    const requires = Object.entries(plugin.requires);
    const path = `/plugins/${plugin.id}`;
    return html`<section class="card" aria-label=${name}>
      <div class="row">
        <span class="emblem">${icon('puzzle', 18)}</span>
        <div class="names">
          <h2 class="row">
            ${plugin.state === 'rejected' ? name : html`<a class="ell" href=${path}>${name}</a>`}
            ${stateTag(plugin.state, (key) => this.t(key))}
          </h2>
          <p class="mut num">${plugin.id} ${plugin.version ?? ''}</p>
        </div>
        <ts-plugin-switch
          ?on=${plugin.wanted === 'enabled'}
          label=${this.t('plugins.switch', { name })}
          ?disabled=${['rejected', 'removed', 'quarantined'].includes(plugin.state)}
          @click=${() => (this.asked = plugin)}
        ></ts-plugin-switch>
      </div>
      ${plugin.description ? html`<p>${this.localized(plugin.description)}</p>` : nothing}
      ${plugin.error ? html`<p class="wrong">${plugin.error}</p>` : nothing}
      ${
        plugin.lastFailure && plugin.state !== 'removed'
          ? html`<p class="wrong">
              ${failureText(plugin.lastFailure, (key, values) => this.t(key, values))}
            </p>`
          : nothing
      }
      ${
        requires.length > 0
          ? html`<p class="mut">
              ${this.t('plugins.requires', { names: requires.map(([id, range]) => `${this.#name(id)} ${range}`).join(separator) })}
            </p>`
          : nothing
      }
      ${
        plugin.neededBy.length > 0
          ? html`<p class="mut">
              ${this.t('plugins.neededBy', { names: plugin.neededBy.map((id) => this.#name(id)).join(separator) })}
            </p>`
          : nothing
      }
      ${
        plugin.health && plugin.state === 'active'
          ? html`<ts-plugin-health .facts=${plugin.health}></ts-plugin-health>`
          : nothing
      }
    </section>`;
  }

  #waiting(packages: readonly PackageRow[]): TemplateResult {
    return html`<section class="card" aria-label=${this.t('plugins.waiting')}>
      <h2>${this.t('plugins.waiting')}</h2>
      <ul class="plain">
        ${packages.map(
          (one) =>
            html`<li class="row">
              ${icon('package', 16)}
              <span class="names ell"
                >${this.localized(one.description.manifest.label)}
                <span class="mut num">${one.id} ${one.version}</span></span
              >
              <a class="btn" href="/plugins/packages/${one.digest}">${this.t('plugins.look')}</a>
            </li>`,
        )}
      </ul>
    </section>`;
  }

  async #read(): Promise<void> {
    const api = new PluginApi(this.api);
    try {
      this.plugins = await api.list();
      [this.packages, this.assembly] = await Promise.all([api.packages(), api.assembly()]);
      this.problem = '';
    } catch (error) {
      this.problem = problemText(error, (key, values) => this.t(key, values));
    }
  }

  #name(id: string): string {
    const found = this.plugins?.find((plugin) => plugin.id === id);
    return found ? this.localized(found.label) : id;
  }

  static override styles = [
    TesseraElement.styles ?? [],
    pageStyles,
    pluginStyles,
    css`
      h2 a {
        text-decoration: none;
      }
      h2 a:hover {
        text-decoration: underline;
      }
      li.row {
        min-height: 36px;
      }
    `,
  ];
}
