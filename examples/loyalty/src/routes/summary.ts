import { defineRoute, type Context, type Group, type Route } from '@tessera/sdk';
import { Entry } from '../entities/entry.ts';
import { addMonths } from '../services/months.ts';
import { valueOf } from '../services/point-value.ts';
import { settingsOf } from '../settings.ts';

const MONTHS = 6;

/** What happened to the points of a month; what went out is above zero here. */
interface Month {
  /** Its first day. */
  readonly month: string;
  readonly issued: number;
  readonly used: number;
}

/** `GET /api/loyalty/summary`: of the points that the caller may see. */
export const summaryRoute: Route = defineRoute({
  method: 'GET',
  path: '/summary',
  summary: { en: 'Points by month, and what is outstanding', 'zh-CN': '按月积分与未使用积分' },
  permission: 'signedIn',
  async handler(ctx) {
    const entries = ctx.records(Entry);
    const [sum] = await entries.aggregate({ measures: { points: { sum: 'points' } } });
    const outstanding = Number(sum?.['points'] ?? 0);
    const value = valueOf(outstanding, settingsOf(ctx).pointValue);
    return { outstanding, value, months: await readMonths(ctx) };
  },
});

async function readMonths(ctx: Context): Promise<readonly Month[]> {
  const groups = await ctx.records(Entry).aggregate({
    filter: { occurredAt: { gte: firstOfMonth(ctx) } },
    groupBy: [{ field: 'occurredAt', by: 'month' }, 'kind'],
    measures: { points: { sum: 'points' } },
  });
  const byMonth = Map.groupBy(groups, (group) => String(group['occurredAt']));
  return [...byMonth].map(([month, rows]) => ({
    month,
    issued: sumOf(rows.filter(({ kind }) => !isUse(kind))),
    used: -sumOf(rows.filter(({ kind }) => isUse(kind))),
  }));
}

function isUse(kind: unknown): boolean {
  return kind === 'redeemed' || kind === 'expired';
}

function sumOf(rows: readonly Group[]): number {
  return rows.reduce((sum, { points }) => sum + Number(points), 0);
}

function firstOfMonth(ctx: Context): string {
  return addMonths(`${ctx.clock.today().slice(0, 7)}-01T00:00:00.000Z`, 1 - MONTHS);
}
