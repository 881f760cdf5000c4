import type { TestHost } from '@tessera/host/testing';

/** What `loyalty` keeps, by names instead of ids, so that two workspaces can be compared. */
export type LoyaltyRows = Readonly<Record<string, readonly object[]>>;

const QUERIES = {
  entries: `select a.name as account, e.reason, e.points, e.kind, e.version, e.occurred_at, e.expires_at,
      e.deleted_at is null as live, u.name as by, against.reason as against
    from loyalty.entry e left join customer.account a on a.id = e.account_id left join tessera."user" u on u.id = e.by_id
    left join loyalty.entry against on against.id = e.against_id order by a.name, e.id`,
  tiers: `select t.key, t.name, t.minimum_points, t.perks, t.version, u.name as responsible
    from loyalty.tier t left join tessera."user" u on u.id = t.responsible_id order by t.key`,
  accounts: `select a.name, a.version, a.deleted_at is null as live, t.key as tier, a.loyalty_points::text as points,
      a.loyalty_review_at as review, u.name as owner
    from customer.account a left join loyalty.tier t on t.id = a.loyalty_tier_id left join tessera."user" u on u.id = a.owner_id
    order by a.name`,
  batches: `select a.name, count(distinct b.batch)::int as batches from customer.account a
    cross join lateral (select a.delete_batch as batch union select e.delete_batch from loyalty.entry e where e.account_id = a.id) b
    group by a.name order by a.name`,
  audit: `select entity, action, array(select jsonb_object_keys(changes) order by 1) as changes, count(*)::int
    from tessera.audit where entity like 'loyalty.%' or entity = 'customer.account' group by 1, 2, 3 order by 1, 2, 3`,
  events: `select name, payload -> 'changed' as changed, count(*)::int
    from tessera.event where entity like 'loyalty.%' or entity = 'customer.account' group by 1, 2 order by 1, 2`,
  search: `select entity, content from tessera.search where entity like 'loyalty.%' or entity = 'customer.account' order by 1, 2`,
};

/** Reads them from the tables, whether the plugin is on or off. */
export async function loyaltyRows({ kernel }: TestHost): Promise<LoyaltyRows> {
  const rows: Record<string, readonly object[]> = {};
  for (const [name, query] of Object.entries(QUERIES))
    rows[name] = await kernel.database.query(query);
  return rows;
}
