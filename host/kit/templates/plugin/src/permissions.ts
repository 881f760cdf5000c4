import { definePermission, type Grant, type PermissionDefinition } from '@tessera/sdk';

/** A verb of its own, which administrators give to roles. `roles` have it from the start. */
export const finishItems: PermissionDefinition = definePermission({
  name: 'my-plugin.item.finish',
  label: { en: 'Finish many tasks at once', 'zh-CN': '批量完成任务' },
  roles: ['sales-manager'],
});

/** Which records the roles of a new workspace reach: their own, those of their team, or all. */
export const grants: Readonly<Record<string, readonly Grant[]>> = {
  'sales-rep': [
    {
      entity: 'my-plugin.item',
      actions: { create: 'own', read: 'own', update: 'own', delete: 'own' },
    },
  ],
  'sales-manager': [
    {
      entity: 'my-plugin.item',
      actions: { create: 'all', read: 'all', update: 'all', delete: 'all', export: 'all' },
    },
  ],
};
