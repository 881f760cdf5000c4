import { icon, TesseraElement } from '@tessera/sdk/ui';
import type { EntityMeta } from '@tessera/core';
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { isExpanded, titleOf, type WireRecord } from '../field/field-kind.ts';
import { midSentence } from '../field/field-words.ts';
import { problemText } from '../record/record-problem.ts';
import {
  granteeOf,
  ShareApi,
  type RecordShares,
  type Share,
  type ShareDraft,
} from './share-api.ts';
import './share-form.ts';
import type { ShareForm } from './share-form.ts';
import { shareRow, shareRowStyles } from './share-row.ts';
import { keepKeys } from './share-keys.ts';
import { sheetStyles } from './share-styles.ts';
import { granteeText } from './share-words.ts';

/** Who has a record by shares; adding a person or team, and taking one away. */
@customElement('ts-share-dialog')
export class ShareDialog extends TesseraElement {
  @property({ attribute: false }) entity!: EntityMeta;
  @property({ attribute: false }) record!: WireRecord;

  @state() private found: RecordShares | undefined;
  @state() private problem = '';
  /** What was done last. Toasts lie behind a dialog, so that it is told, and taken back, in here. */
  @state() private done: { readonly text: string; readonly undo?: () => unknown } | null = null;

  override render(): TemplateResult {
    const title = titleOf(this.entity, this.record);
    return html`<dialog aria-labelledby="title" @close=${() => this.remove()} @keydown=${keepKeys}>
      <header>
        ${icon('share-2', 16)}
        <h2 id="title" class="ell">${this.t('share.title', { title })}</h2>
        <button class="btn ghost icon" aria-label=${this.t('action.close')} @click=${this.#close}>
          ${icon('x', 16)}
        </button>
      </header>
      <div class="content">
        ${this.problem ? this.#failed() : nothing}
        <div role="status">${this.done ? this.#told(this.done) : nothing}</div>
        ${this.found ? this.#content(this.found) : this.problem ? nothing : html`<p class="mut" role="status">${this.t('share.reading')}</p>`}
      </div>
    </dialog>`;
  }

  protected override firstUpdated(): void {
    this.renderRoot.querySelector('dialog')?.showModal();
    void this.#begin();
  }

  #content(found: RecordShares): TemplateResult {
    return html`${
        found.mayShare
          ? html`<ts-share-form .share=${this.#share}></ts-share-form>`
          : html`<p class="note">${icon('lock', 14)}<span>${this.#whyNot()}</span></p>`
      }
      <section aria-labelledby="has">
        <h3 id="has">${this.t('share.has')}</h3>
        ${found.shares.length === 0 ? html`<p class="mut none">${this.t('share.none')}</p>` : nothing}
        <ul>
          ${repeat(
            found.shares,
            ({ id }) => id,
            (share) =>
              shareRow(this, share, {
                mayShare: found.mayShare,
                change: (actions) => void this.#change(share, actions),
                remove: () => void this.#remove(share),
              }),
          )}
        </ul>
      </section>
      <p class="note">${icon('users', 14)}<span>${this.#default(found)}</span></p>`;
  }

  #failed(): TemplateResult {
    return html`<p class="wrong" role="alert">
      ${this.problem}
      ${this.found ? nothing : html`<button class="btn" @click=${() => void this.#begin()}>${this.t('action.retry')}</button>`}
    </p>`;
  }

  #told({ text, undo }: NonNullable<ShareDialog['done']>): TemplateResult {
    return html`<p class="note done">
      ${icon('check', 14)}<span class="grow">${text}</span>
      ${undo ? html`<button class="btn ghost" @click=${undo}>${this.t('action.undo')}</button>` : nothing}
    </p>`;
  }

  /** What everybody has without a share. */
  #default({ sharing }: RecordShares): string {
    const entities = midSentence(this.localized(this.entity.plural));
    return this.t(this.entity.owned ? `share.default.${sharing}` : 'share.default.none', {
      entities,
    });
  }

  #whyNot(): string {
    const { owned, plugin, plural, actions } = this.entity;
    const entities = midSentence(this.localized(plural));
    const { viewedBy } = this.meta.user;
    if (viewedBy) return this.t('share.cannot.viewing');
    if (plugin === 'tessera') return this.t('share.cannot.platform', { entities });
    if (!actions.update) return this.t('share.cannot.action', { entities });
    if (!owned) return this.t('share.cannot.unowned', { entities });
    const owner = this.record['owner'];
    const name = isExpanded(owner) ? owner.title : '';
    return name ? this.t('share.cannot.asked', { name }) : this.t('share.cannot.reach');
  }

  async #begin(): Promise<void> {
    await this.#read();
    await this.updateComplete;
    const form = this.renderRoot.querySelector<ShareForm>('ts-share-form');
    await form?.updateComplete;
    form?.focus();
  }

  async #read(): Promise<void> {
    try {
      this.found = await new ShareApi(this.api).shares(this.entity, this.record.id);
      this.problem = '';
    } catch (error) {
      this.problem = this.#textOf(error);
    }
  }

  readonly #share = async (draft: ShareDraft): Promise<void> => {
    const share = await new ShareApi(this.api).share(this.entity, this.record.id, draft);
    await this.#read();
    this.done = {
      text: this.t('share.done', { name: granteeText(this, draft.grantee) }),
      undo: () => this.#try((api) => api.unshare(this.entity, this.record.id, share.id)),
    };
  };

  async #change(share: Share, actions: ShareDraft['actions']): Promise<void> {
    const draft = { ...draftOf(share), actions };
    await this.#try((api) => api.share(this.entity, this.record.id, draft));
  }

  async #remove(share: Share): Promise<void> {
    const isGone = await this.#try((api) => api.unshare(this.entity, this.record.id, share.id));
    if (!isGone) return;
    const undo = (): unknown =>
      this.#try((api) => api.share(this.entity, this.record.id, draftOf(share)));
    this.done = {
      text: this.t('share.removed', { name: granteeText(this, granteeOf(share)) }),
      ...(this.found?.mayShare ? { undo } : {}),
    };
  }

  /** Does it and reads again; what was refused is told. */
  async #try(work: (api: ShareApi) => Promise<unknown>): Promise<boolean> {
    let problem = '';
    this.done = null;
    try {
      await work(new ShareApi(this.api));
    } catch (error) {
      problem = this.#textOf(error);
    }
    await this.#read();
    if (problem) this.problem = problem;
    return problem === '';
  }

  #textOf(error: unknown): string {
    return problemText(error, (key, values) => this.t(key, values));
  }

  readonly #close = (): void => this.renderRoot.querySelector('dialog')?.close();

  static override styles = [TesseraElement.styles, sheetStyles, shareRowStyles];
}

/** The share as it was, to make it again. */
function draftOf(share: Share): ShareDraft {
  return { grantee: granteeOf(share), actions: share.actions, expiresAt: share.expiresAt };
}
