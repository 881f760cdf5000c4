import type { TesseraElement } from '@tessera/sdk/ui';
import type { EntityMeta } from '@tessera/core';
import { loadPart } from '../app/part.ts';
import type { WireRecord } from '../field/field-kind.ts';

/** A dialog of a record that stands on a file of its own. */
export type RecordDialog = 'share' | 'explain';

const LOADS: Readonly<Record<RecordDialog, () => Promise<unknown>>> = {
  share: () => import('../access/share-dialog.ts'),
  explain: () => import('../access/explain-dialog.ts'),
};

/** Opens it over an element, once; it goes by itself when it is closed. */
export function openRecordDialog(
  over: TesseraElement,
  name: RecordDialog,
  about: { readonly entity: EntityMeta; readonly record: WireRecord },
): void {
  const tag = `ts-${name}-dialog`;
  if (over.renderRoot.querySelector(tag)) return;
  loadPart(LOADS[name]);
  over.renderRoot.append(Object.assign(document.createElement(tag), about));
}
