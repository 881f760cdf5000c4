import { TesseraElement } from '@tessera/sdk/ui';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { pageStyles } from '../app/page-styles.ts';
import { problemText } from '../record/record-problem.ts';
import { PluginApi, type PluginStep } from './plugin-api.ts';
import { hueOf } from './plugin-state.ts';
import { pluginStyles } from './plugin-styles.ts';
import { stepText } from './plugin-words.ts';

const FAILED = hueOf('failed');

/** Every step in the life of a plugin: who, when, how long, and what went wrong. */
@customElement('ts-plugin-history')
export class PluginHistory extends TesseraElement {
  @property() plugin = '';
  @state() private steps: readonly PluginStep[] | undefined;
  @state() private problem = '';

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('plugin')) void this.refresh();
  }

  /** Reads the steps again. */
  async refresh(): Promise<void> {
    try {
      this.steps = await new PluginApi(this.api).history(this.plugin);
      this.problem = '';
    } catch (error) {
      this.problem = problemText(error, (key, values) => this.t(key, values));
    }
  }

  override render(): TemplateResult {
    return html`<section class="card" aria-label=${this.t('plugins.history')}>
      <h2>${this.t('plugins.history')}</h2>
      ${this.problem ? html`<p class="wrong" role="alert">${this.problem}</p>` : nothing}
      ${this.steps || this.problem ? nothing : html`<p class="mut" role="status">${this.t('plugins.reading')}</p>`}
      ${this.steps?.length === 0 ? html`<p class="mut">${this.t('plugins.history.none')}</p>` : nothing}
      <ol class="plain">
        ${(this.steps ?? []).map((step) => this.#step(step))}
      </ol>
    </section>`;
  }

  #step({ step, version, at, milliseconds, by, host, error }: PluginStep): TemplateResult {
    const moment = new Intl.DateTimeFormat(this.locale, {
      dateStyle: 'medium',
      timeStyle: 'medium',
      timeZone: this.timeZone,
    }).format(new Date(at));
    const who = by?.name || this.t('plugins.history.system');
    const facts = [who, this.#duration(milliseconds), ...(host ? [host] : [])];
    return html`<li>
      <p>
        <b>${stepText((key) => this.t(key), step)}</b>
        ${error ? html`<ts-tag .hue=${FAILED}>${this.t('plugins.state.failed')}</ts-tag>` : nothing}
        <span class="num">${version}</span>
        <time class="mut num" datetime=${at}>${moment}</time>
      </p>
      <p class="mut">${facts.join(' · ')}</p>
      ${error ? html`<p class="wrong">${error}</p>` : nothing}
    </li>`;
  }

  #duration(milliseconds: number): string {
    const isShort = milliseconds < 1000;
    return new Intl.NumberFormat(this.locale, {
      style: 'unit',
      unit: isShort ? 'millisecond' : 'second',
      unitDisplay: 'short',
      maximumFractionDigits: isShort ? 0 : 1,
    }).format(isShort ? milliseconds : milliseconds / 1000);
  }

  static override styles = [
    TesseraElement.styles ?? [],
    pageStyles,
    pluginStyles,
    css`
      :host {
        display: grid;
      }
      li {
        padding: 8px 0;
        border-bottom: 1px solid var(--ts-line);
      }
    `,
  ];
}
