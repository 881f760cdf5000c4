import { boolean, defineEntity, text, type Entity } from '@tessera/sdk';

const fields = {
  name: text().required().unique().label({ en: 'Name', 'zh-CN': '名称' }),
  isDefault: boolean().default(false).label({ en: 'Default', 'zh-CN': '默认' }),
};

/** A way of selling, as a sequence of stages. */
export const Pipeline: Entity<'sales.pipeline', typeof fields> = defineEntity('sales.pipeline', {
  label: { en: 'Pipeline', 'zh-CN': '销售流程' },
  plural: { en: 'Pipelines', 'zh-CN': '销售流程' },
  path: 'pipelines',
  icon: 'git-branch',
  owned: false,
  auxiliary: true,
  title: 'name',
  fields,
  list: { columns: ['name', 'isDefault'], sort: { field: 'name', direction: 'asc' } },
});
