import { toast, type TesseraElement } from '@tessera/sdk/ui';
import type { PaletteEntry } from './palette-entry.ts';

/** A record as the search of the server answers it. */
export interface SearchHit {
  readonly entity: string;
  readonly id: string;
  readonly title: string | null;
  readonly subtitle: string | null;
}

/** The line of a record; undefined when its plugin is off. */
export function recordEntry(element: TesseraElement, hit: SearchHit): PaletteEntry | undefined {
  const entity = element.entityMeta(hit.entity);
  if (!entity) return undefined;
  const note = [element.localized(entity.label), hit.subtitle].filter(Boolean).join(' · ');
  return {
    id: `record-${hit.id}`,
    group: 'records',
    label: hit.title ?? element.t('search.untitled'),
    icon: entity.icon,
    note,
    record: { entity: hit.entity, id: hit.id },
    run: () => element.navigate(`/${entity.path}/${hit.id}`),
  };
}

/** What can be done with the record of a line. */
export function recordActions(
  element: TesseraElement,
  record: NonNullable<PaletteEntry['record']>,
): readonly PaletteEntry[] {
  const entity = element.entityMeta(record.entity);
  if (!entity) return [];
  const path = `/${entity.path}/${record.id}`;
  const action = (name: string, icon: string, run: () => void): PaletteEntry => ({
    id: `with-${name}`,
    group: 'actions',
    label: element.t(`palette.with.${name}`),
    also: [
      element.t(`palette.with.${name}`, { lng: 'en' }),
      element.t(`palette.with.${name}`, { lng: 'zh-CN' }),
    ],
    icon,
    run,
  });
  return [
    action('open', 'arrow-right', () => element.navigate(path)),
    action('openTab', 'square-arrow-out-up-right', () => window.open(path, '_blank', 'noopener')),
    ...(entity.actions.update
      ? [
          action('edit', 'pencil', () =>
            window.dispatchEvent(new CustomEvent('ts-edit-wanted', { detail: record })),
          ),
        ]
      : []),
    action('copy', 'link', () => void copy(element, location.origin + path)),
  ];
}

async function copy(element: TesseraElement, address: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(address);
    toast({ text: element.t('record.linked') });
  } catch {
    toast({ text: element.t('record.link.failed'), tone: 'error' });
  }
}
