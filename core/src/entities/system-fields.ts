import type { FieldDefinition } from './field.ts';
import type { FieldModel } from './model.ts';

/** The fields that core gives to every record, in their order. */
export function systemFields(owned: boolean): FieldModel[] {
  const fields = [
    make('id', 'id', { type: 'text', label: { en: 'ID', 'zh-CN': '编号' } }),
    make('createdAt', 'created_at', {
      type: 'datetime',
      label: { en: 'Created', 'zh-CN': '创建时间' },
    }),
    make('createdBy', 'created_by', {
      type: 'user',
      target: 'tessera.user',
      label: { en: 'Created by', 'zh-CN': '创建人' },
    }),
    make('updatedAt', 'updated_at', {
      type: 'datetime',
      label: { en: 'Updated', 'zh-CN': '更新时间' },
    }),
    make('updatedBy', 'updated_by', {
      type: 'user',
      target: 'tessera.user',
      label: { en: 'Updated by', 'zh-CN': '更新人' },
    }),
    make('version', 'version', { type: 'integer', label: { en: 'Version', 'zh-CN': '版本' } }),
    make('deletedAt', 'deleted_at', {
      type: 'datetime',
      label: { en: 'Deleted', 'zh-CN': '删除时间' },
    }),
    make('source', 'source', { type: 'text', label: { en: 'Source', 'zh-CN': '来源' } }),
  ];
  if (!owned) return fields;
  return [
    ...fields,
    make(
      'owner',
      'owner_id',
      { type: 'user', target: 'tessera.user', label: { en: 'Owner', 'zh-CN': '负责人' } },
      false,
    ),
    make(
      'team',
      'team_id',
      { type: 'team', target: 'tessera.team', label: { en: 'Team', 'zh-CN': '团队' } },
      false,
    ),
  ];
}

/** Names that no field of a plugin may have, on any entity. */
export const systemNames: ReadonlySet<string> = new Set([
  ...systemFields(false).map((field) => field.name),
  'deleteBatch',
]);

function make(
  name: string,
  column: string,
  definition: FieldDefinition & Pick<FieldModel, 'label'>,
  readOnly = true,
): FieldModel {
  return {
    ...definition,
    readOnly,
    name,
    columns: { value: column },
    plugin: 'tessera',
    system: true,
  };
}
