import { TesseraElement, icon } from '@tessera/sdk/ui';
import { html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { keepDraft, readDraft } from './composer-draft.ts';
import { composerStyles } from './composer-styles.ts';
import { bodyField, composedValues, kindField, modesOf } from './composer-values.ts';
import type { Composable, Mode } from './composer-values.ts';
import { optionLabel } from '../field/field-template.ts';
import { fieldViewOf } from '../field/field-view.ts';
import { midSentence } from '../field/field-words.ts';
import { RecordClient } from '../record/record-client.ts';
import { problemText } from '../record/record-problem.ts';
import { loadPart } from '../app/part.ts';

/**
 * Writes a short record about this one, for example a note.
 *
 * @fires ts-composed - when it is saved
 * @fires ts-form-wanted - with `{entity, prefill}` when the whole form is wanted
 */
@customElement('ts-composer')
export class Composer extends TesseraElement {
  /** What can be written. */
  @property({ attribute: false }) composable: readonly Composable[] = [];
  @property({ attribute: false }) about!: { readonly entity: string; readonly id: string };

  @state() private text = '';
  @state() private chosen = 0;
  @state() private problem = '';
  @state() private isBusy = false;

  override render(): TemplateResult | typeof nothing {
    const mode = this.#mode;
    if (!mode) return nothing;
    return html`<form class="box" @submit=${this.#submitted} @keydown=${this.#pressed}>
      ${bodyField(mode.entity)?.type === 'richText' ? this.#rich(mode) : this.#plain(mode)}
      ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
      <div class="bar">
        ${this.#kinds()}
        <span class="grow"></span>
        <button
          type="button"
          class="btn ghost icon"
          title=${this.t('composer.more')}
          aria-label=${this.t('composer.more')}
          @click=${this.#more}
        >
          ${icon('maximize-2', 14)}
        </button>
        <kbd aria-hidden="true">Ctrl ↵</kbd>
        <button
          type="submit"
          class="btn primary"
          ?disabled=${this.isBusy || this.text.trim() === ''}
        >
          ${this.t('composer.send')}
        </button>
      </div>
    </form>`;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('about') && changed.get('about')?.id !== this.about.id) {
      this.text = readDraft(this.#draftKey(this.about.id));
      this.problem = '';
    }
  }

  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>('textarea, ts-rich-text-editor')?.focus();
  }

  get #mode(): Mode | undefined {
    const modes = modesOf(this.composable);
    return modes[this.chosen] ?? modes[0];
  }

  /** What one person wrote is not shown to another who signs in within the same tab. */
  #draftKey(about: string): string {
    return `${this.meta.user.id}:${about}`;
  }

  #label(mode: Mode): string {
    return this.t('composer.label', { entity: midSentence(this.localized(mode.entity.label)) });
  }

  #plain(mode: Mode): TemplateResult {
    return html`<textarea
      rows="2"
      aria-label=${this.#label(mode)}
      aria-keyshortcuts="Control+Enter"
      placeholder=${this.t('composer.placeholder')}
      .value=${this.text}
      @input=${(event: Event) => this.#write((event.target as HTMLTextAreaElement).value)}
    ></textarea>`;
  }

  #rich(mode: Mode): TemplateResult {
    loadPart(() => import('../rich-text/field-rich-text-editor.ts'));
    return html`<ts-rich-text-editor
      bare
      .value=${this.text}
      .accessibleName=${this.#label(mode)}
      .placeholder=${this.t('composer.placeholder')}
      @ts-rich-text-changed=${(event: CustomEvent<{ value: string | null }>) => this.#write(event.detail.value ?? '')}
    ></ts-rich-text-editor>`;
  }

  #write(text: string): void {
    this.text = text;
    keepDraft(this.#draftKey(this.about.id), text);
  }

  #kinds(): TemplateResult | typeof nothing {
    const modes = modesOf(this.composable);
    if (modes.length < 2) return nothing;
    const name = kindField(modes[0]!.entity)?.label;
    return html`<span
      class="kinds"
      role="radiogroup"
      aria-label=${name ? this.localized(name) : this.t('composer.kind')}
      @keydown=${this.#kindPressed}
    >
      ${modes.map((mode, at) => this.#kind(mode, at))}
    </span>`;
  }

  #kind(mode: Mode, at: number): TemplateResult {
    const options = kindField(mode.entity)?.options;
    const isChosen = mode.entity === this.#mode?.entity && mode.kind === this.#mode.kind;
    return html`<button
      type="button"
      class="btn ghost"
      role="radio"
      aria-checked=${isChosen}
      tabindex=${isChosen ? 0 : -1}
      @click=${() => (this.chosen = at)}
    >
      ${mode.kind ? optionLabel(options, mode.kind, fieldViewOf(this)) : this.localized(mode.entity.label)}
    </button>`;
  }

  readonly #kindPressed = (event: KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key] ?? 0;
    if (step === 0) return;
    event.preventDefault();
    const buttons = [...this.renderRoot.querySelectorAll<HTMLElement>('[role=radio]')];
    this.chosen = (this.chosen + step + buttons.length) % buttons.length;
    buttons[this.chosen]?.focus();
  };

  readonly #submitted = (event: Event): void => {
    event.preventDefault();
    void this.#send();
  };

  readonly #pressed = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    void this.#send();
  };

  readonly #more = (): void => {
    const mode = this.#mode;
    if (!mode) return;
    this.dispatchEvent(
      new CustomEvent('ts-form-wanted', {
        detail: { entity: mode.entity.id, prefill: this.#values(mode) },
        bubbles: true,
        composed: true,
      }),
    );
    this.#write('');
  };

  #values(mode: Mode): Readonly<Record<string, unknown>> {
    return composedValues({ ...mode, about: this.about, text: this.text, now: new Date() });
  }

  async #send(): Promise<void> {
    const mode = this.#mode;
    const { about } = this;
    if (!mode || this.isBusy || this.text.trim() === '') return;
    this.isBusy = true;
    this.problem = '';
    try {
      await new RecordClient(this.api, mode.entity).create(this.#values(mode));
      keepDraft(this.#draftKey(about.id), '');
      if (about.id === this.about.id) this.text = '';
      this.dispatchEvent(new CustomEvent('ts-composed', { bubbles: true, composed: true }));
    } catch (error) {
      this.problem = problemText(error, (key, values) => this.t(key, values));
    } finally {
      this.isBusy = false;
    }
  }

  static override styles = [TesseraElement.styles, composerStyles];
}
