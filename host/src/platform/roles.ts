import type { Grant, LocalizedText, RecordAction, Scope } from '@tessera/core';

/** A role of a new workspace. What it may do with the records of a plugin comes from that plugin's `grants`, by this key. */
export interface SeededRole {
  readonly key: string;
  readonly name: Required<LocalizedText>;
  readonly grants: readonly Grant[];
  readonly permissions: readonly string[];
}

const EVERY_ACTION: Readonly<Record<RecordAction, Scope>> = {
  create: 'all',
  read: 'all',
  update: 'all',
  delete: 'all',
  export: 'all',
};

function role(
  key: string,
  en: string,
  zh: string,
  more: Partial<Pick<SeededRole, 'grants' | 'permissions'>> = {},
): SeededRole {
  return { key, name: { en, 'zh-CN': zh }, grants: [], permissions: [], ...more };
}

/** The roles of a new workspace. */
export const seededRoles: readonly SeededRole[] = [
  role('administrator', 'Administrator', '管理员', {
    grants: [{ entity: '*', actions: EVERY_ACTION }],
    permissions: ['*'],
  }),
  role('sales-rep', 'Sales representative', '销售代表'),
  role('sales-manager', 'Sales manager', '销售经理'),
  role('marketer', 'Marketer', '市场专员'),
  role('marketing-manager', 'Marketing manager', '市场经理'),
  role('service-agent', 'Service agent', '客服专员'),
  role('service-manager', 'Service manager', '客服经理'),
  role('analyst', 'Analyst', '分析师', {
    grants: [{ entity: '*', actions: { read: 'all', export: 'all' } }],
  }),
  role('read-only', 'Read only', '只读', { grants: [{ entity: '*', actions: { read: 'all' } }] }),
  role('integration', 'Integration', '系统集成', {
    grants: [{ entity: '*', actions: { create: 'all', read: 'all', update: 'all' } }],
  }),
  role('portal-customer', 'Portal: customer', '门户客户'),
  role('portal-partner', 'Portal: partner', '门户伙伴'),
  role('data-protection-officer', 'Data protection officer', '数据保护专员', {
    grants: [{ entity: '*', actions: { read: 'all', export: 'all' } }],
  }),
];

/** The names of the seeded roles in a language, as texts that translate their records. */
export function roleTexts(locale: 'en' | 'zh-CN'): Readonly<Record<string, string>> {
  return Object.fromEntries(seededRoles.map(({ key, name }) => [`seed.role.${key}`, name[locale]]));
}

/** What everybody who works here may see: who the others are, and what money is worth. */
const colleagues: readonly Grant[] = [
  {
    entity: 'tessera.user',
    actions: { read: 'all' },
    fields: {
      '*': 'none',
      name: 'read',
      jobTitle: 'read',
      status: 'read',
      team: 'read',
      manager: 'read',
    },
  },
  {
    entity: 'tessera.team',
    actions: { read: 'all' },
    fields: { '*': 'none', name: 'read', parent: 'read', manager: 'read' },
  },
  { entity: 'tessera.currency', actions: { read: 'all' }, fields: { '*': 'read' } },
  { entity: 'tessera.exchangeRate', actions: { read: 'all' }, fields: { '*': 'read' } },
];

/** Somebody from outside sees the name of whom he speaks with, and no more. */
const visitors: readonly Grant[] = [
  { entity: 'tessera.user', actions: { read: 'all' }, fields: { '*': 'none', name: 'read' } },
  { entity: 'tessera.currency', actions: { read: 'all' }, fields: { '*': 'read' } },
];

/** Grants of the platform by the key of a role; `*` is every role that is not listed. */
export const platformGrants: Readonly<Record<string, readonly Grant[]>> = {
  '*': colleagues,
  ...Object.fromEntries(
    seededRoles
      .filter(({ key }) => key !== 'administrator')
      .map(({ key }) => [key, key.startsWith('portal-') ? visitors : colleagues]),
  ),
};
