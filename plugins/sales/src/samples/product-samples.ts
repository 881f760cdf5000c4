import type { SampleKit, SampleRow } from '@tessera/sdk';
import { PRODUCT } from '../contract.ts';

/** What the example company sells: key, name, series, type, price in dollars, unit. */
const PRODUCTS = [
  ['atlas-core', 'Atlas Core', 'Atlas', 'subscription', 14_000, 'year'],
  ['atlas-plus', 'Atlas Plus', 'Atlas', 'subscription', 32_000, 'year'],
  ['atlas-enterprise', 'Atlas Enterprise', 'Atlas', 'subscription', 88_000, 'year'],
  ['harbor-gateway', 'Harbor Gateway', 'Harbor', 'good', 5_200, 'piece'],
  ['harbor-sensor', 'Harbor Sensor Kit', 'Harbor', 'good', 1_400, 'set'],
  ['onboarding', 'Onboarding Package', 'Services', 'service', 9_500, 'project'],
  ['yuntu-basic', '云图数据平台 基础版', '云图', 'subscription', 11_000, '年'],
  ['yuntu-pro', '云图数据平台 专业版', '云图', 'subscription', 36_000, '年'],
  ['yuntu-group', '云图数据平台 集团版', '云图', 'subscription', 95_000, '年'],
  ['lingjing', '灵镜智能终端', '灵镜', 'good', 2_600, '台'],
  ['training', '驻场培训', '服务', 'service', 4_800, '次'],
  ['maintenance', '年度运维服务', '服务', 'service', 12_500, '年'],
] as const;
const FIRST_SALE_DAYS_AGO = 362;

/** Goods, services and subscriptions in both languages. */
export function* productRows(kit: SampleKit): Iterable<SampleRow> {
  for (const [index, [key, name, series, type, dollars, unit]] of PRODUCTS.entries()) {
    yield {
      entity: PRODUCT,
      key,
      at: kit.moment(-FIRST_SALE_DAYS_AGO),
      values: {
        name,
        sku: `DEMO-${String(index + 1).padStart(3, '0')}`,
        series,
        type,
        price: kit.money(dollars),
        unit,
      },
    };
  }
}
