import {
  choice,
  date,
  datetime,
  defineEntity,
  definePlugin,
  integer,
  money,
  on,
  ref,
  state,
  text,
  type RecordWrite,
} from '@tessera/core';
import { installed } from '../src/testing/index.ts';

const Step = defineEntity('toy.step', {
  label: { en: 'Step' },
  plural: { en: 'Steps' },
  path: 'steps',
  title: 'name',
  owned: false,
  states: true,
  fields: {
    name: text().required(),
    key: text().required(),
    kind: choice(['open', 'won', 'lost']).required(),
    order: integer().required(),
  },
});

const Maker = defineEntity('toy.maker', {
  label: { en: 'Maker' },
  plural: { en: 'Makers' },
  path: 'makers',
  title: 'name',
  fields: { name: text().required() },
});

const Kite = defineEntity('toy.kite', {
  label: { en: 'Kite', 'zh-CN': '风筝' },
  plural: { en: 'Kites', 'zh-CN': '风筝' },
  path: 'kites',
  title: 'name',
  subtitle: ['maker'],
  fields: {
    name: text().required().searchable().label({ en: 'Name', 'zh-CN': '名称' }),
    maker: ref('toy.maker').label({ en: 'Maker', 'zh-CN': '制作者' }),
    step: state('toy.step').label({ en: 'Step', 'zh-CN': '步骤' }),
    price: money().label({ en: 'Price', 'zh-CN': '价格' }),
    due: date().label({ en: 'Due', 'zh-CN': '期限' }),
    reason: text().label({ en: 'Reason', 'zh-CN': '原因' }),
    since: datetime(),
    colour: choice([
      { key: 'red', label: { en: 'Red', 'zh-CN': '红' }, hue: 28 },
      { key: 'blue', label: { en: 'Blue', 'zh-CN': '蓝' }, hue: 250 },
    ]).label({ en: 'Colour', 'zh-CN': '颜色' }),
  },
  board: {
    by: 'step',
    card: ['price', 'colour'],
    due: 'due',
    closed: ['lost'],
    enteredAt: 'since',
    staleAfterDays: 30,
  },
});

const Line = defineEntity('toy.line', {
  label: { en: 'Line' },
  plural: { en: 'Lines' },
  path: 'lines',
  title: 'name',
  fields: { name: text().required() },
});

const Phase = defineEntity('toy.phase', {
  label: { en: 'Phase' },
  plural: { en: 'Phases' },
  path: 'phases',
  title: 'name',
  owned: false,
  states: true,
  fields: {
    line: ref('toy.line'),
    name: text().required(),
    key: text().required(),
    kind: choice(['open', 'done']).required(),
    order: integer().required(),
  },
});

const Boat = defineEntity('toy.boat', {
  label: { en: 'Boat' },
  plural: { en: 'Boats' },
  path: 'boats',
  title: 'name',
  fields: {
    name: text().required().searchable(),
    line: ref('toy.line'),
    phase: state('toy.phase', { within: 'line' }),
  },
});

/** Kites that go from step to step, and boats whose phases lie within one of several lines. */
export const boardToys = installed(
  definePlugin({
    entities: [Step, Maker, Kite, Line, Phase, Boat],
    hooks: [
      on(Kite, 'updating', async (ctx, { before, values }: RecordWrite) => {
        const reason = 'reason' in values ? values['reason'] : before?.['reason'];
        const id = values['step'];
        if (typeof id !== 'string' || reason) return undefined;
        const step = await ctx.records(Step).find(id);
        return step?.kind === 'lost'
          ? { reason: 'Say why it flew away.', field: 'reason' }
          : undefined;
      }),
    ],
    ui: {
      contributions: [
        { slot: 'app.nav', id: 'kites', entity: 'toy.kite' },
        { slot: 'app.nav', id: 'boats', entity: 'toy.boat' },
      ],
    },
  }),
  { id: 'toy', label: { en: 'Toys', 'zh-CN': '玩具' } },
);
