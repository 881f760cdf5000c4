import { rollup, type FieldBuilder } from '@tessera/sdk';

const open = { 'stage.kind': 'open' };

/** What `sales` adds to an account of `customer`. */
export const accountFields = {
  openAmount: rollup({
    entity: 'sales.opportunity',
    via: 'account',
    function: 'sum',
    field: 'amount',
    filter: open,
  }).label({ en: 'Open amount', 'zh-CN': '在谈金额' }),
  openCount: rollup({
    entity: 'sales.opportunity',
    via: 'account',
    function: 'count',
    filter: open,
  }).label({ en: 'Open opportunities', 'zh-CN': '在谈商机数' }),
} satisfies Readonly<Record<string, FieldBuilder<string | number>>>;
