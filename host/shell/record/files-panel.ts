import { TesseraElement, icon, toast } from '@tessera/sdk/ui';
import type { EntityMeta } from '@tessera/core';
import { css, html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { formatBytes } from './files-panel-size.ts';
import { RecordClient } from './record-client.ts';
import type { Attachment } from './record-client.ts';
import { problemText } from './record-problem.ts';
import { recordStyles } from './record-styles.ts';

/** The files of a record: put in by choosing or dropping, listed, taken out. */
@customElement('ts-files-panel')
export class FilesPanel extends TesseraElement {
  @property({ attribute: false }) entity!: EntityMeta;
  @property() record = '';

  @state() private files: readonly Attachment[] = [];
  @state() private waiting: readonly string[] = [];
  @state() private isOver = false;
  @state() private problem = '';

  override render(): TemplateResult {
    return html`<div
        class=${this.isOver ? 'drop over' : 'drop'}
        @dragover=${this.#dragged}
        @dragleave=${() => (this.isOver = false)}
        @drop=${this.#dropped}
      >
        ${icon('upload', 16)}
        <span>${this.t('files.drop')}</span>
        <button class="btn" @click=${() => this.#input?.click()}>${this.t('files.choose')}</button>
        <input
          type="file"
          multiple
          hidden
          aria-label=${this.t('files.choose')}
          @change=${this.#chosen}
        />
      </div>
      ${this.problem ? html`<p class="error-text" role="alert">${this.problem}</p>` : nothing}
      <ul aria-label=${this.t('tab.files')}>
        ${this.waiting.map((name) => html`<li aria-busy="true">${icon('file', 16)} <span class="ell">${name}</span> <span class="mut">${this.t('files.sending')}</span></li>`)}
        ${this.files.map((file) => this.#row(file))}
      </ul>
      ${this.files.length === 0 && this.waiting.length === 0 ? html`<p class="mut">${this.t('files.empty')}</p>` : nothing}`;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('record')) void this.refresh();
  }

  /** Reads the list again. */
  async refresh(): Promise<void> {
    await this.#try(async () => {
      this.files = await this.#client.attachments(this.record);
    });
  }

  #row(file: Attachment): TemplateResult {
    const day = new Intl.DateTimeFormat(this.locale, {
      timeZone: this.timeZone,
      dateStyle: 'medium',
    }).format(new Date(file.createdAt));
    return html`<li>
      ${icon(file.mediaType.startsWith('image/') ? 'image' : 'file', 16)}
      <a class="link ell" href="/api/files/${file.file}" download=${file.name}>${file.name}</a>
      <span class="mut num">${formatBytes(file.size, this.locale)} · ${day}</span>
      <button
        class="btn ghost icon"
        aria-label=${this.t('files.delete', { name: file.name })}
        @click=${() => this.#delete(file)}
      >
        ${icon('trash-2', 14)}
      </button>
    </li>`;
  }

  get #client(): RecordClient {
    return new RecordClient(this.api, this.entity);
  }

  get #input(): HTMLInputElement | null {
    return this.renderRoot.querySelector('input');
  }

  async #send(files: readonly File[]): Promise<void> {
    this.waiting = files.map(({ name }) => name);
    await this.#try(async () => {
      for (const file of files) await this.#client.attach(this.record, file);
    });
    this.waiting = [];
    const { problem } = this;
    await this.refresh();
    this.problem ||= problem;
  }

  async #delete(file: Attachment): Promise<void> {
    await this.#try(async () => {
      await this.#client.detach(this.record, file.id);
      toast({ text: this.t('files.deleted', { name: file.name }) });
    });
    await this.refresh();
  }

  async #try(work: () => Promise<void>): Promise<void> {
    this.problem = '';
    try {
      await work();
    } catch (error) {
      this.problem = problemText(error, (key, values) => this.t(key, values));
    }
  }

  readonly #chosen = (): void => {
    const input = this.#input;
    if (!input?.files) return;
    const files = [...input.files];
    input.value = '';
    void this.#send(files);
  };

  readonly #dragged = (event: DragEvent): void => {
    event.preventDefault();
    this.isOver = true;
  };

  readonly #dropped = (event: DragEvent): void => {
    event.preventDefault();
    this.isOver = false;
    void this.#send([...(event.dataTransfer?.files ?? [])]);
  };

  static override styles = [
    TesseraElement.styles,
    recordStyles,
    css`
      :host {
        display: block;
      }
      .drop {
        display: flex;
        gap: 10px;
        align-items: center;
        justify-content: center;
        flex-wrap: wrap;
        padding: 18px;
        border: 1px dashed var(--ts-line-strong);
        border-radius: var(--ts-radius-l);
        color: var(--ts-fg-2);
      }
      .drop.over {
        border-color: var(--ts-accent);
        background: var(--ts-accent-soft);
      }
      ul {
        margin: 12px 0 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: flex;
        gap: 10px;
        align-items: center;
        min-height: 40px;
        border-bottom: 1px solid var(--ts-line);
        color: var(--ts-fg-2);
      }
      li a {
        flex: 1;
        color: var(--ts-fg);
      }
    `,
  ];
}
