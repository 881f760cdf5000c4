import { icon, TesseraElement, toast } from '@tessera/sdk/ui';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { problemText } from '../record/record-problem.ts';
import { clockOf } from './clock-text.ts';
import { Countdown } from './countdown.ts';

/**
 * Says on every page that one looks through another's eyes, how long still, and ends it.
 *
 * @fires ts-viewing-ended
 */
@customElement('ts-viewing-banner')
export class ViewingBanner extends TesseraElement {
  @state() private isEnding = false;
  readonly #rest = new Countdown(this);

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#read();
  }

  override render(): TemplateResult | typeof nothing {
    const { viewedBy, name } = this.meta.user;
    if (!viewedBy) return nothing;
    const { secondsLeft } = this.#rest;
    return html`<section aria-label=${this.t('viewing.title')}>
      ${icon('eye', 16)}
      <p>${this.t('viewing.as', { name })} <span>${this.t('viewing.readOnly')}</span></p>
      ${
        secondsLeft > 0
          ? html`<span class="num" role="timer"
              >${this.t('viewing.left', { time: clockOf(secondsLeft) })}</span
            >`
          : nothing
      }
      <button ?disabled=${this.isEnding} @click=${this.#end}>${this.t('viewing.stop')}</button>
    </section>`;
  }

  async #read(): Promise<void> {
    try {
      const { user } = await this.api.get<{ user: { viewedUntil?: string } }>('/api/auth/me');
      if (!user.viewedUntil) return this.#ended();
      const until = new Date(user.viewedUntil).getTime();
      this.#rest.start(until);
    } catch {
      // The banner stands without the time.
    }
  }

  /** A first request after the time is over finds oneself again. */
  protected override updated(): void {
    if (this.#rest.isOver) void this.#read();
  }

  readonly #end = async (): Promise<void> => {
    this.isEnding = true;
    try {
      await this.api.delete('/api/access/view-as');
      this.#ended();
    } catch (error) {
      toast({ text: problemText(error, (key, values) => this.t(key, values)), tone: 'error' });
    } finally {
      this.isEnding = false;
    }
  };

  #ended(): void {
    this.dispatchEvent(new CustomEvent('ts-viewing-ended', { bubbles: true, composed: true }));
  }

  static override styles = [
    TesseraElement.styles ?? [],
    css`
      section {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: center;
        gap: 4px 12px;
        padding: 6px 16px;
        background: light-dark(oklch(0.45 0.16 28), oklch(0.5 0.16 28));
        color: light-dark(#fff, #fff);
        font-weight: 500;
      }
      p span {
        font-weight: 400;
      }
      button {
        height: 26px;
        padding: 0 12px;
        border: 1px solid currentColor;
        border-radius: var(--ts-radius-m);
        font-weight: 600;
      }
      button:hover:not(:disabled) {
        background: oklch(1 0 0 / 0.14);
      }
      button:focus-visible {
        outline-color: currentColor;
      }
      @media (pointer: coarse) {
        button {
          height: 40px;
        }
      }
    `,
  ];
}
