import { defineEntity } from '../entities/entity.ts';
import { choice, email, ref, refs, team, text, user } from '../entities/field-builders.ts';

/**
 * A person who owns records and may sign in. Without an e-mail address, or before an invitation is accepted, a user is
 * an owner who cannot sign in.
 */
export const User = defineEntity('tessera.user', {
  label: { en: 'User', 'zh-CN': '用户' },
  plural: { en: 'Users', 'zh-CN': '用户' },
  path: 'users',
  icon: 'user-round',
  owned: false,
  title: 'name',
  subtitle: ['jobTitle'],
  person: { name: 'name', email: 'email' },
  fields: {
    name: text().required().searchable().label({ en: 'Name', 'zh-CN': '姓名' }),
    email: email().unique().searchable().personal().label({ en: 'E-mail', 'zh-CN': '电子邮件' }),
    jobTitle: text().label({ en: 'Job title', 'zh-CN': '职位' }),
    status: choice([
      { key: 'noSignIn', label: { en: 'Cannot sign in', 'zh-CN': '不可登录' } },
      { key: 'invited', label: { en: 'Invited', 'zh-CN': '已邀请' }, hue: 75 },
      { key: 'active', label: { en: 'Active', 'zh-CN': '正常' }, hue: 155 },
      { key: 'suspended', label: { en: 'Suspended', 'zh-CN': '已停用' }, hue: 28 },
    ])
      .default('noSignIn')
      .readOnly()
      .label({ en: 'Status', 'zh-CN': '状态' }),
    /** Who works here, and who comes from outside; set when the user is made or invited. */
    audience: choice([
      { key: 'staff', label: { en: 'Staff', 'zh-CN': '员工' } },
      { key: 'portal', label: { en: 'Portal', 'zh-CN': '门户' }, hue: 250 },
    ])
      .default('staff')
      .readOnly()
      .label({ en: 'Audience', 'zh-CN': '用户类型' }),
    team: team().label({ en: 'Team', 'zh-CN': '团队' }),
    manager: user().label({ en: 'Manager', 'zh-CN': '上级' }),
    roles: refs('tessera.role').label({ en: 'Roles', 'zh-CN': '角色' }),
    locale: choice([
      { key: 'en', label: { en: 'English', 'zh-CN': '英语' } },
      { key: 'zh-CN', label: { en: 'Chinese', 'zh-CN': '中文' } },
    ]).label({ en: 'Language', 'zh-CN': '语言' }),
    timeZone: text().label({ en: 'Time zone', 'zh-CN': '时区' }),
  },
  list: { columns: ['name', 'email', 'status', 'team', 'manager', 'roles'] },
});

/** A group of users; teams form a tree. Its manager reaches the records of the whole subtree (scope `teamTree`). */
export const Team = defineEntity('tessera.team', {
  label: { en: 'Team', 'zh-CN': '团队' },
  plural: { en: 'Teams', 'zh-CN': '团队' },
  path: 'teams',
  icon: 'users',
  owned: false,
  title: 'name',
  fields: {
    name: text().required().unique().searchable().label({ en: 'Name', 'zh-CN': '名称' }),
    parent: ref('tessera.team', {
      inverse: { name: 'children', label: { en: 'Sub-teams', 'zh-CN': '下级团队' } },
    }).label({ en: 'Parent team', 'zh-CN': '上级团队' }),
    manager: user().label({ en: 'Manager', 'zh-CN': '负责人' }),
    /** Every member has them, beside his own; members of teams above and below do not. */
    roles: refs('tessera.role').label({ en: 'Roles of every member', 'zh-CN': '全体成员的角色' }),
  },
  list: { columns: ['name', 'parent', 'manager', 'roles'] },
});
