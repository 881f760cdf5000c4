import { icon, type MenuItem, type TesseraElement } from '@tessera/sdk/ui';
import { html, nothing, type TemplateResult } from 'lit';
import type { WireRecord } from '../field/field-kind.ts';

/** A team in the tree: who leads it, how many belong to it, which roles all of them have. */
export function teamRow(
  element: TesseraElement,
  team: WireRecord,
  count: number,
  items: readonly MenuItem[],
): TemplateResult {
  const name = String(team['name']);
  const manager = team['manager'] as { title?: string } | null;
  const roles = (team['roles'] ?? []) as readonly { id?: string; title?: string }[];
  return html`<div class="row team">
    ${icon('users', 14)}
    <a class="link ell" href="/tessera/teams/${team.id}">${name}</a>
    <span class="mut facts ell"
      >${element.t('teams.members', { count })}${
        manager?.title ? html` · ${element.t('teams.led', { name: manager.title })}` : nothing
      }</span
    >
    ${roles.map(({ title }) => (title ? html`<span class="tag" style="--c:oklch(0.65 0.1 262)">${title}</span>` : nothing))}
    <ts-menu label=${element.t('people.actionsOf', { name })} .items=${items}></ts-menu>
  </div>`;
}
