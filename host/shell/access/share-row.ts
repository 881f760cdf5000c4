import { icon } from '@tessera/sdk/ui';
import { css, html, nothing, type CSSResult, type TemplateResult } from 'lit';
import { recordAvatar } from '../record/record-avatar.ts';
import type { Speaker } from './role-words.ts';
import { granteeOf, type Share, type SharedActions } from './share-api.ts';
import { actionsText, granteeText, momentText } from './share-words.ts';

/** What can be done with a share. */
export interface ShareRowActions {
  readonly mayShare: boolean;
  readonly change: (actions: SharedActions) => void;
  readonly remove: () => void;
}

type Reader = Speaker & { readonly timeZone: string };

/** One share: who has it, what they may do, until when, and by whom or which rule. */
export function shareRow(reader: Reader, share: Share, row: ShareRowActions): TemplateResult {
  const grantee = granteeOf(share);
  const name = granteeText(reader, grantee);
  const isMine = grantee.id === reader.meta.user.id;
  return html`<li data-share=${share.id}>
    ${recordAvatar(name, grantee.id, { round: grantee.kind === 'user', hue: null, size: 28 })}
    <div class="grow">
      <div class="ell name">${name}</div>
      <div class="mut origin">${originText(reader, share)}</div>
    </div>
    ${row.mayShare && !share.rule ? actionChoice(reader, share, name, row) : html`<span class="may">${actionsText(reader, share.actions)}</span>`}
    ${
      (row.mayShare || isMine) && !share.rule
        ? html`<button
            class="btn ghost icon"
            aria-label=${reader.t('share.remove', { name })}
            title=${reader.t('share.remove', { name })}
            @click=${row.remove}
          >
            ${icon('x', 14)}
          </button>`
        : html`<span class="gap"></span>`
    }
  </li>`;
}

function actionChoice(
  reader: Reader,
  { actions }: Share,
  name: string,
  { change }: ShareRowActions,
): TemplateResult {
  const isChange = actions.includes('update');
  return html`<select
    class="may"
    aria-label=${reader.t('share.mayOf', { name })}
    .value=${isChange ? 'update' : 'read'}
    @change=${(event: Event) => change((event.target as HTMLSelectElement).value === 'update' ? ['read', 'update'] : ['read'])}
  >
    <option value="read" ?selected=${!isChange}>${reader.t('share.mayRead')}</option>
    <option value="update" ?selected=${isChange}>${reader.t('share.mayChange')}</option>
  </select>`;
}

/** By which rule or by whom, and until when. */
function originText(reader: Reader, { rule, createdBy, expiresAt }: Share): TemplateResult {
  const { permissions } = reader.meta.user;
  const isManager = ['*', 'tessera.sharing.manage'].some((one) => permissions.includes(one));
  const from = rule
    ? html`${icon('wand-sparkles', 12)}
      ${isManager ? html`<a class="link" href="/settings/sharing">${reader.t('share.byRule', { rule: rule.name })}</a>` : reader.t('share.byRule', { rule: rule.name })}`
    : createdBy?.name
      ? reader.t('share.by', { name: createdBy.name })
      : nothing;
  const until = expiresAt
    ? html`<span class="num"
        >${icon('clock', 12)}
        ${reader.t('share.untilMoment', { moment: momentText(reader, expiresAt) })}</span
      >`
    : nothing;
  return html`<span>${from}</span>${until}`;
}

export const shareRowStyles: CSSResult = css`
  li {
    display: flex;
    gap: 10px;
    align-items: center;
    min-height: 48px;
    border-bottom: 1px solid var(--ts-line);
  }
  .name {
    font-weight: 500;
  }
  .origin {
    display: flex;
    flex-wrap: wrap;
    gap: 0 10px;
    font-size: 12px;
  }
  .origin > span {
    display: inline-flex;
    gap: 4px;
    align-items: center;
  }
  .origin > span:empty {
    display: none;
  }
  select.may {
    flex: none;
    width: auto;
    max-width: 150px;
  }
  .gap {
    flex: none;
    width: 28px;
  }
  @media (max-width: 759px) {
    li {
      min-height: 56px;
    }
    select.may {
      max-width: 120px;
    }
  }
`;
