import { html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { WireRecord } from '../field/field-kind.ts';
import { referenceId } from '../field/field-kind.ts';
import { entityOf } from '../field/field-template.ts';
import { RecordClient } from '../record/record-client.ts';
import { Question, type QuestionAnswers } from './question.ts';
import { teamsThatTake } from './team-tree.ts';

/** Puts a team below another one, or at the top. */
@customElement('ts-team-move')
export class TeamMove extends Question {
  @property({ attribute: false }) team!: WireRecord;
  @property({ attribute: false }) teams: readonly WireRecord[] = [];

  override render(): TemplateResult {
    const name = String(this.team['name']);
    const parent = referenceId(this.team['parent']);
    return this.ask({
      title: this.t('teams.moveTitle', { name }),
      text: this.t('teams.moveText'),
      fields: html`<label class="field">
          <span>${this.t('teams.below')}</span>
          <select name="parent" autofocus>
            <option value="" ?selected=${!parent}>${this.t('teams.top')}</option>
            ${teamsThatTake(this.teams, this.team.id).map(
              ({ team, depth }) =>
                html`<option value=${team.id} ?selected=${team.id === parent}>
                  ${'\u2003'.repeat(depth)}${team['name']}
                </option>`,
            )}
          </select>
        </label>
        ${this.note('parent')}`,
      action: this.t('teams.move'),
    });
  }

  protected override async send(values: QuestionAnswers): Promise<void> {
    const client = new RecordClient(this.api, entityOf(this.meta, 'tessera.team')!);
    const parent = values['parent'] || null;
    await client.update(this.team.id, { parent }, this.team.version);
  }
}
