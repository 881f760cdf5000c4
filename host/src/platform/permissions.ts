import { definePermission, type PermissionDefinition } from '@tessera/core';

/** What one may do with the workspace itself, beyond the records of its plugins. */
export const permissions: readonly PermissionDefinition[] = [
  definePermission({
    name: 'tessera.plugin.manage',
    label: { en: 'Enable and disable plugins', 'zh-CN': '启用和停用插件' },
  }),
  definePermission({
    name: 'tessera.settings.manage',
    label: { en: 'Change the settings of the workspace', 'zh-CN': '修改工作区设置' },
  }),
  definePermission({
    name: 'tessera.user.manage',
    label: { en: 'Manage users, teams and roles', 'zh-CN': '管理用户、团队和角色' },
  }),
  definePermission({
    name: 'tessera.field.manage',
    label: { en: 'Add and remove custom fields', 'zh-CN': '添加和移除自定义字段' },
  }),
  definePermission({
    name: 'tessera.import.run',
    label: { en: 'Import data', 'zh-CN': '导入数据' },
    roles: ['sales-manager', 'marketing-manager', 'service-manager', 'integration'],
  }),
  definePermission({
    name: 'tessera.import.manage',
    label: { en: 'See and take back the imports of others', 'zh-CN': '查看和撤销他人的导入' },
  }),
  definePermission({
    name: 'tessera.import.history',
    label: { en: 'Import history without transitions', 'zh-CN': '以历史模式导入数据' },
    roles: ['integration'],
  }),
  definePermission({
    name: 'tessera.view.share',
    label: { en: 'Share views of lists with everybody', 'zh-CN': '与所有人共享列表视图' },
    roles: ['sales-manager', 'marketing-manager', 'service-manager'],
  }),
  definePermission({
    name: 'tessera.user.impersonate',
    label: { en: 'Look through the eyes of another user', 'zh-CN': '以其他用户的视角查看' },
  }),
  definePermission({
    name: 'tessera.sharing.manage',
    label: { en: 'Set sharing defaults and rules', 'zh-CN': '设置默认共享和共享规则' },
  }),
  definePermission({
    name: 'tessera.audit.read',
    label: { en: 'Read the audit', 'zh-CN': '查看审计日志' },
    roles: ['data-protection-officer'],
  }),
  definePermission({
    name: 'tessera.audit.manage',
    label: {
      en: 'Check the audit and set how long it is kept',
      'zh-CN': '校验审计日志并设置保留期限',
    },
  }),
  definePermission({
    name: 'tessera.privacy.manage',
    label: { en: 'Export and erase the data of a person', 'zh-CN': '导出和删除个人数据' },
    roles: ['data-protection-officer'],
  }),
];
