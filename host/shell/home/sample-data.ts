import { ApiError, icon, TesseraElement, toast } from '@tessera/sdk/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { hideCard, isAtWork, isCardHidden, type SampleDataState } from './sample-data-state.ts';
import { sampleDataStyles } from './sample-data-styles.ts';

const ROUTE = '/api/sample-data';
const LOOK_AGAIN_MS = 700;
const LOOK_AGAIN_AFTER_FAULT_MS = 3000;

/**
 * A card that fills the workspace with example data and takes it away again. It shows itself to those who may do that: on the home page
 * while there is something to offer or to tell, in the settings always.
 */
@customElement('ts-sample-data')
export class SampleData extends TesseraElement {
  @property() place: 'home' | 'settings' = 'home';
  @state() private found: SampleDataState | undefined;
  @state() private isUnreadable = false;
  @state() private isBusy = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated && this.#mayManage) void this.#look();
  }
  override disconnectedCallback(): void {
    clearTimeout(this.#timer);
    super.disconnectedCallback();
  }
  protected override firstUpdated(): void {
    if (this.#mayManage) void this.#look();
  }

  override render(): TemplateResult | typeof nothing {
    const { found } = this;
    const isHome = this.place === 'home';
    if (!this.#mayManage) return nothing;
    if (!found) return this.isUnreadable && !isHome ? this.#unreadable() : nothing;
    switch (found.state) {
      case 'making':
      case 'removing':
        return this.#progress(found);
      case 'failed':
        return this.#failed(found);
      case 'present':
        if (found.keptCount > 0) return this.#kept(found);
        return isHome && isCardHidden() ? nothing : this.#present(found);
      default:
        return isHome && !found.offered ? nothing : this.#offer();
    }
  }

  get #mayManage(): boolean {
    return ['*', 'tessera.settings.manage'].some((one) => this.meta.user.permissions.includes(one));
  }

  #offer(): TemplateResult {
    const isHome = this.place === 'home';
    const title = this.t(isHome ? 'samples.offerTitle' : 'samples.settingsTitle');
    const text = this.t(isHome ? 'samples.offerText' : 'samples.offerSettings');
    return this.#card(
      'sparkles',
      title,
      html`<p>${text}</p>`,
      html`<button class="btn primary" ?disabled=${this.isBusy} @click=${() => this.#do('POST')}>
        ${this.t('samples.create')}
      </button>`,
    );
  }

  #progress({ state: step, done, total }: SampleDataState): TemplateResult {
    const number = new Intl.NumberFormat(this.locale);
    const title = this.t(step === 'making' ? 'samples.making' : 'samples.removing');
    const text = this.t(step === 'making' ? 'samples.makingText' : 'samples.removingText');
    return this.#card(
      'sparkles',
      title,
      html`<p>${text}</p>
        <div class="bar">
          <progress aria-label=${title} max=${total || 1} .value=${done}></progress>
          <span class="num mut"
            >${total > 0 ? this.t('samples.progress', { done: number.format(done), total: number.format(total) }) : nothing}</span
          >
        </div>`,
      step === 'making' ? this.#removeButton('samples.remove') : nothing,
    );
  }

  #present({ counts }: SampleDataState): TemplateResult {
    const number = new Intl.NumberFormat(this.locale);
    return this.#card(
      'sparkles',
      this.t('samples.presentTitle'),
      html`<p>${this.t('samples.presentText')}</p>
        <ul class="links">
          ${counts.map(({ entity, count }) => {
            const meta = this.entityMeta(entity);
            return meta && !meta.auxiliary
              ? html`<li>
                  <a class="btn" href="/${meta.path}"
                    >${icon(meta.icon, 14)} ${this.localized(meta.plural)}
                    <span class="num mut">${number.format(count)}</span></a
                  >
                </li>`
              : nothing;
          })}
        </ul>`,
      this.#removeButton('samples.remove'),
      this.place === 'home'
        ? html`<button
            class="btn ghost icon hide"
            aria-label=${this.t('samples.dismiss')}
            title=${this.t('samples.dismiss')}
            @click=${this.#hide}
          >
            ${icon('x', 16)}
          </button>`
        : nothing,
    );
  }

  #kept({ kept, keptCount }: SampleDataState): TemplateResult {
    const rest = keptCount - kept.length;
    return this.#card(
      'info',
      this.t('samples.keptTitle', { count: keptCount }),
      html`<p>${this.t('samples.keptText')}</p>
        <ul class="kept">
          ${kept.map((one) => {
            const meta = this.entityMeta(one.entity);
            const title = one.title ?? this.t('samples.unnamed');
            return html`<li>
              ${meta ? html`<a class="link" href="/${meta.path}/${one.id}">${title}</a>` : title}
              <span class="mut">${this.#reason(one)}</span>
            </li>`;
          })}
          ${rest > 0 ? html`<li class="mut">${this.t('samples.more', { count: rest })}</li>` : nothing}
        </ul>`,
      html`${this.#removeButton('samples.removeRest')}
        <button
          class="btn ghost"
          ?disabled=${this.isBusy}
          @click=${() => this.#do('POST', '/keep')}
        >
          ${this.t('samples.keepRest')}
        </button>`,
    );
  }

  #failed({ step, reason }: SampleDataState): TemplateResult {
    return this.#card(
      'triangle-alert',
      this.t(step === 'removing' ? 'samples.failedRemoving' : 'samples.failedMaking'),
      html`<p>${this.t('samples.failedText')}</p>
        ${reason ? html`<p class="wrong" role="alert">${reason}</p>` : nothing}`,
      html`<button
          class="btn primary"
          ?disabled=${this.isBusy}
          @click=${() => this.#do(step === 'removing' ? 'DELETE' : 'POST')}
        >
          ${this.t('samples.goOn')}
        </button>
        ${step === 'removing' ? nothing : this.#removeButton('samples.remove')}`,
    );
  }

  #unreadable(): TemplateResult {
    return this.#card(
      'triangle-alert',
      this.t('samples.settingsTitle'),
      html`<p role="alert">${this.t('samples.unreadable')}</p>`,
      html`<button class="btn" @click=${() => void this.#look()}>
        ${this.t('samples.removeRest')}
      </button>`,
    );
  }

  #card(
    symbol: string,
    title: string,
    body: TemplateResult,
    actions: TemplateResult | typeof nothing,
    corner: TemplateResult | typeof nothing = nothing,
  ): TemplateResult {
    return html`<section class="card" aria-labelledby="title">
      <span class="emblem">${icon(symbol, 18)}</span>
      <div class="text">
        <h2 id="title">${title}</h2>
        ${body}
      </div>
      ${actions === nothing ? nothing : html`<div class="actions">${actions}</div>`} ${corner}
    </section>`;
  }

  #removeButton(label: string): TemplateResult {
    return html`<button class="btn" ?disabled=${this.isBusy} @click=${() => this.#do('DELETE')}>
      ${this.t(label)}
    </button>`;
  }

  #reason({ reason, by }: SampleDataState['kept'][number]): string {
    if (reason === 'pluginOff') return this.t('samples.reasonPluginOff');
    if (reason === 'refused') return this.t('samples.reasonRefused', { by: by ?? '' });
    const meta = this.entityMeta(by ?? '');
    const plural = meta ? this.localized(meta.plural) : (by ?? '');
    return this.t('samples.reasonUsed', {
      by: this.locale.startsWith('zh') ? plural : plural.toLowerCase(),
    });
  }

  readonly #hide = (): void => {
    hideCard(true);
    this.requestUpdate();
  };

  async #do(method: 'POST' | 'DELETE', more = ''): Promise<void> {
    this.isBusy = true;
    clearTimeout(this.#timer);
    try {
      const { body } = await this.api.send(method, ROUTE + more);
      hideCard(false);
      this.#take(body as SampleDataState);
    } catch (error) {
      toast({ text: textOf(error), tone: 'error' });
      void this.#look();
    } finally {
      this.isBusy = false;
    }
  }

  async #look(): Promise<void> {
    clearTimeout(this.#timer);
    try {
      this.#take(await this.api.get<SampleDataState>(ROUTE));
      this.isUnreadable = false;
    } catch {
      this.isUnreadable = true;
      if (this.found && isAtWork(this.found)) this.#lookLater(LOOK_AGAIN_AFTER_FAULT_MS);
    }
  }

  #take(next: SampleDataState): void {
    const before = this.found?.state;
    this.found = next;
    if (before === 'making' && next.state === 'present')
      toast({ text: this.t('samples.made'), tone: 'success' });
    if (before === 'removing' && next.state === 'none')
      toast({ text: this.t('samples.removed'), tone: 'success' });
    if (isAtWork(next)) this.#lookLater(LOOK_AGAIN_MS);
  }

  #lookLater(ms: number): void {
    clearTimeout(this.#timer);
    if (this.isConnected) this.#timer = setTimeout(() => void this.#look(), ms);
  }

  static override styles = [TesseraElement.styles ?? [], sampleDataStyles];
}

function textOf(error: unknown): string {
  return error instanceof ApiError || error instanceof Error ? error.message : String(error);
}
