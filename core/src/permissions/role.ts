import { defineEntity } from '../entities/entity.ts';
import { json, text } from '../entities/field-builders.ts';

/** A set of grants and permissions; users and tokens have several, and the most permissive holds. */
export const Role = defineEntity('tessera.role', {
  label: { en: 'Role', 'zh-CN': '角色' },
  plural: { en: 'Roles', 'zh-CN': '角色' },
  path: 'roles',
  icon: 'shield-check',
  owned: false,
  title: 'name',
  fields: {
    key: text({ maxLength: 60 }).required().unique().label({ en: 'Key', 'zh-CN': '标识' }),
    name: text().required().label({ en: 'Name', 'zh-CN': '名称' }),
    /** `Grant[]` */
    grants: json().label({ en: 'Grants', 'zh-CN': '授权' }),
    /** Names of permissions, or `["*"]`. */
    permissions: json().label({ en: 'Permissions', 'zh-CN': '权限' }),
    /** Names of permissions that plugins give to it by its key and that it is not to have. */
    withheld: json().label({ en: 'Withheld permissions', 'zh-CN': '收回的权限' }),
  },
  list: { columns: ['name', 'key'] },
});
