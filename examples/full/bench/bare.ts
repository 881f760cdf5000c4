import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import pg from 'pg';
import { v7 as uuid } from 'uuid';

/** The limit: Hono and `pg`, one prepared statement a request, no sign-in, no permission, no validation, no audit, no event. */
const pool = new pg.Pool({ ...(JSON.parse(process.argv[2] ?? '{}') as pg.PoolConfig), max: 10 });
const app = new Hono();

const ACCOUNT = `a.id, a.name, a.industry, a.location, a.lifecycle_stage, a.employees, a.website, a.phone,
  a.annual_revenue_amount, a.annual_revenue_currency, a.owner_id, a.created_at, a.updated_at, a.version`;

app.get('/get/:id', async (c) => {
  const { rows } = await pool.query({
    name: 'get',
    text: `select ${ACCOUNT} from customer.account a where a.id = $1 and a.deleted_at is null`,
    values: [c.req.param('id')],
  });
  return rows[0] ? c.json(rows[0]) : c.notFound();
});
app.get('/list', async (c) => {
  const { rows } = await pool.query({
    name: 'list',
    text: `select o.id, o.name, o.number, o.stage_id, o.amount_amount, o.amount_currency, o.probability, o.close_date,
             o.owner_id, o.updated_at, o.version, a.id as account_id, a.name as account_name, a.industry as account_industry
           from sales.opportunity o left join customer.account a on a.id = o.account_id and a.deleted_at is null
           where o.deleted_at is null order by o.created_at desc, o.id desc limit 50`,
  });
  return c.json(rows);
});
app.get('/keyset', async (c) => {
  const { rows } = await pool.query({
    name: 'keyset',
    text: `select c.id, c.full_name, c.email, c.phone, c.job_title, c.account_id, c.owner_id, c.updated_at, c.version
           from customer.contact c where c.deleted_at is null and (c.created_at, c.id) < ($1, $2)
           order by c.created_at desc, c.id desc limit 50`,
    values: [c.req.query('at'), c.req.query('id')],
  });
  return c.json(rows);
});
app.get('/search', async (c) => {
  const { rows } = await pool.query({
    name: 'search',
    text: `select ${ACCOUNT} from tessera.search s join customer.account a on a.id = s.record_id
           where s.entity = 'customer.account' and s.grams @> $1 and s.content like $2 and a.deleted_at is null
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
    text: `update customer.account a set employees = $2, version = version + 1, updated_at = now()
           where a.id = $1 returning ${ACCOUNT}`,
    values: [c.req.param('id'), body.employees],
  });
  return c.json(rows[0]);
});
const INSERT = `insert into customer.contact (id, family_name, given_name, full_name, job_title, account_id, created_at, updated_at, version, source)`;
app.post('/create', async (c) => {
  const body = await c.req.json<Record<string, string>>();
  const { rows } = await pool.query({
    name: 'create',
    text: `${INSERT} values ($1, $2, $3, $4, $5, $6, now(), now(), 1, 'api') returning *`,
    values: [
      uuid(),
      body['familyName'],
      body['givenName'],
      body['familyName'],
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
    text: `${INSERT} select id, "familyName", "givenName", "familyName", "jobTitle", account, now(), now(), 1, 'api'
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
