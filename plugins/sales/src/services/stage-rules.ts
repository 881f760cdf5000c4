import type { Context, RecordWrite } from '@tessera/sdk';
import { Pipeline } from '../entities/pipeline.ts';
import { Stage } from '../entities/stage.ts';

/**
 * Tap on `sales.opportunity.validating`: a new opportunity starts in the first stage of the default pipeline; a stage brings its probability
 * and forecast category unless they are given; won and lost set when it was closed, and reopening clears it.
 */
export async function followStage(ctx: Context, write: RecordWrite): Promise<RecordWrite | undefined> {
  if (write.action !== 'create' && write.action !== 'update') return undefined;
  const { before, values } = write;
  if (write.action === 'update' && !('stage' in values) && !('pipeline' in values)) return undefined;
  const system = ctx.asSystem('reads the stages of a pipeline');
  const pipeline = idOf(values['pipeline'] ?? before?.['pipeline']) ?? (await defaultPipeline(system));
  if (!pipeline) return undefined;
  const stages = await system.records(Stage).query({
    filter: { pipeline },
    sort: [{ field: 'order', direction: 'asc' }],
    limit: 200,
  });
  const wanted = idOf(values['stage'] ?? (values['pipeline'] === undefined ? before?.['stage'] : undefined));
  const stage = wanted
    ? stages.records.find((one) => one.id === wanted || one.key === wanted)
    : stages.records[0];
  if (!stage) return { ...write, values: { ...values, pipeline } };
  const more: Record<string, unknown> = { pipeline, stage: stage.id };
  if (values['probability'] === undefined) more['probability'] = stage.probability;
  if (values['forecastCategory'] === undefined) more['forecastCategory'] = stage.forecastCategory;
  const closed = stage.kind !== 'open';
  const wasClosed = Boolean(before?.['closedAt']);
  if (closed && !wasClosed) {
    const closeDate = values['closeDate'] ?? before?.['closeDate'];
    more['closedAt'] =
      write.history && typeof closeDate === 'string' ? `${closeDate}T00:00:00.000Z` : ctx.clock.now().toISOString();
    if (!closeDate) more['closeDate'] = ctx.clock.today();
  }
  if (!closed && wasClosed) more['closedAt'] = null;
  if (write.history) {
    const since = closed ? more['closedAt'] : dayStart(values['engageDate']);
    if (since) more['stageEnteredAt'] = since;
  }
  return { ...write, values: { ...values, ...more } };
}

async function defaultPipeline(system: Context): Promise<string | undefined> {
  const pipelines = system.records(Pipeline);
  const { records } = await pipelines.query({ filter: { isDefault: true }, limit: 1 });
  const [found] = records.length > 0 ? records : (await pipelines.query({ limit: 1 })).records;
  return found?.id;
}

function dayStart(day: unknown): string | undefined {
  return typeof day === 'string' && day !== '' ? `${day}T00:00:00.000Z` : undefined;
}

/** An id or a key, as it comes in: plain, or inside an expanded reference. */
function idOf(value: unknown): string | undefined {
  if (typeof value === 'string' && value !== '') return value;
  if (typeof value === 'object' && value !== null && 'id' in value) return String(value.id);
  return undefined;
}
