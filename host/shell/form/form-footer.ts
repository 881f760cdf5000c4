import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';

type Translate = (key: string, values?: Readonly<Record<string, unknown>>) => string;

export interface FormActions {
  readonly t: Translate;
  /** Text of the button that saves. */
  readonly save: string;
  readonly isBusy: boolean;
  readonly close: () => void;
  /** Saves and begins another; null where that makes no sense. */
  readonly saveMore: (() => void) | null;
}

/** The buttons below a form. The primary one submits it. */
export function formActions({ t, save, isBusy, close, saveMore }: FormActions): TemplateResult {
  return html`<footer>
    ${saveMore ? html`<button type="button" class="btn ghost" ?disabled=${isBusy} @click=${saveMore}>${t('form.create.more')}</button>` : nothing}
    <span class="grow"></span>
    <kbd aria-hidden="true">Ctrl ↵</kbd>
    <button type="button" class="btn" @click=${close}>${t('action.cancel')}</button>
    <button type="submit" class="btn primary" aria-keyshortcuts="Control+Enter" ?disabled=${isBusy}>
      ${save}
    </button>
  </footer>`;
}

/** Asks before what was entered is lost. */
export function discardQuestion(
  t: Translate,
  keep: () => void,
  discard: () => void,
): TemplateResult {
  return html`<footer role="alertdialog" aria-label=${t('form.discard.question')}>
    <span class="grow">${t('form.discard.question')}</span>
    <button type="button" class="btn keep" @click=${keep}>${t('form.discard.keep')}</button>
    <button type="button" class="btn danger" @click=${discard}>${t('form.discard.yes')}</button>
  </footer>`;
}
