import { defineRoute, type Route } from '@tessera/sdk';
import { ITEMS } from '../contract.ts';

/** `POST /api/my-plugin/finish`. A body that does not fit the schema never comes here. */
export const finish: Route = defineRoute({
  method: 'POST',
  path: '/finish',
  summary: { en: 'Finish tasks', 'zh-CN': '完成任务' },
  permission: 'my-plugin.item.finish',
  body: {
    type: 'object',
    properties: {
      ids: {
        type: 'array',
        items: { type: 'string', format: 'uuid' },
        minItems: 1,
        maxItems: 100,
      },
    },
    required: ['ids'],
    additionalProperties: false,
  },
  answer: {
    type: 'object',
    properties: { finished: { type: 'integer' } },
    required: ['finished'],
  },
  handler: async (ctx, { body }) => ({ finished: await ctx.services.get(ITEMS).finish(body.ids) }),
});
