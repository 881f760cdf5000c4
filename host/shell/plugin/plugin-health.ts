import { icon, TesseraElement } from '@tessera/sdk/ui';
import { css, html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';

/** As `GET /api/plugins` tells it. */
export interface HealthFacts {
  readonly calls: number;
  readonly failures: number;
  readonly lastFailure?: { readonly hook: string; readonly at: string; readonly error: string };
  readonly undelivered: number;
  readonly retrying: readonly { readonly event: string; readonly error: string }[];
}

/** How a plugin does: one line, and behind it what went wrong. */
@customElement('ts-plugin-health')
export class PluginHealth extends TesseraElement {
  @property({ attribute: false }) facts: HealthFacts | undefined;

  override render(): TemplateResult {
    const facts = this.facts!;
    const problems = this.#problems(facts);
    const isWell = problems.length === 0;
    return html`<details ?open=${!isWell}>
      <summary>
        <span class=${isWell ? 'sign well' : 'sign'}
          >${icon(isWell ? 'circle-check' : 'triangle-alert', 14)}</span
        >
        ${this.t(isWell ? 'plugins.health.fine' : 'plugins.health.unwell')}
      </summary>
      <ul>
        ${problems.map((problem) => html`<li>${problem}</li>`)}
        <li class="mut">
          ${this.t('plugins.health.calls', { count: facts.calls, number: this.#number(facts.calls) })}
        </li>
      </ul>
    </details>`;
  }

  #problems({ failures, lastFailure, undelivered, retrying }: HealthFacts): readonly string[] {
    return [
      ...(lastFailure
        ? [
            this.t('plugins.health.failed', {
              ...lastFailure,
              number: this.#number(failures),
              at: this.#moment(lastFailure.at),
            }),
          ]
        : []),
      ...retrying.map((one) => this.t('plugins.health.retrying', { ...one })),
      ...(undelivered > 0 ? [this.t('plugins.health.undelivered', { count: undelivered })] : []),
    ];
  }

  #number(count: number): string {
    return new Intl.NumberFormat(this.locale).format(count);
  }
  #moment(at: string): string {
    return new Intl.DateTimeFormat(this.locale, {
      dateStyle: 'medium',
      timeStyle: 'short',
      timeZone: this.timeZone,
    }).format(new Date(at));
  }

  static override styles = [
    TesseraElement.styles ?? [],
    css`
      summary {
        display: inline-flex;
        gap: 6px;
        align-items: center;
        min-height: 24px;
        border-radius: var(--ts-radius-s, 4px);
        font-size: 12px;
        color: var(--ts-fg-2);
        cursor: pointer;
      }
      .sign {
        display: inline-flex;
        color: var(--ts-danger);
      }
      .sign.well {
        color: light-dark(oklch(0.5 0.13 155), oklch(0.75 0.15 155));
      }
      ul {
        margin: 4px 0 0 20px;
        padding: 0;
        font-size: 12px;
        overflow-wrap: anywhere;
      }
    `,
  ];
}
