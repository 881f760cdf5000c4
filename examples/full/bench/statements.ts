/** What the search of the bench asks for: one account in two hundred has each of these words. */
const RARE = ['Harbor', 'Tern', 'Atlas', 'Bench'];
const STEMS =
  'Acme Alder Aurora Beacon Birch Cedar Cobalt Comet Coral Delta Ember Falcon Fjord Garnet Granite Heron Indigo Ivory Jade Juniper Kestrel Lumen Maple Meridian Nimbus Northwind Onyx Orchid Osprey Pioneer Quartz Raven Ridge Saffron Summit Tundra Umber Vela Willow Zenith'.split(
    ' ',
  );
const TRADES =
  'Logistics Systems Foods Textiles Energy Partners Instruments Trading Robotics Health'.split(' ');
const GIVEN =
  'Ada Amara Ana Bao Carlos Chen Dara Elif Emma Farid Grace Hana Hugo Ines Ivan Jun Kofi Lena Liam Lin Maya Mei Nadia Noah Olga Omar Priya Rosa Sven Tomás Uma Viktor Wen Yara Zoe'.split(
    ' ',
  );
const FAMILY =
  'Abe Adeyemi Ali Andersson Bauer Costa Diaz Eriksen Fischer Garcia Gupta Haddad Horvat Ibrahim Jansen Kim Kowalski Lee Lopez Martin Mensah Meyer Moreau Nguyen Novak Okafor Oliveira Park Petrov Rossi Sato Schmidt Silva Singh Suzuki Tanaka Wang Weber Yilmaz Zhang'.split(
    ' ',
  );
const TITLES = [
  'Engineer',
  'Buyer',
  'Head of Purchasing',
  'Director',
  'Accountant',
  'Plant Manager',
  'Consultant',
  'Assistant',
];
const PLACES = [
  'Germany',
  'United States',
  'China',
  'Brazil',
  'Kenya',
  'Japan',
  'Norway',
  'India',
  'Poland',
  'Mexico',
];
const INDUSTRIES = [
  'technology',
  'software',
  'manufacturing',
  'retail',
  'finance',
  'medical',
  'education',
];

/** Three years in the order of the series: the id of a record holds the time at which it was made. */
export function momentOf(count: string): string {
  return `date_trunc('milliseconds', now() - interval '3 years' * (1 - i::float8 / ${count}))`;
}
const ACCOUNTS = '(select count(*)::int as accounts from customer.account) n';
/** A key that holds the time `at`. */
export const ID = 'uuidv7(at - clock_timestamp())';

/** Forty users in ten teams, who own the records. */
export function owners(): string {
  return `
    insert into tessera.team (id, name) select uuidv7(), 'Team ' || i from generate_series(1, 10) i;
    insert into tessera."user" (id, name, status, team_id)
      select uuidv7(), 'Seller ' || i, 'noSignIn', (array(select id from tessera.team where name like 'Team %'))[1 + i % 10]
      from generate_series(1, 40) i`;
}

/** `$1` accounts in the currency `$2`. */
export function accounts(): string {
  return `
    with seller as (select array_agg(id) as ids, array_agg(team_id) as teams from tessera."user" where name like 'Seller %')
    insert into customer.account (id, created_at, updated_at, source, owner_id, team_id, name, kind, industry, lifecycle_stage, location,
      employees, founded_year, website, phone, annual_revenue_base, annual_revenue_amount, annual_revenue_currency, annual_revenue_rate,
      annual_revenue_rate_date)
    select ${ID}, at, at, 'import', seller.ids[who], seller.teams[who],
      case when i % 50 = 0 then ${oneOf(RARE, 'i / 50')} else ${oneOf(STEMS, 'r1')} end || ' ' || i || ' ' || ${oneOf(TRADES, 'r2')},
      'company', ${oneOf(INDUSTRIES, 'r3')}, ${oneOf(['potential', 'potential', 'existing', 'loyal'], 'r4')}, ${oneOf(PLACES, 'r5')},
      10 + r6 % 5000, 1950 + r6 % 70, 'https://www.company-' || i || '.example', '+49 30 ' || (1000000 + i), money, money, $2, 1, at::date
    from (select i, ${momentOf('$1')} as at, 1 + i % 40 as who, ${dice(6)}, (10000 + random() * 1e7)::numeric(20, 2) as money
          from generate_series(1, $1::int) i) x, seller`;
}

/** `$1` contacts of the accounts; every second has an address for mail. */
export function contacts(): string {
  return `
    with account as (select row_number() over () as whose, id, owner_id, team_id from customer.account)
    insert into customer.contact (id, created_at, updated_at, source, owner_id, team_id, family_name, given_name, full_name, account_id,
      job_title, email, preferred_language)
    select ${ID}, at, at, 'import', owner_id, team_id, family, given, given || ' ' || family, account.id,
      ${oneOf(TITLES, 'r3')}, case when i % 2 = 0 then lower(given || '.' || family) || i || '@company.example' end, 'en'
    from (select i, at, 1 + r4 % accounts as whose, r3, ${oneOf(GIVEN, 'r1')} as given, ${oneOf(FAMILY, 'r2')} as family
          from (select i, ${momentOf('$1')} as at, ${dice(4)} from generate_series(1, $1::int) i) y, ${ACCOUNTS}) x
    join account using (whose) order by x.at`;
}

/** `$1` opportunities of the accounts in the currency `$2`, through the stages of the standard pipeline. */
export function opportunities(): string {
  return `
    with account as (select row_number() over () as whose, id, name, owner_id, team_id from customer.account)
    insert into sales.opportunity (id, created_at, updated_at, source, owner_id, team_id, name, number, account_id, pipeline_id, stage_id,
      stage_entered_at, probability, forecast_category, engage_date, close_date, closed_at, amount_base, amount_amount, amount_currency,
      amount_rate, amount_rate_date)
    select ${ID}, at, at, 'import', owner_id, team_id, account.name || ' – ' || ${oneOf(['Renewal', 'First order', 'Expansion', 'Service'], 'r2')},
      'OPP-' || lpad(i::text, greatest(6, length(i::text)), '0'), account.id, s.pipeline_id, s.id, at, s.probability, s.forecast_category, at::date,
      at::date + 60, case when s.kind <> 'open' then at + interval '60 days' end, money, money, $2, 1, at::date
    from (select i, at, 1 + r1 % accounts as whose, r2, money,
            case when i % 20 < 9 then 'won' when i % 20 < 15 then 'lost'
              else (array['prospecting', 'engaging', 'proposal', 'negotiation'])[1 + r3 % 4] end as key
          from (select i, ${momentOf('$1')} as at, ${dice(3)}, (500 + random() * 1e5)::numeric(20, 2) as money
                from generate_series(1, $1::int) i) y, ${ACCOUNTS}) x
    join account using (whose) join sales.stage s using (key) order by x.at`;
}

/** The next opportunity gets the number after `$1`. */
export function numbers(): string {
  return `insert into tessera.sequence (name, value) values ('sales.opportunity.number', $1)`;
}

export function dice(count: number): string {
  return Array.from({ length: count }, (_, index) => `(random() * 1e9)::int as r${index + 1}`).join(
    ', ',
  );
}

export function oneOf(words: readonly string[], number: string): string {
  return `(array[${words.map((word) => `'${word}'`).join(', ')}])[1 + (${number}) % ${words.length}]`;
}
