import { dice, ID, momentOf, oneOf } from './statements.ts';

const TOPICS =
  'the renewal|delivery dates|the price list|an open invoice|the first order|a site visit|the framework contract|spare parts|a trial|the annual plan|payment terms|a complaint'.split(
    '|',
  );
const DEEDS = [
  'Talked about',
  'Wrote about',
  'Asked about',
  'Agreed on',
  'Sent papers for',
  'Prepared',
];
const TYPES = ['call', 'mail', 'mail', 'note', 'meeting', 'task'];

/**
 * The activities `$2` to `$3` of `$1`, each with a contact: six in ten regard its account, three the contact and one an
 * opportunity. Every thirtieth is a task that is still to be done.
 */
export function activities(): string {
  return `
    with contact as (select row_number() over () as whose, id, account_id, owner_id, team_id from customer.contact),
      deal as (select row_number() over () as which, id as deal_id from sales.opportunity)
    insert into customer.activity (id, created_at, updated_at, source, owner_id, team_id, subject, type, status, direction,
      regarding_entity, regarding_id, contact_id, occurred_at, due_date, priority, counts_as_touch)
    select ${ID}, at, at, 'import', owner_id, team_id, ${oneOf(DEEDS, 'r2')} || ' ' || ${oneOf(TOPICS, 'r3')},
      case when planned then 'task' else ${oneOf(TYPES, 'r4')} end, case when planned then 'planned' else 'done' end,
      ${oneOf(['inbound', 'outbound'], 'r2')},
      case when kind < 6 then 'customer.account' when kind < 9 then 'customer.contact' else 'sales.opportunity' end,
      case when kind < 6 then account_id when kind < 9 then contact.id else deal_id end,
      contact.id, at, case when planned then (at + interval '30 days')::date end, ${oneOf(['high', 'normal', 'normal', 'low'], 'r3')}, true
    from (select i, at, 1 + r1 % contacts as whose, 1 + r5 % deals as which, r2, r3, r4,
            r4 % 10 as kind, i % 30 = 0 as planned
          from (select i, ${momentOf('$1')} as at, ${dice(5)} from generate_series($2::int, $3::int) i) y,
            (select count(*) as contacts from customer.contact) c, (select count(*) as deals from sales.opportunity) d) x
    join contact using (whose) join deal using (which)`;
}
