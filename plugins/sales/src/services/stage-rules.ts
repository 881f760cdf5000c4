import type { Context, RecordOf, RecordWrite } from '@tessera/sdk';
import { Pipeline } from '../entities/pipeline.ts';
import { Stage } from '../entities/stage.ts';
import { estimateProbability } from './estimate.ts';

type StageRecord = RecordOf<typeof Stage>;
type Values = Readonly<Record<string, unknown>>;
type Write = Pick<RecordWrite, 'id' | 'before' | 'values' | 'history'>;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Tap on `sales.opportunity.validating`: a new opportunity starts in the first stage of the default pipeline; a stage brings its
 * probability and forecast category unless they are given; won and lost set when it was closed, and reopening clears it. What makes no
 * sense is left for the checks after it to name.
 */
export async function followStage(
  ctx: Context,
  write: RecordWrite,
): Promise<RecordWrite | undefined> {
  if (write.action !== 'create' && write.action !== 'update') return undefined;
  const { before, values } = write;
  if (write.action === 'update' && !('stage' in values) && !('pipeline' in values))
    return undefined;
  if (isNonsense(values['pipeline']) || isNonsense(values['stage'])) return undefined;
  const system = ctx.asSystem('reads the stages of a pipeline');
  const pipeline =
    idOf(values['pipeline']) ?? idOf(before?.['pipeline']) ?? (await firstPipeline(system, values));
  if (!pipeline || !UUID.test(pipeline)) return undefined;
  const { records: stages } = await system.records(Stage).query({
    filter: { pipeline },
    sort: [{ field: 'order', direction: 'asc' }],
    limit: 1000,
  });
  const current = idOf(before?.['stage']);
  const stays = pipeline === idOf(before?.['pipeline']);
  const wanted = idOf(values['stage']) ?? (stays ? current : undefined);
  const stage = wanted
    ? stages.find(({ id, key }) => id === wanted.toLowerCase() || key === wanted)
    : stages[0];
  if (!stage || stage.id === current) return { ...write, values: { ...values, pipeline } };
  return {
    ...write,
    values: { ...values, pipeline, stage: stage.id, ...(await enter(ctx, write, stage)) },
  };
}

/** What changes when the opportunity enters a stage. */
async function enter(ctx: Context, write: Write, stage: StageRecord): Promise<Values> {
  const { before, values, history } = write;
  const more: Record<string, unknown> = {};
  if (!isGiven(write, 'probability')) more['probability'] = await probabilityIn(ctx, write, stage);
  if (!isGiven(write, 'forecastCategory')) more['forecastCategory'] = stage.forecastCategory;
  if (stage.kind !== 'lost' && before?.['lossReason'] && !isGiven(write, 'lossReason'))
    more['lossReason'] = null;
  if (stage.kind === 'open') {
    if (before?.['closedAt']) more['closedAt'] = null;
    const engaged = midday(values['engageDate']);
    if (history && engaged && !isGiven(write, 'stageEnteredAt')) more['stageEnteredAt'] = engaged;
    return more;
  }
  const day = history
    ? values['closeDate'] || before?.['closeDate']
    : isGiven(write, 'closeDate') && values['closeDate'];
  if (!day) more['closeDate'] = ctx.clock.today();
  const closedAt =
    history && values['closedAt']
      ? values['closedAt']
      : (history && midday(day)) || ctx.clock.now().toISOString();
  more['closedAt'] = closedAt;
  if (history && !isGiven(write, 'stageEnteredAt')) more['stageEnteredAt'] = closedAt;
  return more;
}

/** Won and lost are certain; how likely an open one is, other plugins are asked. An import of history has no guesses of today. */
async function probabilityIn(
  ctx: Context,
  { id, before, values, history }: Write,
  { id: stage, kind, probability }: StageRecord,
): Promise<number | null> {
  if (kind !== 'open' || history || probability === null) return probability;
  const account = idOf('account' in values ? values['account'] : before?.['account']) ?? null;
  const opportunity = before ? (id ?? null) : null;
  return estimateProbability(ctx, { opportunity, account, stage, probability });
}

/** An echo of the stored value, as a client sends it that always sends whole records, is not given. */
function isGiven({ before, values }: Write, name: string): boolean {
  const value = values[name];
  if (value === undefined || value === null || value === '') return false;
  const stored = before?.[name] ?? null;
  if (stored === null) return true;
  return name === 'probability' ? Number(value) !== Number(stored) : value !== stored;
}

async function firstPipeline(system: Context, values: Values): Promise<string | undefined> {
  const stage = idOf(values['stage']);
  const found = stage && UUID.test(stage) ? await system.records(Stage).find(stage) : undefined;
  if (found) return found.pipeline;
  const [first] = (
    await system
      .records(Pipeline)
      .query({ sort: [{ field: 'isDefault', direction: 'desc' }], limit: 1 })
  ).records;
  return first?.id;
}

/** A day as a moment that lies in it for nearly every time zone. */
function midday(day: unknown): string | undefined {
  return typeof day === 'string' && /^\d{4}-\d\d-\d\d$/.test(day)
    ? `${day}T12:00:00.000Z`
    : undefined;
}

function isNonsense(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '' && idOf(value) === undefined;
}

/** An id or a key, as it comes in: plain, or inside an expanded reference. */
function idOf(value: unknown): string | undefined {
  if (typeof value === 'string' && value !== '') return value;
  if (typeof value === 'object' && value !== null && 'id' in value) return String(value.id);
  return undefined;
}
