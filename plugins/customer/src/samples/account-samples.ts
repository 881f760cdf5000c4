import type { SampleKit, SampleRow } from '@tessera/sdk';
import { ACCOUNT } from '../contract.ts';
import { chineseCompanies, westernCompanies, type CompanyName } from './company-names.ts';
import { addressOf, phoneOf, pickPlace } from './places.ts';

const TYPES = [
  ['prospect', 44],
  ['customer', 42],
  ['partner', 8],
  ['supplier', 4],
  ['competitor', 2],
] as const;
const STAGES_OF_CUSTOMERS = [
  ['closed', 4],
  ['existing', 5],
  ['loyal', 3],
  ['atRisk', 2],
  ['defected', 1],
] as const;
/** Companies that belong to one above them, by position. */
const SUBSIDIARY_EVERY = 17;

/** Accounts, half of them Chinese and half Western, that came in over the year. */
export function* accountRows(kit: SampleKit): Iterable<SampleRow> {
  const companies = [
    ...westernCompanies.map((company) => ({ company, isChinese: false })),
    ...chineseCompanies.map((company) => ({ company, isChinese: true })),
  ];
  const mixed = kit.random.shuffled(companies);
  for (const [index, { company, isChinese }] of mixed.entries()) {
    const parent = mixed
      .slice(0, index)
      .findLast((one) => one.isChinese === isChinese && one.company.industry === company.industry);
    yield accountRow(
      kit,
      company,
      isChinese,
      index % SUBSIDIARY_EVERY === 0 ? parent?.company.slug : undefined,
    );
  }
}

function accountRow(
  kit: SampleKit,
  { name, slug, industry }: CompanyName,
  isChinese: boolean,
  parent: string | undefined,
): SampleRow {
  const { random } = kit;
  const place = pickPlace(random, isChinese);
  const accountType = random.weighted(TYPES);
  const employees = Math.max(4, Math.round(random.logNormal(140, 1.2)));
  const address = addressOf(random, place);
  return {
    entity: ACCOUNT,
    key: slug,
    // Most were there when the year began.
    at: kit.moment(-Math.round(20 + 345 * Math.sqrt(random.next()))),
    values: {
      name,
      legalName: legalName(name, place.countryCode, place.city),
      kind: 'company',
      accountType,
      industry,
      lifecycleStage:
        accountType === 'customer' ? random.weighted(STAGES_OF_CUSTOMERS) : 'potential',
      location: place.city,
      employees,
      annualRevenue: kit.money(employees * random.logNormal(isChinese ? 90_000 : 160_000, 0.4)),
      foundedYear: random.integer(1968, 2021),
      website: `https://www.${slug}.example.com`,
      phone: phoneOf(random, place),
      billingAddress: address,
      ...(random.chance(0.4) ? { shippingAddress: address } : {}),
      ...(parent === undefined ? {} : { parent: kit.ref(ACCOUNT, parent) }),
      owner: ownerOf(kit),
    },
  };
}

/** The first owner has the most: whoever tries this out shall find work of their own. */
function ownerOf({ random, owners }: SampleKit): string {
  return random.weighted(owners.map((owner, index) => [owner, index === 0 ? 3 : 2] as const));
}

function legalName(name: string, countryCode: string, city: string): string {
  switch (countryCode) {
    case 'CN':
      return `${city}${name}有限公司`;
    case 'DE':
      return `${name} GmbH`;
    case 'GB':
    case 'IE':
      return `${name} Ltd`;
    case 'FR':
      return `${name} SAS`;
    case 'AU':
      return `${name} Pty Ltd`;
    default:
      return `${name} Inc.`;
  }
}
