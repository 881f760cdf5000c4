import { anyRef, defineEntity, file, integer, text } from '@tessera/core';

/**
 * A file on a record. Who may read the record may read its attachments, and who may change it may add and remove them: the
 * routes of the host see to that, and no role but the administrator's has a grant on this entity.
 */
export const Attachment = defineEntity('tessera.attachment', {
  label: { en: 'Attachment', 'zh-CN': '附件' },
  plural: { en: 'Attachments', 'zh-CN': '附件' },
  path: 'attachments',
  icon: 'paperclip',
  owned: false,
  auxiliary: true,
  title: 'name',
  fields: {
    name: text().required().label({ en: 'Name', 'zh-CN': '名称' }),
    record: anyRef().required().label({ en: 'Record', 'zh-CN': '记录' }),
    file: file().required().label({ en: 'File', 'zh-CN': '文件' }),
    /** Bytes. */
    size: integer({ minimum: 0 }).label({ en: 'Size', 'zh-CN': '大小' }),
    mediaType: text().label({ en: 'Type', 'zh-CN': '类型' }),
  },
});
