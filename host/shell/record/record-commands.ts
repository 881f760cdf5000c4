import { toast } from '@tessera/sdk/ui';
import type { EntityMeta } from '@tessera/core';
import type { Command } from '../palette/command.ts';
import { midSentence } from '../field/field-words.ts';
import type { FieldView } from '../field/field-template.ts';

export interface RecordActions {
  readonly edit: () => void;
  readonly delete: () => unknown;
  readonly write: () => unknown;
}

/** What the palette offers on the page of a record. */
export function recordCommands(
  entity: EntityMeta,
  view: FieldView,
  actions: RecordActions,
): readonly Command[] {
  const { t } = view;
  const label = midSentence(view.localized(entity.label));
  return [
    ...(entity.actions.update
      ? [
          {
            id: 'record-edit',
            label: t('form.edit', { entity: label }),
            icon: 'pencil',
            shortcut: 'E',
            run: actions.edit,
          },
        ]
      : []),
    {
      id: 'record-note',
      label: t('record.note'),
      icon: 'message-square',
      run: () => void actions.write(),
    },
    { id: 'record-link', label: t('record.link'), icon: 'link', run: () => void copyLink(t) },
    ...(entity.actions.delete
      ? [
          {
            id: 'record-delete',
            label: t('record.delete', { entity: label }),
            icon: 'trash-2',
            run: () => void actions.delete(),
          },
        ]
      : []),
  ];
}

/** Copies the address of the page. */
export async function copyLink(t: FieldView['t']): Promise<void> {
  try {
    await navigator.clipboard.writeText(location.origin + location.pathname);
    toast({ text: t('record.linked') });
  } catch {
    toast({ text: t('record.link.failed'), tone: 'error' });
  }
}
