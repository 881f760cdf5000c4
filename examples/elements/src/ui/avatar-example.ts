import { html, type TemplateResult } from 'lit';

/** People are round, things have corners; the seed keeps the colour when the name changes. */
export function avatarExample(): TemplateResult {
  return html`<ts-avatar name="Priya Raman" seed="p1" size="32" round></ts-avatar>
    <ts-avatar name="王晓彤" seed="p2" size="32" round></ts-avatar>
    <ts-avatar name="Blue Heron Labs" hue="250" size="32"></ts-avatar>`;
}
