import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeActors, type Actor } from './route-guard-actors.ts';
import { askRoute, sameBytes } from './route-guard-request.ts';
import {
  allRoutes,
  isSafe,
  MADE_UP,
  place,
  undescribed,
  type GuardedRoute,
} from './route-guard-routes.ts';
import { makeGuardWorld, type GuardWorld } from './route-guard-world.ts';

let world: GuardWorld;
let routes: readonly GuardedRoute[];
let actors: readonly Actor[];
beforeAll(async () => {
  world = await makeGuardWorld();
  routes = allRoutes(world);
  actors = await makeActors(world);
  await world.host.settle();
});
afterAll(() => world?.close());

/** Requests that were sent, and why others were not. */
interface Count {
  asked: number;
  readonly left: Record<string, number>;
}

test('every route of the apps is described, or on the list with its reason', () => {
  expect(undescribed(world)).toEqual([]);
  const names = routes.map(({ method, path }) => `${method} ${path}`);
  expect(new Set(names).size, 'each once').toBe(names.length);
});

test(
  'nobody gets in who may not, and no refused write writes anything',
  { timeout: 600_000 },
  async () => {
    const wrong: string[] = [];
    const counts: Record<string, Count> = {};
    for (const actor of actors) {
      const before = await settledDigest();
      const count: Count = { asked: 0, left: {} };
      counts[actor.name] = count;
      for (const route of routes) {
        const expected = actor.expected(route);
        if (typeof expected === 'string') {
          count.left[expected] = (count.left[expected] ?? 0) + 1;
          continue;
        }
        count.asked += 1;
        const { status, text } = await askRoute(world, actor.headers, route, place(world, route));
        const what = `${actor.name}: ${route.method} ${route.path}`;
        if (!expected.includes(status)) wrong.push(`${what} → ${status} ${brief(text)}`);
        if (isSafe(route)) continue;
        const written = await world.watch.taken();
        if (written.length > 0) wrong.push(`${what} wrote ${written.join(' · ')}`);
      }
      const after = await world.watch.digest();
      for (const table of new Set([...Object.keys(before), ...Object.keys(after)]))
        if (before[table] !== after[table]) wrong.push(`${actor.name}: ${table} is not as before`);
    }
    expect(wrong).toEqual([]);
    const total = Object.values(counts).reduce((sum, { asked }) => sum + asked, 0);
    console.info(`${routes.length} routes × ${actors.length} actors: ${total} requests`, counts);
    expect(total).toBeGreaterThan(2500);
  },
);

/** The other's record is like one that is not there, by every route that names one. */
test('another user’s record is answered like a made-up one', async () => {
  const headers = await strangerHeaders();
  const before = await settledDigest();
  const wrong: string[] = [];
  let pairs = 0;
  for (const route of routes.filter(({ path }) => path.includes('{'))) {
    if (route.permission === 'public') continue;
    const paths = [place(world, route), place(world, route, false)] as const;
    if (paths[0] === paths[1]) continue;
    pairs += 1;
    const [real, made] = [
      await askRoute(world, headers, route, paths[0]),
      await askRoute(world, headers, route, paths[1]),
    ];
    const what = `${route.method} ${route.path}`;
    if (!sameBytes(real, made, paths))
      wrong.push(
        `${what}: ${real.status} ${brief(real.text)} ≠ ${made.status} ${brief(made.text)}`,
      );
    const isHeld = /^(?:records|signedIn|loyalty\.entry\.\w+)$/.test(route.permission);
    const allowed = isHeld ? [404] : [403];
    if (!allowed.includes(real.status)) wrong.push(`${what} → ${real.status} ${brief(real.text)}`);
    const written = await world.watch.taken();
    if (written.length > 0) wrong.push(`${what} wrote ${written.join(' · ')}`);
  }
  expect(wrong).toEqual([]);
  expect(await world.watch.digest()).toEqual(before);
  console.info(`${pairs} routes with another’s record beside a made-up one`);
  expect(pairs).toBeGreaterThan(150);
});

