import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { Question } from './question.ts';

/** What is to be confirmed, and what is done then. */
export interface Confirmation {
  readonly title: string;
  readonly text: string;
  /** Verb and object. */
  readonly action: string;
  readonly isDanger?: boolean;
  run(): Promise<unknown>;
}

/** Asks before something is done that cannot be taken back. */
@customElement('ts-confirm-question')
export class ConfirmQuestion extends Question {
  @property({ attribute: false }) confirmation!: Confirmation;

  override render(): TemplateResult {
    return this.ask(this.confirmation);
  }

  protected override async send(): Promise<void> {
    await this.confirmation.run();
  }
}
