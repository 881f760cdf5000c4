import type { MenuItem, TesseraElement } from '@tessera/sdk/ui';
import type { EntityMeta } from '@tessera/core';
import type { WireRecord } from '../field/field-kind.ts';
import { isWriting } from '../list/list-shortcuts.ts';
import { registerCommands, type Command } from '../palette/command.ts';
import { openRecordDialog, type RecordDialog } from './record-dialog.ts';

interface Way {
  readonly dialog: RecordDialog;
  readonly key: string;
  readonly label: string;
  readonly icon: string;
}

const WAYS: readonly Way[] = [
  { dialog: 'share', key: 's', label: 'share.menu', icon: 'share-2' },
  { dialog: 'explain', key: 'w', label: 'explain.menu', icon: 'user-search' },
];

type Place = TesseraElement & { readonly entity: EntityMeta; readonly record: WireRecord };

/** Who has a record, and who may see it and why: in the menu of its page, in the palette, and by a key. */
export class RecordAccess {
  readonly #place: Place;

  constructor(place: Place) {
    this.#place = place;
    registerCommands(place, () => this.#commands());
    place.addController({
      hostConnected: () => document.addEventListener('keydown', this.#pressed),
      hostDisconnected: () => document.removeEventListener('keydown', this.#pressed),
    });
  }

  get menuItems(): readonly MenuItem[] {
    return WAYS.map(({ dialog, label, icon }) => ({
      id: dialog,
      label: this.#place.t(label),
      icon,
      run: () => this.#open(dialog),
    }));
  }

  #commands(): readonly Command[] {
    return WAYS.map(({ dialog, label, icon, key }) => ({
      id: `record-${dialog}`,
      label: this.#place.t(label),
      icon,
      shortcut: key.toUpperCase(),
      run: () => this.#open(dialog),
    }));
  }

  #open(dialog: RecordDialog): void {
    const { entity, record } = this.#place;
    openRecordDialog(this.#place, dialog, { entity, record });
  }

  readonly #pressed = (event: KeyboardEvent): void => {
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.defaultPrevented;
    const way = WAYS.find(({ key }) => key === event.key);
    const isCovered = event.composedPath().some((node) => node instanceof HTMLDialogElement);
    if (!way || !isPlain || isCovered || isWriting(event)) return;
    event.preventDefault();
    this.#open(way.dialog);
  };
}
