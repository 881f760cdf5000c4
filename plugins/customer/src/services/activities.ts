import type { Context, RecordWrite } from '@tessera/sdk';

/** Tap on `customer.activity.validating`: when it happened, and when a task was done. */
export function keepTimes(ctx: Context, write: RecordWrite): RecordWrite | undefined {
  if (write.action !== 'create' && write.action !== 'update') return undefined;
  const { values, before } = write;
  const now = ctx.clock.now().toISOString();
  const more: Record<string, unknown> = {};
  if (write.action === 'create') {
    const type = values['type'] ?? 'note';
    if (!values['status']) more['status'] = type === 'task' ? 'planned' : 'done';
    if (!values['occurredAt']) more['occurredAt'] = values['completedAt'] ?? now;
  }
  const status = more['status'] ?? values['status'];
  const isTask = (values['type'] ?? before?.['type']) === 'task';
  if (status === 'done' && isTask && !values['completedAt'] && !before?.['completedAt']) more['completedAt'] = now;
  if (values['status'] === 'planned' && before?.['completedAt']) more['completedAt'] = null;
  return { ...write, values: { ...values, ...more } };
}
