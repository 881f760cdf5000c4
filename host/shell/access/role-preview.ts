import type { Scope } from '@tessera/core';
import { icon } from '@tessera/sdk/ui';
import { html, nothing, type TemplateResult } from 'lit';
import type { RoleMatrix, RolePreview } from './role-api.ts';
import { scopePill } from './role-pill.ts';
import {
  accessText,
  actionText,
  entityText,
  fieldText,
  permissionText,
  type Speaker,
} from './role-words.ts';

/** The server counts no further. */
const COUNTED = 10_000;

/** What would change: actions, fields, permissions, and how many records some of the users reach. */
export function previewContent(
  speaker: Speaker,
  matrix: RoleMatrix,
  preview: RolePreview,
): TemplateResult {
  const { fields, permissions, reach, exceeds, users } = preview;
  // A scope that another one covers comes or goes without a difference.
  const actions = preview.actions.filter(({ from, to }) => !isSame(from, to));
  const isNothing =
    actions.length + fields.length + permissions.added.length + permissions.removed.length === 0;
  return html`${exceeds.length > 0 ? exceeding(speaker, exceeds) : nothing}
    <p>${speaker.t('role.affects', { count: users })}</p>
    ${isNothing ? html`<p class="mut">${speaker.t('role.noEffect')}</p>` : nothing}
    ${list(
      speaker.t('role.changedActions'),
      actions.map(({ entity, action, from, to }) =>
        line(
          `${entityText(speaker, matrix, entity)} · ${actionName(speaker, matrix, entity, action)}`,
          pill(speaker, from),
          pill(speaker, to),
        ),
      ),
    )}
    ${list(
      speaker.t('role.changedFields'),
      fields.map(({ entity, field, from, to }) =>
        line(
          `${entityText(speaker, matrix, entity)} · ${fieldName(speaker, matrix, entity, field)}`,
          html`${accessText(speaker, from)}`,
          html`${accessText(speaker, to)}`,
        ),
      ),
    )}
    ${list(speaker.t('role.changedPermissions'), [
      ...permissions.added.map((name) =>
        gain(permissionText(speaker, matrix, name), 'more', speaker),
      ),
      ...permissions.removed.map((name) =>
        gain(permissionText(speaker, matrix, name), 'less', speaker),
      ),
    ])}
    ${list(
      speaker.t('role.changedReach'),
      reach.map(({ entity, user, before, after }) =>
        line(
          `${user.name} · ${entityText(speaker, matrix, entity)}`,
          count(speaker, before),
          count(speaker, after),
        ),
      ),
    )}`;
}

function exceeding(speaker: Speaker, exceeds: readonly string[]): TemplateResult {
  return html`<div class="bad" role="alert">
    <p>${speaker.t('role.exceeds')}</p>
    <ul>
      ${exceeds.map((one) => html`<li><code>${one}</code></li>`)}
    </ul>
  </div>`;
}

function list(heading: string, lines: readonly TemplateResult[]): TemplateResult | typeof nothing {
  if (lines.length === 0) return nothing;
  return html`<section>
    <h3>${heading}</h3>
    <ul>
      ${lines}
    </ul>
  </section>`;
}

function line(what: string, from: TemplateResult, to: TemplateResult): TemplateResult {
  return html`<li>
    <span class="what">${what}</span>
    <span class="change">${from} ${icon('arrow-right', 14)} ${to}</span>
  </li>`;
}

function gain(what: string, kind: 'more' | 'less', speaker: Speaker): TemplateResult {
  return html`<li>
    <span class="what">${what}</span>
    <span class=${kind}>${speaker.t(`role.${kind}`)}</span>
  </li>`;
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function pill(speaker: Speaker, scope: Scope | readonly Scope[]): TemplateResult {
  return scopePill(speaker, [scope].flat() as readonly Scope[]);
}

function count(speaker: Speaker, value: number): TemplateResult {
  const number = new Intl.NumberFormat(speaker.locale).format(value);
  return html`<span class="num">${number}${value >= COUNTED ? '+' : ''}</span>`;
}

function actionName(speaker: Speaker, matrix: RoleMatrix, entity: string, name: string): string {
  const found = matrix.entities.find(({ id }) => id === entity);
  return actionText(speaker, found?.actions.find((one) => one.name === name) ?? { name });
}

function fieldName(speaker: Speaker, matrix: RoleMatrix, entity: string, name: string): string {
  const found = matrix.entities.find(({ id }) => id === entity);
  const field = found?.fields.find((one) => one.name === name);
  if (field) return fieldText(speaker, field);
  return name === '*' ? speaker.t('role.otherFields') : name;
}
