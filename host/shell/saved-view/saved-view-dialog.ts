import { TesseraElement } from '@tessera/sdk/ui';
import { css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { problemText } from '../record/record-problem.ts';
import type { SavedViews } from './saved-view-client.ts';
import type { ViewSharing, ViewVisibility } from './saved-view.ts';

const CHOICES: readonly ViewVisibility[] = ['private', 'team', 'all'];

/** Asks for the name of a view and who is to see it. */
@customElement('ts-saved-view-dialog')
export class SavedViewDialog extends TesseraElement {
  @property({ attribute: false }) heading = '';
  @property({ attribute: false }) sharing: ViewSharing = {
    name: '',
    visibility: 'private',
    team: null,
  };
  @property({ attribute: false }) known!: SavedViews;
  /** Only its maker may take a view back from others. */
  @property({ attribute: false }) isForeign = false;
  /** Does it; what it throws is told here and the dialog stays. */
  @property({ attribute: false }) save!: (sharing: ViewSharing) => Promise<unknown>;

  @state() private problem = '';
  @state() private isSaving = false;

  override render(): TemplateResult {
    const { name, visibility, team } = this.sharing;
    const { teams } = this.known;
    return html`<dialog
      aria-labelledby="title"
      @close=${this.#closed}
      @keydown=${(event: KeyboardEvent) => event.stopPropagation()}
    >
      <form @submit=${this.#submitted} novalidate>
        <h2 id="title">${this.heading}</h2>
        <label class="field">
          <span>${this.t('view.name')}</span>
          <input
            name="name"
            maxlength="80"
            required
            autocomplete="off"
            .value=${name}
            aria-invalid=${this.problem !== ''}
            aria-describedby="problem"
            @input=${(event: Event) => this.#set({ name: (event.target as HTMLInputElement).value })}
          />
        </label>
        <fieldset>
          <legend>${this.t('view.share.label')}</legend>
          ${CHOICES.map((choice) => this.#choice(choice, visibility))}
        </fieldset>
        ${
          visibility === 'team' && teams.length > 1
            ? html`<label class="field">
                <span>${this.t('view.team')}</span>
                <select
                  @change=${(event: Event) => this.#set({ team: (event.target as HTMLSelectElement).value })}
                >
                  ${teams.map(({ id, name: text }) => html`<option value=${id} ?selected=${id === team}>${text}</option>`)}
                </select>
              </label>`
            : nothing
        }
        <p id="problem" class="wrong" role="alert">${this.problem}</p>
        <footer>
          <button type="button" class="btn" @click=${this.close}>${this.t('action.cancel')}</button>
          <button class="btn primary" ?disabled=${this.isSaving}>${this.t('action.save')}</button>
        </footer>
      </form>
    </dialog>`;
  }

  protected override firstUpdated(): void {
    this.renderRoot.querySelector('dialog')?.showModal();
    const input = this.renderRoot.querySelector('input');
    input?.focus();
    input?.select();
  }

  readonly close = (): void => {
    this.renderRoot.querySelector('dialog')?.close();
  };

  #choice(choice: ViewVisibility, current: ViewVisibility): TemplateResult {
    const why = this.#whyNot(choice);
    return html`<label class="choice">
      <input
        type="radio"
        name="visibility"
        value=${choice}
        .checked=${choice === current}
        ?disabled=${why !== '' && choice !== current}
        @change=${() => this.#set({ visibility: choice })}
      />
      <span>${this.t(`view.share.${choice}`)}${why ? html`<small>${why}</small>` : nothing}</span>
    </label>`;
  }

  #whyNot(choice: ViewVisibility): string {
    if (choice === 'all' && !this.known.mayShare) return this.t('view.share.all.denied');
    if (choice === 'team' && this.known.teams.length === 0) return this.t('view.share.team.none');
    if (choice === 'private' && this.isForeign) return ' ';
    return '';
  }

  #set(changes: Partial<ViewSharing>): void {
    this.sharing = { ...this.sharing, ...changes };
    this.problem = '';
  }

  readonly #submitted = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (this.isSaving) return;
    const { name, visibility } = this.sharing;
    if (name.trim() === '') {
      this.problem = this.t('view.name.missing');
      this.renderRoot.querySelector('input')?.focus();
      return;
    }
    const team =
      visibility === 'team' ? (this.sharing.team ?? this.known.teams[0]?.id ?? null) : null;
    this.isSaving = true;
    try {
      await this.save({ name: name.trim(), visibility, team });
      this.close();
    } catch (error) {
      this.problem = problemText(error, (key, values) => this.t(key, values));
    } finally {
      this.isSaving = false;
    }
  };

  readonly #closed = (): void => this.remove();

  static override styles = [
    TesseraElement.styles,
    css`
      dialog {
        width: min(400px, calc(100vw - 32px));
        padding: 20px;
        border: 0;
        border-radius: var(--ts-radius-l);
        background: var(--ts-bg-raised);
        color: var(--ts-fg);
        box-shadow: var(--ts-shadow-3);
      }
      dialog::backdrop {
        background: light-dark(oklch(0.2 0.02 262 / 0.22), oklch(0 0 0 / 0.5));
      }
      form {
        display: grid;
        gap: 14px;
      }
      h2 {
        font-size: 15px;
        line-height: 22px;
        font-weight: 600;
      }
      .field {
        display: grid;
        gap: 4px;
      }
      .field > span,
      legend {
        padding: 0;
        font-size: 12px;
        font-weight: 500;
        color: var(--ts-fg-2);
      }
      .field input,
      select {
        width: 100%;
        height: 30px;
        padding: 0 10px;
        border: 1px solid var(--ts-line-strong);
        border-radius: var(--ts-radius-m);
        background: var(--ts-bg);
        color: var(--ts-fg);
        font: inherit;
      }
      input:focus-visible,
      select:focus-visible {
        outline: 2px solid var(--ts-accent);
        outline-offset: 0;
      }
      fieldset {
        display: grid;
        gap: 2px;
        margin: 0;
        padding: 0;
        border: 0;
      }
      .choice {
        display: flex;
        gap: 8px;
        align-items: baseline;
        min-height: 28px;
        padding: 3px 0;
      }
      .choice input {
        accent-color: var(--ts-accent);
        translate: 0 2px;
      }
      small {
        display: block;
        font-size: 12px;
        color: var(--ts-fg-2);
      }
      .wrong {
        color: var(--ts-danger);
      }
      .wrong:empty {
        display: none;
      }
      footer {
        display: flex;
        justify-content: flex-end;
        gap: 8px;
      }
      @media (max-width: 759px) {
        .field input,
        select {
          height: 40px;
          font-size: 16px;
        }
        .choice {
          min-height: 40px;
          align-items: center;
        }
      }
    `,
  ];
}

/** Asks over an element; the dialog goes when it was saved or given up. */
export function askForView(
  over: TesseraElement,
  asked: Pick<SavedViewDialog, 'heading' | 'sharing' | 'known' | 'isForeign' | 'save'>,
): void {
  const dialog = new SavedViewDialog();
  Object.assign(dialog, asked);
  over.renderRoot.append(dialog);
}
