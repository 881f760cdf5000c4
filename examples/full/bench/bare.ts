import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import pg from 'pg';
import { v7 as uuid } from 'uuid';

/**
 * The limit: Hono and `pg`, one prepared statement a request, no sign-in, no permission, no validation, no audit, no event. It answers
 * the fields that the API answers.
 */
const pool = new pg.Pool({ ...(JSON.parse(process.argv[2] ?? '{}') as pg.PoolConfig), max: 10 });
const app = new Hono();

const SYSTEM = `id, version, created_at as "createdAt", created_by as "createdBy", updated_at as "updatedAt", updated_by as "updatedBy",
  deleted_at as "deletedAt", source, owner_id as owner, team_id as team`;
const ACCOUNT = `${SYSTEM}, name, legal_name as "legalName", kind, account_type as "accountType", industry,
  lifecycle_stage as "lifecycleStage", parent_id as parent, location, annual_revenue_amount as amount,
  annual_revenue_currency as currency, annual_revenue_base as base, employees, founded_year as "foundedYear", website, phone,
  tax_id as "taxId", billing_address as "billingAddress", shipping_address as "shippingAddress", description`;
const CONTACT = `${SYSTEM}, full_name as "fullName", family_name as "familyName", given_name as "givenName", salutation,
  account_id as account, job_title as "jobTitle", department, email, phone, reports_to_id as "reportsTo",
  preferred_channel as "preferredChannel", preferred_language as "preferredLanguage", description`;
const OPPORTUNITY = `o.id, o.version, o.name, o.number, o.stage_id as stage, o.amount_amount as amount, o.amount_currency as currency,
  o.amount_base as base, o.probability, o.close_date as "closeDate", o.owner_id as owner, o.updated_at as "updatedAt",
  a.id as account_id, a.name as account_name, a.industry as account_industry`;
const JOINED = 'left join customer.account a on a.id = o.account_id and a.deleted_at is null';

app.get('/get/:id', async (c) => {
  const { rows } = await pool.query({
    name: 'get',
    text: `select ${ACCOUNT} from customer.account where id = $1 and deleted_at is null`,
    values: [c.req.param('id')],
  });
  return rows[0] ? c.json(rows[0]) : c.notFound();
});
app.get('/list', async (c) => {
  const { rows } = await pool.query({
    name: 'list',
    text: `select ${OPPORTUNITY} from sales.opportunity o ${JOINED}
           where o.deleted_at is null order by o.created_at desc, o.id desc limit 50`,
  });
  return c.json(rows);
});
// By a name of its own: one plan for the first rows and the hundred thousandth is good for neither.
app.get('/lists', async (c) => {
  const { rows } = await pool.query({
    name: 'lists',
    text: `select ${OPPORTUNITY} from sales.opportunity o ${JOINED}
           where o.deleted_at is null order by o.created_at desc, o.id desc limit 50 offset $1`,
    values: [c.req.query('offset')],
  });
  return c.json(rows);
});
app.get('/deep', async (c) => {
  const { rows } = await pool.query({
    name: 'deep',
    text: `select ${OPPORTUNITY} from sales.opportunity o ${JOINED}
           where o.deleted_at is null order by o.created_at desc, o.id desc limit 50 offset $1`,
    values: [c.req.query('offset')],
  });
  return c.json(rows);
});
app.get('/keyset', async (c) => {
  const { rows } = await pool.query({
    name: 'keyset',
    text: `select ${CONTACT} from customer.contact where deleted_at is null and (created_at, id) < ($1, $2)
           order by created_at desc, id desc limit 50`,
    values: [c.req.query('at'), c.req.query('id')],
  });
  return c.json(rows);
});
app.get('/search', async (c) => {
  const { rows } = await pool.query({
    name: 'search',
    text: `select ${ACCOUNT} from tessera.search s join customer.account a on a.id = s.record_id
           where s.entity = 'customer.account' and s.grams @> $1 and s.content ->> 'main' like $2 and a.deleted_at is null
           order by a.created_at desc, a.id desc limit 50`,
    values: [c.req.queries('gram') ?? [], `%${c.req.query('q')}%`],
  });
  return c.json(rows);
});
app.post('/aggregate', async (c) => {
  const { rows } = await pool.query({
    name: 'aggregate',
    text: `select s.id, s.key, s.name, s.kind, count(*)::int as n, sum(o.amount_base) as value
           from sales.opportunity o join sales.stage s on s.id = o.stage_id
           where o.deleted_at is null group by s.id, s.key, s.name, s.kind`,
  });
  return c.json(rows);
});
app.patch('/update/:id', async (c) => {
  const body = await c.req.json<{ employees: number }>();
  const { rows } = await pool.query({
    name: 'update',
    text: `update customer.account set employees = $2, version = version + 1, updated_at = now()
           where id = $1 returning ${ACCOUNT}`,
    values: [c.req.param('id'), body.employees],
  });
  return c.json(rows[0]);
});
const INSERT =
  'insert into customer.contact (id, family_name, given_name, full_name, job_title, account_id, created_at, updated_at, version, source)';
app.post('/create', async (c) => {
  const body = await c.req.json<Record<string, string>>();
  const { rows } = await pool.query({
    name: 'create',
    text: `${INSERT} values ($1, $2, $3, $4, $5, $6, now(), now(), 1, 'api') returning ${CONTACT}`,
    values: [
      uuid(),
      body['familyName'],
      body['givenName'],
      `${body['givenName']} ${body['familyName']}`,
      body['jobTitle'],
      body['account'],
    ],
  });
  return c.json(rows[0], 201);
});
app.post('/bulk', async (c) => {
  const body = await c.req.json<{ create: Record<string, string>[] }>();
  const { rows } = await pool.query({
    name: 'bulk',
    text: `${INSERT} select id, "familyName", "givenName", "givenName" || ' ' || "familyName", "jobTitle", account, now(), now(), 1, 'api'
           from json_to_recordset($1) as x (id uuid, "familyName" text, "givenName" text, "jobTitle" text, account uuid)
           returning id, version`,
    values: [JSON.stringify(body.create.map((one) => ({ ...one, id: uuid() })))],
  });
  return c.json(rows, 201);
});

const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, (address) => {
  process.send?.({ url: `http://127.0.0.1:${address.port}` });
});
process.on('disconnect', () => {
  server.close();
  process.exit(0);
});
