import { LitElement, html } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { baseStyles } from '@tessera/sdk/ui';
import { richTextPlain } from './field-rich-text-plain.ts';
import { richTextStyles } from './field-rich-text-styles.ts';

/** Shows formatted text; its words alone until what makes it safe is loaded. */
@customElement('ts-rich-text-view')
export class FieldRichTextView extends LitElement {
  /** HTML as the API answers it. */
  @property() value = '';

  @state() private content: DocumentFragment | undefined;

  override render(): TemplateResult {
    return html`<div class="prose">${this.content ?? richTextPlain(this.value)}</div>`;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('value')) void this.#read(this.value);
  }

  async #read(value: string): Promise<void> {
    const { richTextFragment } = await import('./field-rich-text-schema.ts');
    if (value === this.value) this.content = richTextFragment(value);
  }

  static override styles = [baseStyles, richTextStyles];
}
