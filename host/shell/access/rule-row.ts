import { icon, localized } from '@tessera/sdk/ui';
import { css, html, nothing, type CSSResult, type TemplateResult } from 'lit';
import { midSentence } from '../field/field-words.ts';
import { countConditions, toTree } from '../filter/filter-node.ts';
import type { Speaker } from './role-words.ts';
import { isMoving, MARK_HUES, markOf } from './rule-state.ts';
import { granteeOf, type SharingRule } from './share-api.ts';
import { actionsText, granteeText, momentText } from './share-words.ts';

/** What can be done with a rule. */
export interface RuleRowActions {
  readonly edit: () => void;
  readonly turn: () => void;
  readonly remove: () => void;
}

type Reader = Speaker & { readonly timeZone: string };

/** One rule: what it shares, with whom, and how far it is. */
export function ruleRow(reader: Reader, rule: SharingRule, row: RuleRowActions): TemplateResult {
  const { name, state, reason } = rule;
  const isTold = rule.isActive && (state === 'dormant' || state === 'failed');
  return html`<li data-rule=${rule.id}>
    <div class="grow">
      <div class="head">
        <button class="link name" @click=${row.edit}>${name}</button>
        <ts-tag .hue=${MARK_HUES[markOf(rule)]}>${reader.t(`rule.state.${markOf(rule)}`)}</ts-tag>
      </div>
      <div class="mut says">${saysText(reader, rule)}</div>
      ${isTold ? html`<div class="told">${icon('circle-alert', 12)} ${reasonText(reader, state, reason)}</div>` : nothing}
      ${isMoving(rule) ? html`<progress aria-label=${reader.t(`rule.state.${state}`)}></progress>` : nothing}
    </div>
    <div
      class="shared"
      role="status"
      title=${rule.appliedAt ? reader.t('rule.appliedAt', { moment: momentText(reader, rule.appliedAt) }) : nothing}
    >
      <b class="num">${new Intl.NumberFormat(reader.locale).format(rule.shared)}</b>
      <span class="mut">${reader.t('rule.shared', { count: rule.shared })}</span>
    </div>
    <ts-menu
      .label=${reader.t('rule.actionsOf', { name })}
      .items=${menuItems(reader, rule, row)}
    ></ts-menu>
  </li>`;
}

function menuItems(reader: Reader, { isActive }: SharingRule, row: RuleRowActions): object[] {
  return [
    { id: 'edit', label: reader.t('rule.edit'), icon: 'pencil', run: row.edit },
    {
      id: 'turn',
      label: reader.t(isActive ? 'rule.off' : 'rule.on'),
      icon: isActive ? 'pause' : 'play',
      run: row.turn,
    },
    {
      id: 'delete',
      label: reader.t('rule.delete'),
      icon: 'trash-2',
      danger: true,
      run: row.remove,
    },
  ];
}

function saysText(reader: Reader, rule: SharingRule): string {
  const found = reader.meta.entities.find(({ id }) => id === rule.entity);
  const plural = found ? localized(found.plural, reader.locale) : rule.entity;
  const count = countConditions(toTree(rule.filter));
  return reader.t(count === 0 ? 'rule.says.all' : 'rule.says', {
    entities: count === 0 ? midSentence(plural) : plural,
    count,
    grantee: granteeText(reader, granteeOf(rule)),
    actions: actionsText(reader, rule.actions),
  });
}

/** The reason of a dormant rule names what is off; of a failed one it is the server's own. */
function reasonText(reader: Reader, state: SharingRule['state'], reason = ''): string {
  return reader.t(`rule.reason.${state}`, { reason });
}

export const ruleRowStyles: CSSResult = css`
  ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  li {
    display: flex;
    gap: 12px;
    align-items: center;
    min-height: 52px;
    padding: 8px 0;
    border-bottom: 1px solid var(--ts-line);
  }
  li:last-child {
    border-bottom: 0;
  }
  .grow {
    flex: 1;
    min-width: 0;
  }
  .head {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 8px;
    align-items: center;
  }
  .name {
    min-height: 24px;
    overflow-wrap: anywhere;
    text-align: start;
  }
  .says,
  .told {
    font-size: 12px;
    overflow-wrap: anywhere;
  }
  .told svg {
    display: inline-block;
    vertical-align: -2px;
  }
  .shared {
    display: grid;
    justify-items: end;
    font-size: 12px;
    white-space: nowrap;
  }
  .shared b {
    font-size: 15px;
    font-weight: 600;
  }
  progress {
    width: 140px;
    height: 4px;
    accent-color: var(--ts-accent);
  }
`;
