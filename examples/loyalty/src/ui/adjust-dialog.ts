import { ApiError, TesseraElement, toast } from '@tessera/sdk/ui';
import { css, html, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';

type Faults = Readonly<Partial<Record<'points' | 'reason' | 'whole', string>>>;

/**
 * Asks for points and a reason, and books them.
 *
 * @fires loyalty-points-adjusted - once they are booked
 */
export class AdjustDialog extends TesseraElement {
  /** The loader defines the element under this name. */
  static readonly tag = 'loyalty-adjust-dialog';

  /** Id of the account whose points are adjusted. */
  @property() account = '';

  @state() private faults: Faults = {};
  @state() private isBusy = false;
  @query('dialog') private readonly dialog!: HTMLDialogElement;
  @query('form') private readonly form!: HTMLFormElement;

  /** Opens it, empty. */
  show(): void {
    this.form.reset();
    this.faults = {};
    this.dialog.showModal();
  }

  override render(): TemplateResult {
    return html`<dialog aria-labelledby="title" @click=${this.#clicked}>
      <form novalidate @submit=${this.#submitted}>
        <h2 id="title">${this.t('loyalty:adjust.title')}</h2>
        <label for="points">${this.t('loyalty:adjust.points')}</label>
        <input
          id="points"
          name="points"
          inputmode="text"
          autocomplete="off"
          aria-describedby="points-hint"
          aria-invalid=${this.faults.points ? 'true' : 'false'}
        />
        <p id="points-hint" class=${this.faults.points ? 'fault' : 'mut'}>
          ${this.faults.points ?? this.t('loyalty:adjust.pointsHint')}
        </p>
        <label for="reason">${this.t('loyalty:adjust.reason')}</label>
        <input
          id="reason"
          name="reason"
          maxlength="255"
          autocomplete="off"
          aria-describedby="reason-fault"
          aria-invalid=${this.faults.reason ? 'true' : 'false'}
        />
        <p id="reason-fault" class="fault">${this.faults.reason ?? nothing}</p>
        <p class="fault" role="alert">${this.faults.whole ?? nothing}</p>
        <footer>
          <button type="button" class="btn" @click=${() => this.dialog.close()}>
            ${this.t('loyalty:adjust.cancel')}
          </button>
          <button class="btn primary" ?disabled=${this.isBusy}>
            ${this.t('loyalty:adjust.save')}
          </button>
        </footer>
      </form>
    </dialog>`;
  }

  /** A press beside the form closes the dialog. */
  readonly #clicked = (event: Event): void => {
    if (event.target === this.dialog) this.dialog.close();
  };

  readonly #submitted = (event: Event): void => {
    event.preventDefault();
    if (!this.isBusy) void this.#adjust();
  };

  async #adjust(): Promise<void> {
    const values = new FormData(this.form);
    const points = wholeNumber(values.get('points'));
    const reason = text(values.get('reason'));
    this.faults = {
      ...(points === undefined ? { points: this.t('loyalty:adjust.pointsWrong') } : {}),
      ...(reason === '' ? { reason: this.t('loyalty:adjust.reasonMissing') } : {}),
    };
    if (points === undefined || reason === '') return this.#focusFault();
    this.isBusy = true;
    try {
      await this.api.post(`/api/loyalty/accounts/${this.account}/adjust`, { points, reason });
      this.dialog.close();
      toast({ text: this.t('loyalty:adjust.done'), tone: 'success' });
      this.dispatchEvent(new CustomEvent('loyalty-points-adjusted'));
    } catch (error) {
      const detail = error instanceof ApiError ? error.detail : '';
      this.faults = { whole: detail || this.t('loyalty:adjust.failed') };
    } finally {
      this.isBusy = false;
    }
  }

  #focusFault(): void {
    const name = this.faults.points ? 'points' : 'reason';
    this.form.querySelector<HTMLInputElement>(`[name=${name}]`)?.focus();
  }

  static override styles: CSSResultGroup = [
    TesseraElement.styles,
    css`
      dialog {
        width: min(360px, calc(100vw - 32px));
        padding: 0;
        border: 1px solid var(--ts-line);
        border-radius: var(--ts-radius-l);
        color: var(--ts-fg);
        background: var(--ts-bg-raised);
        box-shadow: var(--ts-shadow-3);
      }
      dialog::backdrop {
        background: oklch(0 0 0 / 0.35);
      }
      form {
        display: grid;
        padding: 16px;
      }
      h2 {
        margin-bottom: 12px;
        font-size: 15px;
        font-weight: 600;
      }
      label {
        margin-bottom: 4px;
        font-weight: 500;
      }
      input {
        height: 30px;
        padding: 0 8px;
        border: 1px solid var(--ts-line-strong);
        border-radius: var(--ts-radius-m);
        font: inherit;
        color: inherit;
        background: var(--ts-bg);
      }
      input:focus-visible {
        outline: 2px solid var(--ts-accent);
        outline-offset: -1px;
      }
      input[aria-invalid='true'] {
        border-color: var(--ts-danger);
      }
      p {
        min-height: 20px;
        margin: 2px 0 8px;
        font-size: 12px;
      }
      .fault {
        color: var(--ts-danger);
      }
      footer {
        display: flex;
        justify-content: flex-end;
        gap: 8px;
      }
      @media (pointer: coarse) {
        input {
          height: 40px;
        }
      }
    `,
  ];
}

/** A number other than zero, also with a plus or the sign for minus; undefined when it is none. */
function wholeNumber(value: FormDataEntryValue | null): number | undefined {
  const written = text(value).replace('−', '-');
  const number = /^[+-]?\d{1,10}$/.test(written) ? Number(written) : 0;
  return number === 0 ? undefined : number;
}

function text(value: FormDataEntryValue | null): string {
  return typeof value === 'string' ? value.trim() : '';
}
