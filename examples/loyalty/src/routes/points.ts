import { defineRoute, type Context, type JsonSchema, type Route } from '@tessera/sdk';
import { LoyaltyPoints } from '../contract.ts';
import { Entry } from '../entities/entry.ts';

const reason: JsonSchema = { type: 'string', minLength: 1, maxLength: 255, pattern: '\\S' };

const adjustment: JsonSchema = {
  type: 'object',
  required: ['points', 'reason'],
  additionalProperties: false,
  properties: {
    points: { type: 'integer', minimum: -1_000_000_000, maximum: 1_000_000_000, not: { const: 0 } },
    reason,
  },
};

const withdrawal: JsonSchema = {
  type: 'object',
  required: ['reason'],
  additionalProperties: false,
  properties: { reason },
};

/** `POST /api/loyalty/accounts/:id/adjust` */
export const adjustRoute: Route = defineRoute({
  method: 'POST',
  path: '/accounts/:id/adjust',
  summary: { en: 'Add or take points by hand', 'zh-CN': '手工增减积分' },
  permission: 'loyalty.entry.adjust',
  body: adjustment,
  status: 201,
  async handler(ctx, { params, body }) {
    const account = await visibleAccount(ctx, params['id'] ?? '');
    const points = ctx.services.get(LoyaltyPoints);
    const entry = await points.adjust({ account, points: body.points, reason: body.reason });
    return { entry, balance: await points.balance(account) };
  },
});

/** `POST /api/loyalty/entries/:id/reverse` */
export const reverseRoute: Route = defineRoute({
  method: 'POST',
  path: '/entries/:id/reverse',
  summary: { en: 'Take an entry back', 'zh-CN': '冲回积分条目' },
  permission: 'loyalty.entry.reverse',
  body: withdrawal,
  status: 201,
  async handler(ctx, { params, body }) {
    const { id, account } = await ctx.records(Entry).get(params['id'] ?? '');
    const points = ctx.services.get(LoyaltyPoints);
    const entry = await points.reverse(id, body.reason);
    return { entry, balance: await points.balance(account) };
  },
});

/** `GET /api/loyalty/accounts/:id/balance` */
export const balanceRoute: Route = defineRoute({
  method: 'GET',
  path: '/accounts/:id/balance',
  summary: { en: 'Points, tier and what expires soon', 'zh-CN': '积分、等级与即将过期的积分' },
  permission: 'signedIn',
  async handler(ctx, { params }) {
    const account = await visibleAccount(ctx, params['id'] ?? '');
    // Who may not read the ledger is refused here: the service asks nobody.
    await ctx.records(Entry).count({ account });
    return ctx.services.get(LoyaltyPoints).balance(account);
  },
});

/** The id of an account that the caller may see. */
async function visibleAccount(ctx: Context, id: string): Promise<string> {
  return (await ctx.records('customer.account').get(id, { fields: ['name'] })).id;
}
