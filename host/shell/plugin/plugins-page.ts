import type { LocalizedText } from '@tessera/core';
import { ApiError, icon, TesseraElement, toast } from '@tessera/sdk/ui';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { dialogStyles, pageStyles } from '../app/page-styles.ts';
import './plugin-health.ts';
import type { HealthFacts } from './plugin-health.ts';

interface PluginRow {
  readonly id: string;
  readonly version: string | null;
  readonly label: LocalizedText;
  readonly description?: LocalizedText;
  readonly wanted: 'enabled' | 'disabled';
  readonly state:
    | 'active'
    | 'disabled'
    | 'starting'
    | 'draining'
    | 'blocked'
    | 'failed'
    | 'rejected';
  readonly error?: string;
  readonly requires: Readonly<Record<string, string>>;
  readonly neededBy: readonly string[];
  /** Only for those who may switch plugins. */
  readonly health?: HealthFacts;
}
const HUES: Readonly<Record<PluginRow['state'], number | null>> = {
  active: 155,
  disabled: null,
  starting: 250,
  draining: 250,
  blocked: 75,
  failed: 28,
  rejected: 28,
};

/** What is installed, how it is, and switching it while everybody works on. */
@customElement('ts-plugins')
export class PluginsPage extends TesseraElement {
  @state() private plugins: readonly PluginRow[] | undefined;
  @state() private problem = '';
  @state() private busy = '';
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
    return html`<div class="title-bar">
        ${icon('puzzle')}
        <h1>${this.t('plugins.title')}</h1>
      </div>
      <div class="body">
        <div class="column">
          <p class="mut">${this.t('plugins.text')}</p>
          ${this.problem ? html`<p class="wrong" role="alert">${this.problem}</p>` : nothing}
          ${this.plugins?.length === 0 ? html`<p>${this.t('plugins.none')}</p>` : nothing}
          ${(this.plugins ?? []).map((plugin) => this.#card(plugin))}
        </div>
      </div>
      ${this.asked ? this.#question(this.asked) : nothing}`;
  }

  #card(plugin: PluginRow): TemplateResult {
    const hue = HUES[plugin.state];
    const colour = hue === null ? 'oklch(0.6 0.02 262)' : `oklch(0.65 0.17 ${hue})`;
    const name = this.localized(plugin.label);
    const requires = Object.entries(plugin.requires);
    return html`<section class="card" aria-label=${name}>
      <div class="row">
        <span class="emblem">${icon('puzzle', 18)}</span>
        <div class="names">
          <h2 class="row">
            ${name}
            <span class="tag" style="--c:${colour}"
              ><i></i>${this.t(`plugins.state.${plugin.state}`)}</span
            >
          </h2>
          <p class="mut num">${plugin.id} ${plugin.version ?? ''}</p>
        </div>
        <button
          class="switch"
          role="switch"
          aria-checked=${plugin.wanted === 'enabled'}
          aria-label=${this.t('plugins.switch', { name })}
          ?disabled=${this.busy !== '' || plugin.state === 'rejected'}
          @click=${() => (this.asked = plugin)}
        >
          <i></i>
        </button>
      </div>
      ${plugin.description ? html`<p>${this.localized(plugin.description)}</p>` : nothing}
      ${plugin.error ? html`<p class="wrong">${plugin.error}</p>` : nothing}
      ${
        requires.length > 0
          ? html`<p class="mut">
              ${this.t('plugins.requires', { names: requires.map(([id, range]) => `${this.#name(id)} ${range}`).join(', ') })}
            </p>`
          : nothing
      }
      ${
        plugin.neededBy.length > 0
          ? html`<p class="mut">
              ${this.t('plugins.neededBy', { names: plugin.neededBy.map((id) => this.#name(id)).join(', ') })}
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

  #question(plugin: PluginRow): TemplateResult {
    const isOn = plugin.wanted === 'enabled';
    const verb = isOn ? 'disable' : 'enable';
    const others = isOn ? this.#dependants(plugin.id) : this.#missing(plugin);
    const names = others.map((id) => this.#name(id)).join(', ');
    return html`<dialog aria-labelledby="question" @close=${() => (this.asked = undefined)}>
      <h2 id="question">
        ${this.t(`plugins.confirm.${verb}`, { name: this.localized(plugin.label) })}
      </h2>
      ${isOn ? html`<p class="mut">${this.t('plugins.keep')}</p>` : nothing}
      ${others.length > 0 ? html`<p>${this.t(`plugins.also.${verb}`, { names })}</p>` : nothing}
      <div class="actions">
        <button
          class="btn primary"
          autofocus
          @click=${() => this.#change(plugin, verb, others.length > 0)}
        >
          ${this.t(`plugins.${verb}`)}
        </button>
        <button class="btn" @click=${this.#close}>${this.t('action.cancel')}</button>
      </div>
    </dialog>`;
  }

  protected override updated(): void {
    const dialog = this.renderRoot.querySelector('dialog');
    if (dialog && !dialog.open) dialog.showModal();
  }

  async #change(plugin: PluginRow, verb: 'enable' | 'disable', cascade: boolean): Promise<void> {
    this.#close();
    this.busy = plugin.id;
    this.problem = '';
    try {
      await this.api.post(`/api/plugins/${plugin.id}/${verb}`, { cascade });
      toast({ text: this.t(`plugins.done.${verb}`, { name: this.localized(plugin.label) }) });
    } catch (error) {
      this.problem =
        error instanceof ApiError && error.detail ? error.detail : this.t('app.unreachable');
    } finally {
      this.busy = '';
      await this.#read();
      this.dispatchEvent(new CustomEvent('ts-meta-outdated', { bubbles: true, composed: true }));
    }
  }

  readonly #close = (): void => {
    this.renderRoot.querySelector('dialog')?.close();
  };

  async #read(): Promise<void> {
    try {
      this.plugins = await this.api.get<readonly PluginRow[]>('/api/plugins');
    } catch (error) {
      this.problem =
        error instanceof ApiError && error.detail ? error.detail : this.t('app.unreachable');
    }
  }

  #dependants(id: string): string[] {
    const direct = this.plugins?.find((plugin) => plugin.id === id)?.neededBy ?? [];
    return [...new Set(direct.flatMap((one) => [one, ...this.#dependants(one)]))];
  }
  #missing(plugin: PluginRow): string[] {
    const off = Object.keys(plugin.requires).flatMap(
      (id) => this.plugins?.find((one) => one.id === id && one.wanted !== 'enabled') ?? [],
    );
    return [...new Set(off.flatMap((one) => [...this.#missing(one), one.id]))];
  }
  #name(id: string): string {
    const found = this.plugins?.find((plugin) => plugin.id === id);
    return found ? this.localized(found.label) : id;
  }

  static override styles = [
    TesseraElement.styles ?? [],
    pageStyles,
    dialogStyles,
    css`
      .names {
        flex: 1;
        min-width: 0;
      }
      .names p {
        font-size: 12px;
      }
      .emblem {
        display: grid;
        place-items: center;
        flex: none;
        width: 36px;
        height: 36px;
        border-radius: 9px;
        background: var(--ts-accent-soft);
        color: var(--ts-accent);
      }
      .switch {
        flex: none;
        width: 40px;
        height: 24px;
        padding: 2px;
        border-radius: 12px;
        background: var(--ts-fg-3);
      }
      .switch i {
        display: block;
        width: 20px;
        height: 20px;
        border-radius: 50%;
        background: #fff;
        box-shadow: var(--ts-shadow-1);
        transition: translate 120ms ease-out;
      }
      .switch[aria-checked='true'] {
        background: var(--ts-accent);
      }
      .switch[aria-checked='true'] i {
        translate: 16px 0;
      }
      dialog[open] {
        display: grid;
        gap: 12px;
      }
      .actions {
        flex-direction: row-reverse;
      }
    `,
  ];
}
