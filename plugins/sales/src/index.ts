/**
 * The plugin `sales`: products, pipelines and opportunities.
 * @packageDocumentation
 */
import { definePlugin, on, type Plugin } from '@tessera/sdk';
import { accountFields } from './entities/account-extension.ts';
import { Opportunity } from './entities/opportunity.ts';
import { Pipeline } from './entities/pipeline.ts';
import { Product } from './entities/product.ts';
import { Stage } from './entities/stage.ts';
import en from './locales/en.json' with { type: 'json' };
import zhCn from './locales/zh-CN.json' with { type: 'json' };
import { grants } from './permissions.ts';
import { salesSamples } from './samples/sales-samples.ts';
import { keepOneDefault } from './services/default-pipeline.ts';
import { estimating } from './services/estimate.ts';
import { followStage } from './services/stage-rules.ts';
import { standardPipeline } from './services/standard-pipeline.ts';

export const sales: Plugin = definePlugin({
  entities: [Product, Pipeline, Stage, Opportunity],
  extends: { 'customer.account': accountFields },
  grants,
  offers: [estimating],
  hooks: [
    on('sales.pipeline.writing', keepOneDefault),
    on('sales.opportunity.validating', followStage),
  ],
  seeds: standardPipeline,
  samples: salesSamples,
  locales: { en, 'zh-CN': zhCn },
  ui: {
    module: './ui/index.ts',
    contributions: [
      { slot: 'app.nav', id: 'opportunities', entity: 'sales.opportunity', order: 10 },
      { slot: 'app.nav', id: 'products', entity: 'sales.product', order: 20 },
      { slot: 'app.nav', id: 'pipelines', entity: 'sales.pipeline', order: 30 },
      {
        slot: 'dashboard.widget',
        id: 'pipeline',
        element: 'sales-pipeline-bars',
        label: { en: 'Pipeline', 'zh-CN': '销售漏斗' },
        icon: 'target',
        order: 20,
      },
      {
        slot: 'customer.account.page.side',
        id: 'open-opportunities',
        element: 'sales-account-opportunities',
        label: { en: 'Open opportunities', 'zh-CN': '在谈商机' },
        icon: 'target',
      },
    ],
  },
});
