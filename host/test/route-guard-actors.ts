import { expect } from 'vitest';
import { GUARD_ENVIRONMENT, type GuardWorld } from './route-guard-world.ts';
import { isSafe, plain, type GuardedRoute } from './route-guard-routes.ts';

/** Somebody whom routes are to refuse. */
export interface Actor {
  readonly name: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Statuses that a route may answer with; a text says why it is not asked. */
  expected(route: GuardedRoute): readonly number[] | string;
}

/** What everybody may do for himself, with the statuses that its request here gets. */
const OWN: Readonly<Record<string, readonly number[]>> = {
  'GET /api/plugins': [200],
  'GET /api/meta': [200],
  'GET /api/openapi.json': [200],
  'GET /api/search': [200],
  'GET /api/search/groups': [200],
  'GET /api/views': [200],
  'GET /api/live': [200],
  'GET /api/bulk-runs': [200],
  'GET /api/auth/me': [200],
  'GET /api/auth/sessions': [200],
  'GET /api/auth/tokens': [200],
  'GET /api/auth/second-factor': [200],
  'GET /api/access/explain': [400],
  'PATCH /api/auth/profile': [],
  'POST /api/auth/password': [],
  'POST /api/auth/tokens': [],
  'POST /api/auth/second-factor': [],
  'POST /api/auth/second-factor/begin': [],
  'POST /api/auth/second-factor/recovery-codes': [],
  'DELETE /api/auth/second-factor': [],
  'DELETE /api/access/view-as': [],
};
const REFUSED = [403, 404];
/** Who may read nothing of an entity that stands in the body is told that there is none. */
const UNKNOWN: Readonly<Record<string, readonly number[]>> = {
  'POST /api/views': [400, 403],
  'POST /api/bulk-runs': [400, 403],
};
const READS_BY_POST = /\/(?:query|aggregate|export)$/;

const nameOf = ({ method, path }: GuardedRoute): string => `${method} ${plain(path)}`;

function isOwn(route: GuardedRoute): boolean {
  return nameOf(route) in OWN;
}

/** Refused everywhere, but for what is everybody's own. */
function outsider(route: GuardedRoute): readonly number[] | string {
  if (route.permission === 'public') return 'for everybody';
  const own = OWN[nameOf(route)];
  if (own) return own.length > 0 ? own : 'changes nothing but one’s own';
  const isNamed = !['records', 'signedIn'].includes(route.permission);
  return isNamed ? [403] : (UNKNOWN[nameOf(route)] ?? REFUSED);
}

function anonymous(route: GuardedRoute): readonly number[] | string {
  return route.permission === 'public' ? 'for everybody' : [401];
}

/** Reads all that there is: everything else is refused. */
function reader(route: GuardedRoute): readonly number[] | string {
  const isNamed = !['records', 'signedIn', 'public'].includes(route.permission);
  if (isNamed) return [403];
  if (isSafe(route) || READS_BY_POST.test(route.path)) return 'he may read';
  if (isUnshareable(route)) return [422];
  if (route.permission === 'signedIn' && !isOwn(route) && plain(route.path).includes('{}'))
    return REFUSED;
  return route.permission === 'records' ? REFUSED : 'changes nothing but one’s own';
}

/** Says of an entity that nobody shares it, and nothing of a record. */
function isUnshareable({ method, path, entity }: GuardedRoute): boolean {
  return method === 'POST' && path.endsWith('/shares') && !SHAREABLE.test(entity ?? '');
}
const SHAREABLE = /^(?:customer\.\w+|sales\.opportunity|loyalty\.entry)$/;

/** Looks through another's eyes, who may do everything himself. */
function viewer(route: GuardedRoute): readonly number[] | string {
  if (isSafe(route)) return 'reading goes on';
  if (/\/(?:query|aggregate)$/.test(route.path)) return 'reading goes on';
  const isWayOut = ['DELETE /api/access/view-as', 'POST /api/auth/logout'].includes(nameOf(route));
  return isWayOut ? 'the way out' : [403];
}

/** Comes from outside: nothing of the host but what is his own. */
function portal(route: GuardedRoute): readonly number[] | string {
  const path = plain(route.path);
  if (path.startsWith('/api/auth/') && route.permission === 'signedIn') {
    if (!isOwn(route)) return REFUSED;
    return isSafe(route) ? [200, 403] : 'changes nothing but one’s own';
  }
  return route.permission === 'public' ? 'for everybody' : REFUSED;
}

