import type { Context, RecordWrite } from '@tessera/sdk';

/** Tap on `customer.activity.validating`: when it happened, and when a task was done. */
export function keepTimes(ctx: Context, write: RecordWrite): RecordWrite | undefined {
  if (write.action !== 'create' && write.action !== 'update') return undefined;
  const { values, before } = write;
  const now = ctx.clock.now().toISOString();
  const isTask = (values['type'] ?? before?.['type'] ?? 'note') === 'task';
  const more: Record<string, unknown> = {};
  if (write.action === 'create') {
    if (!values['status']) more['status'] = isTask && !values['completedAt'] ? 'planned' : 'done';
    if (!values['occurredAt']) more['occurredAt'] = values['completedAt'] ?? now;
  } else if (isTask && values['completedAt'] && !before?.['completedAt'] && !('status' in values)) {
    more['status'] = 'done';
  }
  const status = more['status'] ?? values['status'];
  if (status === 'done' && isTask && !values['completedAt'] && !before?.['completedAt'])
    more['completedAt'] = now;
  if (values['status'] === 'planned' && before?.['completedAt']) more['completedAt'] = null;
  return { ...write, values: { ...values, ...more } };
}
