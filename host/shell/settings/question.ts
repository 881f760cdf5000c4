import { TesseraElement } from '@tessera/sdk/ui';
import { html, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { dialogStyles, pageStyles } from '../app/page-styles.ts';
import { problemsByField, problemText } from '../record/record-problem.ts';
import { questionStyles } from './question-styles.ts';

/** What a question shows. */
interface QuestionParts {
  readonly title: string;
  readonly text?: string;
  readonly fields?: unknown;
  /** Verb and object. */
  readonly action: string;
  /** It takes something away. */
  readonly isDanger?: boolean;
  /** It cannot be sent yet. */
  readonly isWaiting?: boolean;
}

/** What an input of a question is. */
interface InputParts {
  readonly name: string;
  readonly label: string;
  readonly type?: string;
  readonly value?: string;
  readonly autocomplete?: string;
  readonly help?: string;
  readonly focus?: boolean;
  readonly optional?: boolean;
  readonly maxlength?: number;
  readonly inputmode?: 'numeric';
  readonly placeholder?: string;
}

/** What was written, by the name of the field; a box that is not ticked is not there. */
export type QuestionAnswers = Readonly<Record<string, string>>;

/**
 * A dialog with a short form and one thing to do. What the server finds wrong stands at its field; it stays open until all is well.
 *
 * @fires ts-question-done - when it was done
 * @fires ts-question-closed - when it is closed, either way
 */
export abstract class Question extends TesseraElement {
  @state() protected problem = '';
  /** What is wrong, by the name of the field. */
  @state() protected faults: Readonly<Record<string, string>> = {};
  @state() protected isBusy = false;

  /** Does what is asked. Throws what the server answers; answers false to stay open. */
  protected abstract send(values: QuestionAnswers): Promise<false | void>;

  protected override firstUpdated(): void {
    this.renderRoot.querySelector('dialog')?.showModal();
  }

  /** The dialog around what is asked, or around anything else. */
  protected dialog(content: TemplateResult): TemplateResult {
    return html`<dialog aria-labelledby="title" @close=${this.#closed}>${content}</dialog>`;
  }

  protected ask(parts: QuestionParts): TemplateResult {
    return this.dialog(
      html`<form novalidate @submit=${this.#submitted}>
        <h2 id="title">${parts.title}</h2>
        ${parts.text ? html`<p class="mut">${parts.text}</p>` : nothing} ${parts.fields ?? nothing}
        ${this.problem ? html`<p class="wrong" role="alert">${this.problem}</p>` : nothing}
        <div class="actions">
          <button
            class=${parts.isDanger ? 'btn danger' : 'btn primary'}
            ?disabled=${this.isBusy || (parts.isWaiting ?? false)}
          >
            ${parts.action}
          </button>
          <button type="button" class="btn" @click=${this.close}>${this.t('action.cancel')}</button>
        </div>
      </form>`,
    );
  }

  protected input(parts: InputParts): TemplateResult {
    const { name, optional = false } = parts;
    return html`<label class="field">
        <span>${parts.label}</span>
        <input
          name=${name}
          type=${parts.type ?? 'text'}
          autocomplete=${parts.autocomplete ?? 'off'}
          inputmode=${parts.inputmode ?? nothing}
          maxlength=${parts.maxlength ?? 255}
          placeholder=${parts.placeholder ?? nothing}
          ?autofocus=${parts.focus ?? false}
          ?required=${!optional}
          .value=${parts.value ?? ''}
          aria-invalid=${this.faults[name] !== undefined}
          aria-describedby="${name}-note"
        />
      </label>
      ${this.note(name, parts.help)}`;
  }

  /** What is wrong with a field, or else what helps. */
  protected note(name: string, help = ''): TemplateResult {
    const wrong = this.faults[name];
    return html`<p
      id="${name}-note"
      class=${wrong ? 'note wrong' : 'note mut'}
      ?hidden=${!wrong && help === ''}
    >
      ${wrong ?? help}
    </p>`;
  }

  protected readonly close = (): void => this.renderRoot.querySelector('dialog')?.close();

  /** Stays open with what is wrong at its field. */
  protected fail(error: unknown): void {
    this.faults = problemsByField(error);
    const isAtField = Object.keys(this.faults).some((name) => this.#has(name));
    this.problem = isAtField ? '' : problemText(error, (key, values) => this.t(key, values));
    void this.#focusWrong();
  }

  #has(name: string): boolean {
    return this.renderRoot.querySelector(`#${CSS.escape(name)}-note`) !== null;
  }

  readonly #submitted = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    this.problem = '';
    this.faults = this.#findings(form);
    if (Object.keys(this.faults).length > 0) return this.#focusWrong();
    this.isBusy = true;
    try {
      if ((await this.send(answersOf(form))) === false) return;
      this.dispatchEvent(new CustomEvent('ts-question-done'));
      this.close();
    } catch (error) {
      this.fail(error);
    } finally {
      this.isBusy = false;
    }
  };

  /** What can be seen without asking the server. */
  #findings(form: HTMLFormElement): Record<string, string> {
    const wrong = [...form.querySelectorAll<HTMLInputElement>('input, textarea')].filter(
      ({ name, validity }) => name !== '' && !validity.valid,
    );
    return Object.fromEntries(
      wrong.map(({ name, validity, type }) => [
        name,
        this.t(validity.valueMissing || type !== 'email' ? 'door.required' : 'door.emailWrong'),
      ]),
    );
  }

  async #focusWrong(): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  }

  readonly #closed = (): void => {
    this.dispatchEvent(new CustomEvent('ts-question-closed'));
  };

  static override styles: CSSResultGroup = [
    TesseraElement.styles ?? [],
    pageStyles,
    dialogStyles,
    questionStyles,
  ];
}

function answersOf(form: HTMLFormElement): QuestionAnswers {
  const entries = [...new FormData(form)];
  return Object.fromEntries(
    entries.map(([name, value]) => [name, typeof value === 'string' ? value : value.name]),
  );
}
