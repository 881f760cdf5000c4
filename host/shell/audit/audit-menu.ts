import type { MenuItem, TesseraElement } from '@tessera/sdk/ui';
import { auditPath } from './audit-filter.ts';

const READ = 'tessera.audit.read';
const USER = 'tessera.user';

/** Ways from a record to its entries in the audit, for whoever reads the audit; of a user also to what that user has done. */
export function auditMenu(
  element: TesseraElement,
  entity: string,
  id: string,
): readonly MenuItem[] {
  if (!element.meta.user.permissions.includes(READ)) return [];
  const item = (name: string, path: string): MenuItem => ({
    id: name,
    label: element.t(`audit.menu.${name}`),
    icon: 'scroll-text',
    run: () => element.navigate(path),
  });
  return [
    item('record', auditPath({ entity, record: id })),
    ...(entity === USER ? [item('user', auditPath({ user: id }))] : []),
  ];
}
