import { ACCOUNT } from '@tessera/customer/contract';
import { definePermission, defineRoute, type PermissionDefinition, type Route } from '@tessera/sdk';
import { LoyaltyPoints } from '../../../src/contract.ts';

declare module '@tessera/sdk' {
  interface PermissionTypes {
    /** Give bonus points. */
    'loyalty.bonus.grant': true;
  }
}

/** May give bonus points; new in 1.1. */
export const grantBonus: PermissionDefinition = definePermission({
  name: 'loyalty.bonus.grant',
  label: { en: 'Give bonus points', 'zh-CN': '赠送积分' },
  roles: ['marketing-manager'],
});

/** `POST /api/loyalty/accounts/:id/bonus` */
export const bonusRoute: Route = defineRoute({
  method: 'POST',
  path: '/accounts/:id/bonus',
  summary: { en: 'Give bonus points', 'zh-CN': '赠送积分' },
  permission: 'loyalty.bonus.grant',
  body: {
    type: 'object',
    required: ['points'],
    additionalProperties: false,
    properties: { points: { type: 'integer', minimum: 1, maximum: 1_000_000 } },
  },
  status: 201,
  async handler(ctx, { params, body }) {
    const { id } = await ctx.records(ACCOUNT).get(params['id'] ?? '', { fields: ['name'] });
    const points = ctx.services.get(LoyaltyPoints);
    await points.earn({ account: id, points: body.points, reason: 'Bonus' });
    return points.balance(id);
  },
});
