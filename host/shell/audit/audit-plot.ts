import type { AuditDays } from '@tessera/core';
import { TesseraElement } from '@tessera/sdk/ui';
import { css, html, nothing, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { dayWord, momentWord } from './audit-words.ts';

const HEIGHT = 64;
/** A day with one entry beside one with thousands is still to be seen. */
const LEAST = 3;
const PRESSES = new Set(['Enter', ' ']);

/**
 * How many entries there were on each day. One stop of the tab key; arrows go from day to day.
 *
 * @fires ts-audit-days-chosen - with `{from, to}`: days, empty when the choice was taken back
 */
@customElement('ts-audit-plot')
export class AuditPlot extends TesseraElement {
  /** The days to show, the oldest first. */
  @property({ attribute: false }) days: readonly string[] = [];
  @property({ attribute: false }) counts: AuditDays | undefined;
  /** The first and the last day that are chosen. */
  @property() from = '';
  @property() to = '';

  @state() private at = -1;

  override render(): TemplateResult {
    const counts = new Map(this.counts?.days.map(({ day, count }) => [day, count]));
    const most = Math.max(1, ...this.days.map((day) => counts.get(day) ?? 0));
    const { since } = this.counts ?? {};
    const isCut = since !== undefined && since.slice(0, 10) > (this.days[1] ?? '');
    return html`<div class="top mut num">
        <span>${this.t('audit.plot')}</span>
        <span>${this.t('audit.plot.most', { count: most.toLocaleString(this.locale) })}</span>
      </div>
      <svg
        role="group"
        aria-label=${this.t('audit.plot.how')}
        width="100%"
        height=${HEIGHT}
        @keydown=${this.#pressed}
      >
        ${this.days.map((day, place) => this.#bar(day, place, counts.get(day) ?? 0, most))}
      </svg>
      <div class="top mut num">
        <span>${this.days[0] ? dayWord(this, this.days[0]) : nothing}</span>
        <span>${this.days.length > 0 ? dayWord(this, this.days.at(-1)!) : nothing}</span>
      </div>
      ${isCut ? html`<p class="mut">${this.t('audit.plot.cut', { at: momentWord(this, since) })}</p>` : nothing}`;
  }

  #bar(day: string, place: number, count: number, most: number): SVGTemplateResult {
    const width = 100 / this.days.length;
    const height = count === 0 ? 0 : Math.max(LEAST, (count / most) * (HEIGHT - 4));
    const isOn = this.from !== '' && day >= this.from && day <= (this.to || day);
    const isStop = place === (this.at < 0 ? this.days.length - 1 : this.at);
    return svg`<g
      role="button"
      tabindex=${isStop ? 0 : -1}
      class=${isOn ? 'on' : ''}
      aria-pressed=${isOn}
      aria-label=${this.t('audit.plot.day', { day: dayWord(this, day), count })}
      data-day=${day}
      @click=${(event: MouseEvent) => this.#choose(place, event.shiftKey)}
    >
      <title>${this.t('audit.plot.day', { day: dayWord(this, day), count })}</title>
      <rect class="room" x="${place * width}%" y="0" width="${width}%" height=${HEIGHT}></rect>
      <rect class="bar" x="${place * width + width * 0.12}%" y=${HEIGHT - height} width="${width * 0.76}%" height=${height} rx="1"></rect>
      <rect class="base" x="${place * width}%" y=${HEIGHT - 1} width="${width}%" height="1"></rect>
    </g>`;
  }

  readonly #pressed = (event: KeyboardEvent): void => {
    const last = this.days.length - 1;
    const at = this.at < 0 ? last : this.at;
    if (PRESSES.has(event.key)) this.#choose(at, event.shiftKey);
    else {
      const places: Readonly<Record<string, number>> = {
        ArrowLeft: at - 1,
        ArrowRight: at + 1,
        Home: 0,
        End: last,
      };
      const next = places[event.key];
      if (next === undefined) return;
      void this.#focus(Math.min(last, Math.max(0, next)));
    }
    event.preventDefault();
  };

  async #focus(place: number): Promise<void> {
    this.at = place;
    await this.updateComplete;
    this.renderRoot.querySelector<SVGElement>(`[data-day="${this.days[place]}"]`)?.focus();
  }

  /** One day; with Shift all from there to what was chosen; the same day again takes it back. */
  #choose(place: number, isRange: boolean): void {
    this.at = place;
    const day = this.days[place]!;
    const { from, to } = this;
    const detail =
      isRange && from
        ? { from: day < from ? day : from, to: day < from ? to || from : day }
        : from === day && to === day
          ? { from: '', to: '' }
          : { from: day, to: day };
    this.dispatchEvent(new CustomEvent('ts-audit-days-chosen', { detail }));
  }

  static override styles = [
    TesseraElement.styles ?? [],
    css`
      :host {
        display: grid;
        gap: 4px;
      }
      .top {
        display: flex;
        justify-content: space-between;
        font-size: 12px;
        line-height: 18px;
      }
      svg {
        display: block;
        overflow: visible;
      }
      g {
        cursor: pointer;
        outline: none;
      }
      .room {
        fill: transparent;
      }
      .base {
        fill: var(--ts-line-strong);
      }
      .bar {
        fill: var(--ts-fg-3);
      }
      g:hover .room {
        fill: var(--ts-bg-hover);
      }
      .on .room {
        fill: var(--ts-accent-soft);
      }
      .on .bar {
        fill: var(--ts-accent);
      }
      g:focus-visible .room {
        stroke: var(--ts-accent);
        stroke-width: 2px;
      }
    `,
  ];
}