/** A token whose scopes name one entity to read. */
function scoped(route: GuardedRoute): readonly number[] | string {
  const isNamed = route.path.startsWith('/api/sales/pipelines');
  if (isNamed && (isSafe(route) || /\/(?:query|aggregate)$/.test(route.path))) {
    if (!/\/(?:export|attachments)/.test(route.path)) return 'its scopes name it';
  }
  if (isNamed && isSafe(route)) return [200, 403, 404];
  if (isNamed && isUnshareable(route)) return [422];
  return outsider(route);
}

/** Everybody whom routes refuse. The one who looks through other eyes has a session, all others a token. */
export async function makeActors(world: GuardWorld): Promise<readonly Actor[]> {
  const { host, admin } = world;
  const token = async (id: string) => ({
    authorization: (await host.as(id).authorization()) ?? '',
  });
  const suspended = await host.user({ name: 'Gone', roles: ['administrator'] });
  const gone = await token(suspended);
  expect((await admin.post(`/api/tessera/users/${suspended}/suspend`)).status).toBe(200);
  const made = await admin.post('/api/tessera/roles', {
    key: 'guard-nothing',
    name: 'Nothing',
    grants: [],
    permissions: [],
  });
  expect(made.status).toBe(201);
  const session = await signIn(world);
  return [
    { name: 'anonymous', headers: {}, expected: anonymous },
    { name: 'a suspended administrator', headers: gone, expected: anonymous },
    {
      name: 'a session that is none',
      headers: { cookie: `__Host-tessera_session=tss_${'a'.repeat(43)}`, origin: ORIGIN },
      expected: anonymous,
    },
    {
      name: 'a user without roles',
      headers: await token(await host.user({ name: 'Roleless' })),
      expected: outsider,
    },
    {
      name: 'a user whose role grants nothing',
      headers: await token(await host.user({ name: 'Nothing', roles: ['guard-nothing'] })),
      expected: grantless,
    },
    {
      name: 'one who only reads',
      headers: await token(await host.user({ name: 'Reader', roles: ['read-only'] })),
      expected: reader,
    },
    {
      name: 'a user of the portal',
      headers: await token(await host.user({ name: 'Guest', roles: ['portal-customer'] })),
      expected: portal,
    },
    { name: 'a token with other scopes', headers: await scopedToken(session), expected: scoped },
    { name: 'one who looks through other eyes', headers: await viewAs(session), expected: viewer },
  ];

  async function scopedToken(headers: Record<string, string>) {
    const answer = await host.as('anonymous').post(
      '/api/auth/tokens',
      {
        name: 'narrow',
        scopes: { records: [{ entity: 'sales.pipeline', actions: ['read'] }], permissions: [] },
      },
      { headers },
    );
    expect(answer.status, JSON.stringify(answer.body)).toBe(201);
    return { authorization: `Bearer ${answer.body.token}` };
  }

  async function viewAs(headers: Record<string, string>) {
    const other = await host.user({ name: 'Seen', roles: ['administrator'] });
    const seen = await host
      .as('anonymous')
      .post('/api/access/view-as', { user: other, reason: 'a test looks' }, { headers });
    expect(seen.status, JSON.stringify(seen.body)).toBe(204);
    return headers;
  }
}

/** Every role sees the names of colleagues, and what money is worth. */
function grantless(route: GuardedRoute): readonly number[] | string {
  const isCommon = ['tessera.user', 'tessera.team', 'tessera.currency', 'tessera.exchangeRate'];
  const isRead = isSafe(route) || READS_BY_POST.test(route.path);
  if (isRead && route.permission === 'records' && isCommon.includes(route.entity ?? ''))
    return 'every role sees names of colleagues';
  if (route.path.endsWith('/shares') && isCommon.includes(route.entity ?? ''))
    return isRead ? 'every role sees names of colleagues' : [422];
  return outsider(route);
}

const ORIGIN = 'https://crm.example.com';

/** A session of the first administrator. */
async function signIn({ host }: GuardWorld): Promise<Record<string, string>> {
  const answer = await host.as('anonymous').post(
    '/api/auth/login',
    {
      email: GUARD_ENVIRONMENT.TESSERA_ADMIN_EMAIL,
      password: GUARD_ENVIRONMENT.TESSERA_ADMIN_PASSWORD,
    },
    { headers: { origin: ORIGIN } },
  );
  expect(answer.status).toBe(200);
  return { cookie: answer.headers.get('set-cookie')?.split(';')[0] ?? '', origin: ORIGIN };
}
