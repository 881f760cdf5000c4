import { Editor } from '@tiptap/core';
import { TesseraElement, icon } from '@tessera/sdk/ui';
import { html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { richTextEditorStyles } from './field-rich-text-editor-styles.ts';
import { richTextExtensions } from './field-rich-text-schema.ts';
import { richTextStyles } from './field-rich-text-styles.ts';
import { richTextActions } from './field-rich-text-actions.ts';
import type { RichTextAction } from './field-rich-text-actions.ts';

/**
 * Writes formatted text.
 *
 * @fires ts-rich-text-changed - with `{value}`: HTML, or null when there is nothing
 */
@customElement('ts-rich-text-editor')
export class FieldRichTextEditor extends TesseraElement {
  @property() value = '';
  @property({ attribute: false }) accessibleName = '';
  @property() placeholder = '';
  @property({ type: Boolean }) invalid = false;

  /** What is written as the address of a link; null while none is made. */
  @state() private address: string | null = null;

  #editor: Editor | undefined;
  #told = '';

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated && !this.#editor) this.#start();
  }

  override disconnectedCallback(): void {
    this.#editor?.destroy();
    this.#editor = undefined;
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    return html`<div class=${this.invalid ? 'box invalid' : 'box'}>
      <div
        class="bar"
        role="toolbar"
        aria-label=${this.t('richText.toolbar')}
        @keydown=${this.#barPressed}
      >
        ${richTextActions.map((action, at) => this.#button(action, at))}
      </div>
      ${this.address === null ? nothing : this.#linkForm(this.address)}
      <div class="prose" @keydown=${this.#pressed}></div>
    </div>`;
  }

  override focus(): void {
    this.#editor?.commands.focus('end');
  }

  protected override firstUpdated(): void {
    this.#start();
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has('value') || !this.#editor || this.value === this.#told) return;
    this.#told = this.value;
    this.#editor.commands.setContent(this.value, { emitUpdate: false });
  }

  #start(): void {
    this.#told = this.value;
    this.#editor = new Editor({
      element: this.renderRoot.querySelector('.prose'),
      extensions: richTextExtensions(),
      content: this.value,
      injectCSS: false,
      editorProps: {
        attributes: {
          role: 'textbox',
          'aria-multiline': 'true',
          'aria-label': this.accessibleName,
          ...(this.placeholder ? { 'data-placeholder': this.placeholder } : {}),
        },
      },
      onUpdate: ({ editor }) => {
        this.#told = editor.isEmpty ? '' : editor.getHTML();
        editor.view.dom.classList.toggle('blank', editor.isEmpty);
        this.dispatchEvent(
          new CustomEvent('ts-rich-text-changed', { detail: { value: this.#told || null } }),
        );
      },
      onTransaction: () => this.requestUpdate(),
    });
    this.#editor.view.dom.classList.toggle('blank', this.#editor.isEmpty);
    this.requestUpdate();
  }

  #button(action: RichTextAction, at: number): TemplateResult {
    const isOn = this.#editor ? action.isOn(this.#editor) : false;
    const label = this.t(action.text);
    return html`<button
      type="button"
      class="tool"
      tabindex=${at === 0 ? 0 : -1}
      aria-pressed=${isOn}
      aria-label=${label}
      title=${action.keys ? `${label} (${action.keys})` : label}
      @mousedown=${(event: Event) => event.preventDefault()}
      @click=${() => this.#run(action)}
    >
      ${icon(action.icon, 14)}
    </button>`;
  }

  #linkForm(address: string): TemplateResult {
    return html`<div class="link">
      <input
        type="url"
        aria-label=${this.t('richText.address')}
        placeholder="https://"
        .value=${address}
        @keydown=${this.#addressPressed}
      />
      <button type="button" class="btn" @click=${this.#link}>${this.t('richText.link.set')}</button>
    </div>`;
  }

  #run(action: RichTextAction): void {
    const editor = this.#editor;
    if (!editor) return;
    if (action.run) return void action.run(editor);
    this.address =
      this.address === null ? String(editor.getAttributes('link')['href'] ?? '') : null;
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector<HTMLElement>('.link input')?.focus(),
    );
  }

  readonly #link = (): void => {
    const typed =
      this.renderRoot.querySelector<HTMLInputElement>('.link input')?.value.trim() ?? '';
    const address = typed === '' || /^[a-z]+:/i.test(typed) ? typed : `https://${typed}`;
    this.address = null;
    const chain = this.#editor?.chain().focus().extendMarkRange('link');
    if (!chain) return;
    if (address === '') chain.unsetLink().run();
    else if (this.#editor?.state.selection.empty && !this.#editor.isActive('link'))
      chain
        .insertContent({
          type: 'text',
          text: typed,
          marks: [{ type: 'link', attrs: { href: address } }],
        })
        .run();
    else chain.setLink({ href: address }).run();
  };

  readonly #addressPressed = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Enter') return this.#link();
    this.address = null;
    this.focus();
  };

  /** Ctrl+K is the address of a link here, not the palette. */
  readonly #pressed = (event: KeyboardEvent): void => {
    if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    event.stopPropagation();
    const link = richTextActions.find(({ run }) => run === undefined);
    if (link) this.#run(link);
  };

  readonly #barPressed = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const tools = [...this.renderRoot.querySelectorAll<HTMLElement>('.tool')];
    const at = tools.findIndex((tool) => tool.matches(':focus'));
    tools[(at + step + tools.length) % tools.length]?.focus();
  };

  static override styles = [TesseraElement.styles, richTextStyles, richTextEditorStyles];
}
