import { html, type TemplateResult } from 'lit';

export function peopleExample(): TemplateResult {
  return html`<elements-people-card></elements-people-card>`;
}