test('a reference or an id in a body tells nothing of another’s record', async () => {
  const headers = await strangerHeaders();
  const wrong: string[] = [];
  let pairs = 0;
  for (const model of world.host.kernel.assembly.models.values()) {
    const path = `/api/${model.plugin}/${model.options.path}`;
    const create = routes.find(({ method, path: one }) => method === 'POST' && one === path);
    if (!create) throw new Error(`There is no route to create ${model.id}.`);
    const real = world.records.get(model.id) ?? '';
    const bodies: [string, (id: string) => unknown][] = [
      [`${path}/bulk`, (id) => ({ delete: [id] })],
      [`${path}/bulk`, (id) => ({ restore: [id] })],
      [`${path}/bulk`, (id) => ({ update: [{ id, ifVersion: 1 }] })],
      [`${path}/bulk`, (id) => ({ update: [{ id, ifVersion: 9 }], atomic: 'each' })],
      ['/api/bulk-runs', (id) => ({ entity: model.id, action: 'delete', ids: [id] })],
      [
        '/api/bulk-runs',
        (id) => ({ entity: model.id, action: 'delete', filter: { id }, expected: 0 }),
      ],
    ];
    for (const [to, body] of bodies) await compare(to, real, body);
    for (const field of model.fields.values()) {
      if (!['ref', 'anyRef', 'refs'].includes(field.type) || field.system || field.readOnly)
        continue;
      const target = field.target ?? 'customer.account';
      const valueOf = (id: string): unknown =>
        field.type === 'anyRef' ? { entity: target, id } : field.type === 'refs' ? [id] : id;
      await compare(path, world.records.get(target) ?? '', (id) => ({
        ...(create.body as object),
        [field.name]: valueOf(id),
      }));
    }
  }
  expect(wrong).toEqual([]);
  expect(pairs).toBeGreaterThan(90);

  async function compare(path: string, id: string, body: (id: string) => unknown): Promise<void> {
    const route = { method: 'POST', path, permission: '', entity: undefined, type: undefined };
    const ask = (one: string) => askRoute(world, headers, { ...route, body: body(one) }, path);
    const [real, made] = [await ask(id), await ask(MADE_UP)];
    pairs += 1;
    if (!sameBytes(real, made, [id, MADE_UP]))
      wrong.push(
        `POST ${path} ${JSON.stringify(body('…'))}: ${brief(real.text)} ≠ ${brief(made.text)}`,
      );
    if (real.status < 400 && path !== '/api/bulk-runs' && !real.text.includes('failed'))
      wrong.push(`POST ${path} ${JSON.stringify(body('…'))} → ${real.status} ${brief(real.text)}`);
  }
});

test('what is refused here is done for whoever may', async () => {
  const wrong: string[] = [];
  const { records } = world;
  for (const route of routes.filter(({ method }) => method !== 'DELETE')) {
    if (route.permission !== 'records') continue;
    if (UNWRITTEN[route.entity ?? ''] && !isSafe(route)) continue;
    const authorization = (await world.admin.authorization()) ?? '';
    // What others still use is not deleted, so a bulk that changes nothing stands for it.
    const body = route.path.endsWith('/bulk')
      ? { update: [{ id: records.get(route.entity ?? '') }] }
      : route.body;
    const asked = place(world, route);
    const { status, text } = await askRoute(world, { authorization }, { ...route, body }, asked);
    if (status >= 400) wrong.push(`${route.method} ${route.path} → ${status} ${brief(text)}`);
  }
  expect(wrong).toEqual([]);
});

/** Written by services and routes of their own alone. */
const UNWRITTEN: Readonly<Record<string, string>> = {
  'loyalty.entry': 'a ledger: entries are made by services, and never changed',
  'tessera.attachment': 'made with a file by a route of its own',
};

let stranger: Record<string, string> | undefined;

/** May do everything with what is his, and has nothing. */
async function strangerHeaders(): Promise<Record<string, string>> {
  if (stranger) return stranger;
  const { host, admin } = world;
  const own = { create: 'own', read: 'own', update: 'own', delete: 'own', export: 'own' };
  const nothing = { filter: { createdAt: { lt: '1990-01-01T00:00:00.000Z' } } };
  const grants = [...host.kernel.assembly.models.values()].map((model) => {
    const isOwned = model.owned || model.options.shareVia !== undefined;
    const actions = isOwned
      ? own
      : { create: 'all', read: nothing, update: nothing, delete: nothing, export: nothing };
    return { entity: model.id, actions };
  });
  const made = await admin.post('/api/tessera/roles', {
    key: 'guard-stranger',
    name: 'Stranger',
    grants,
    permissions: ['loyalty.entry.adjust', 'loyalty.entry.reverse'],
  });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  const id = await host.user({ name: 'Stranger', roles: ['guard-stranger'] });
  stranger = { authorization: (await host.as(id).authorization()) ?? '' };
  await settledDigest();
  return stranger;
}

/** The digest when nothing is on its way any more. */
async function settledDigest(): Promise<Readonly<Record<string, string>>> {
  await world.host.settle();
  await world.watch.taken();
  return world.watch.digest();
}

/** The code of a problem, and what it says first. */
function brief(text: string): string {
  const { code, detail, errors } = /^\{.*"code":/s.test(text) ? JSON.parse(text) : {};
  return code ? `${code} ${detail} ${JSON.stringify(errors).slice(0, 200)}` : text.slice(0, 200);
}
