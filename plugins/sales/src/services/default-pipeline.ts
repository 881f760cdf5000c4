import type { Context, RecordWrite } from '@tessera/sdk';
import { Pipeline } from '../entities/pipeline.ts';

/** Action on `sales.pipeline.writing`: one pipeline is the default. */
export async function keepOneDefault(ctx: Context, write: RecordWrite): Promise<void> {
  if (write.values['isDefault'] !== true || !write.id) return;
  const pipelines = ctx.asSystem('keeps one default pipeline').records(Pipeline);
  const { records } = await pipelines.query({ filter: { isDefault: true }, limit: 1000 });
  // Another of the same batch has become the default already.
  if (!records.some(({ id }) => id === write.id)) return;
  for (const { id } of records)
    if (id !== write.id) await pipelines.update(id, { isDefault: false });
}
