import type { EntityMeta, ExplainStep } from '@tessera/core';
import { localized } from '@tessera/sdk/ui';
import { findField } from '../field/field-kind.ts';
import { roleName, scopeText, type Speaker } from './role-words.ts';
import { momentText } from './share-words.ts';

type Reader = Speaker & { readonly timeZone: string };
type StepOf<Kind extends ExplainStep['kind']> = Extract<ExplainStep, { readonly kind: Kind }>;

/** A step in words: what was looked at, and what came of it. */
export interface StepWords {
  readonly icon: string;
  readonly text: string;
  readonly detail?: string;
  /** Where more of it stands. */
  readonly href?: string;
}

/** Says a step of an explanation. */
export function stepWords(reader: Reader, step: ExplainStep, entity: EntityMeta): StepWords {
  switch (step.kind) {
    case 'user':
      return userWords(reader, step);
    case 'token':
      return { icon: 'key-round', text: reader.t(`explain.token.${step.outcome}`) };
    case 'role':
      return roleWords(reader, step);
    case 'scope':
      return scopeWords(reader, step);
    case 'default':
      return { icon: 'users', text: reader.t(`explain.default.${step.level}`) };
    case 'share':
      return shareWords(reader, step);
    case 'parent':
      return parentWords(reader, step);
    case 'record':
      return recordWords(reader, step);
    case 'field':
      return fieldWords(reader, step, entity);
  }
}

function userWords(reader: Reader, { status, audience, team }: StepOf<'user'>): StepWords {
  const where = team?.name ? reader.t('explain.user.team', { team: team.name }) : '';
  const from = audience === 'portal' ? reader.t('explain.user.portal') : '';
  const detail = [where, from].filter(Boolean).join(' ');
  const text = reader.t(`explain.user.${status}`);
  return { icon: 'user-round', text, ...(detail ? { detail } : {}) };
}

function roleWords(reader: Reader, { role, scopes, isReplaced }: StepOf<'role'>): StepWords {
  const name = roleName(reader, role);
  const reach = scopeText(reader, scopes);
  const says = isReplaced ? 'replaced' : scopes.length === 0 ? 'silent' : 'says';
  const origin = [reader.t(`explain.via.${role.via}`), reader.t(`explain.from.${role.from}`)];
  const text = reader.t(`explain.role.${says}`, { role: name, reach });
  const { permissions } = reader.meta.user;
  const mayOpen = ['*', 'tessera.user.manage'].some((one) => permissions.includes(one));
  return {
    icon: 'shield',
    text,
    detail: origin.join(' · '),
    ...(mayOpen ? { href: `/settings/roles/${role.id}` } : {}),
  };
}

function scopeWords(reader: Reader, { reason, outcome }: StepOf<'scope'>): StepWords {
  const key = `explain.scope.${reason}`;
  const isOne = reason === 'noGrant' || reason === 'notReadable';
  return { icon: 'crosshair', text: reader.t(isOne ? key : `${key}.${outcome}`) };
}

function shareWords(reader: Reader, { share, outcome }: StepOf<'share'>): StepWords {
  const { grantee, actions, rule, expiresAt, isExpired } = share;
  const name = grantee.name ?? reader.t(`share.kind.${grantee.kind}`);
  const what = reader.t(actions.includes('update') ? 'share.mayChange' : 'share.mayRead');
  const details = [
    ...(rule?.name ? [reader.t('share.byRule', { rule: rule.name })] : []),
    ...(expiresAt
      ? [
          reader.t(isExpired ? 'explain.share.ended' : 'share.untilMoment', {
            moment: momentText(reader, expiresAt),
          }),
        ]
      : []),
    ...(outcome === 'noted' && !isExpired ? [reader.t('explain.share.other')] : []),
  ];
  return {
    icon: 'share-2',
    text: reader.t('explain.share', { name, what }),
    ...(details.length > 0 ? { detail: details.join(' · ') } : {}),
  };
}

function parentWords(reader: Reader, step: StepOf<'parent'>): StepWords {
  const { parent, reasons, isReadable, isDeleted } = step;
  const found = reader.meta.entities.find(({ id }) => id === parent.entity);
  const label = found ? localized(found.label, reader.locale) : parent.entity;
  const why = isDeleted
    ? 'deleted'
    : !isReadable
      ? 'hidden'
      : reasons.length === 0
        ? 'nothing'
        : 'grants';
  const because = reasons.map((reason) => reader.t(`explain.because.${reason}`));
  return {
    icon: 'corner-left-up',
    text: reader.t(`explain.parent.${why}`, { entity: label, title: parent.title ?? '—' }),
    ...(why === 'grants' ? { detail: because.join(reader.t('role.listSeparator')) } : {}),
    ...(found && parent.title !== null ? { href: `/${found.path}/${parent.id}` } : {}),
  };
}

function recordWords(reader: Reader, { state, owner, team }: StepOf<'record'>): StepWords {
  const details = [
    ...(owner?.name ? [reader.t('explain.record.owner', { name: owner.name })] : []),
    ...(team?.name ? [reader.t('explain.record.team', { name: team.name })] : []),
  ];
  return {
    icon: 'file',
    text: reader.t(`explain.record.${state}`),
    ...(details.length > 0 ? { detail: details.join(' · ') } : {}),
  };
}

function fieldWords(
  reader: Reader,
  { field, access, reason, given }: StepOf<'field'>,
  entity: EntityMeta,
): StepWords {
  const found = findField(entity, field);
  const label = found ? localized(found.label, reader.locale) : field;
  const details =
    reason === 'roles'
      ? given.map(({ role, access: one }) =>
          reader.t('explain.field.given', {
            role: roleName(reader, role),
            access: reader.t(`role.access.${one}`),
          }),
        )
      : [reader.t(`explain.field.${reason}`)];
  return {
    icon: 'text-cursor-input',
    text: reader.t('explain.field', { field: label, access: reader.t(`role.access.${access}`) }),
    detail: details.join(' · '),
  };
}
