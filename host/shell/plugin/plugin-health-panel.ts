import { TesseraElement } from '@tessera/sdk/ui';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { pageStyles } from '../app/page-styles.ts';
import { problemText } from '../record/record-problem.ts';
import { pluginStyles } from './plugin-styles.ts';
import { wordOf } from './plugin-words.ts';

interface CallFacts {
  readonly kind: string;
  readonly name: string;
  readonly calls: number;
  readonly failures: number;
  readonly meanMicroseconds: number;
  readonly slowestMicroseconds: number;
}

interface Fault {
  readonly kind: string;
  readonly name: string;
  readonly error: string;
  readonly firstAt: string;
  readonly at: string;
  readonly count: number;
}

/** `GET /api/plugins/:id/health`. */
interface Health {
  readonly since: string;
  readonly calls: number;
  readonly failures: number;
  readonly starts: number;
  readonly stops: number;
  readonly logLinesLeftOut: number;
  readonly spans: readonly CallFacts[];
  readonly errors: readonly Fault[];
  readonly breakers: readonly {
    readonly hook: string;
    readonly state: 'closed' | 'open' | 'half-open';
    readonly until?: string | null;
  }[];
  readonly undelivered: number;
  readonly retrying: readonly { readonly event: string; readonly error: string }[];
}

/** How a plugin does on the host that answered: calls and times, breakers, and what went wrong. */
@customElement('ts-plugin-health-panel')
export class PluginHealthPanel extends TesseraElement {
  @property() plugin = '';
  @state() private health: Health | undefined;
  @state() private problem = '';

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('plugin')) void this.#read();
  }

  override render(): TemplateResult {
    const { health } = this;
    return html`<section class="card" aria-label=${this.t('plugins.tab.health')}>
        <div class="row">
          <h2 class="names">${this.t('plugins.tab.health')}</h2>
          <button class="btn" @click=${() => this.#read()}>
            ${this.t('plugins.health.again')}
          </button>
        </div>
        ${this.problem ? html`<p class="wrong" role="alert">${this.problem}</p>` : nothing}
        ${health || this.problem ? nothing : html`<p class="mut" role="status">${this.t('plugins.reading')}</p>`}
        ${health ? this.#facts(health) : nothing}
      </section>
      ${health ? html`${this.#errors(health)} ${this.#spans(health)}` : nothing}`;
  }

  #facts(health: Health): TemplateResult {
    const open = health.breakers.filter((breaker) => breaker.state !== 'closed');
    return html`<p class="mut">
        ${this.t('plugins.health.since', { at: this.#moment(health.since) })}
      </p>
      <dl class="facts">
        <dt>${this.t('plugins.health.count')}</dt>
        <dd class="num">${this.#number(health.calls)}</dd>
        <dt>${this.t('plugins.health.failures')}</dt>
        <dd class="num">${this.#number(health.failures)}</dd>
        <dt>${this.t('plugins.health.starts')}</dt>
        <dd class="num">${this.#number(health.starts)}</dd>
        <dt>${this.t('plugins.health.leftOut')}</dt>
        <dd class="num">${this.#number(health.logLinesLeftOut)}</dd>
        <dt>${this.t('plugins.health.givenUp')}</dt>
        <dd class="num">${this.#number(health.undelivered)}</dd>
      </dl>
      ${open.map(
        (breaker) =>
          html`<p class="note bad">
            ${this.t(`plugins.breaker.${breaker.state}`, {
              hook: breaker.hook,
              until: breaker.until ? this.#moment(breaker.until) : '',
            })}
          </p>`,
      )}
      ${health.retrying.map((one) => html`<p class="note bad">${this.t('plugins.health.retrying', { ...one })}</p>`)}`;
  }

  #errors({ errors }: Health): TemplateResult {
    return html`<section class="card" aria-label=${this.t('plugins.health.errors')}>
      <h2>${this.t('plugins.health.errors')}</h2>
      ${errors.length === 0 ? html`<p class="mut">${this.t('plugins.health.noErrors')}</p>` : nothing}
      <ul class="plain">
        ${errors.map(
          (fault) =>
            html`<li>
              <p>
                <b>${this.#kind(fault.kind)}</b> <code>${fault.name}</code>
                <time class="mut num" datetime=${fault.at}>${this.#moment(fault.at)}</time>
                ${fault.count > 1 ? html`<span class="mut num">× ${this.#number(fault.count)}</span>` : nothing}
              </p>
              <p class="wrong">${fault.error}</p>
            </li>`,
        )}
      </ul>
    </section>`;
  }

  #spans({ spans }: Health): TemplateResult {
    const head = (key: string, isEnd = true): TemplateResult =>
      html`<th scope="col" class=${isEnd ? 'end' : ''}>${this.t(`plugins.health.${key}`)}</th>`;
    return html`<section class="card" aria-label=${this.t('plugins.health.spans')}>
      <h2>${this.t('plugins.health.spans')}</h2>
      ${
        spans.length === 0
          ? html`<p class="mut">${this.t('plugins.health.noSpans')}</p>`
          : html`<div
              class="scroll"
              tabindex="0"
              role="group"
              aria-label=${this.t('plugins.health.spans')}
            >
              <table>
                <thead>
                  <tr>
                    ${head('what', false)} ${head('count')} ${head('failures')} ${head('mean')}
                    ${head('slowest')}
                  </tr>
                </thead>
                <tbody>
                  ${spans.map((span) => this.#span(span))}
                </tbody>
              </table>
            </div>`
      }
    </section>`;
  }

  #span(span: CallFacts): TemplateResult {
    return html`<tr>
      <td><span class="mut">${this.#kind(span.kind)}</span> <code>${span.name}</code></td>
      <td class="end num">${this.#number(span.calls)}</td>
      <td class="end num">${this.#number(span.failures)}</td>
      <td class="end num">${this.#duration(span.meanMicroseconds)}</td>
      <td class="end num">${this.#duration(span.slowestMicroseconds)}</td>
    </tr>`;
  }

  #kind(kind: string): string {
    return wordOf((key) => this.t(key), 'span', kind);
  }
  #number(count: number): string {
    return new Intl.NumberFormat(this.locale).format(count);
  }
  /** Milliseconds, with three digits that count. */
  #duration(microseconds: number): string {
    return `${new Intl.NumberFormat(this.locale, { maximumSignificantDigits: 3 }).format(microseconds / 1000)} ms`;
  }
  #moment(at: string): string {
    return new Intl.DateTimeFormat(this.locale, {
      dateStyle: 'medium',
      timeStyle: 'medium',
      timeZone: this.timeZone,
    }).format(new Date(at));
  }

  async #read(): Promise<void> {
    try {
      this.health = await this.api.get<Health>(`/api/plugins/${this.plugin}/health`);
      this.problem = '';
    } catch (error) {
      this.problem = problemText(error, (key, values) => this.t(key, values));
    }
  }

  static override styles = [
    TesseraElement.styles ?? [],
    pageStyles,
    pluginStyles,
    css`
      :host {
        display: grid;
        gap: 16px;
      }
      .scroll {
        overflow: auto;
      }
      li {
        padding: 8px 0;
        border-bottom: 1px solid var(--ts-line);
      }
    `,
  ];
}
