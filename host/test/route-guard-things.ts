import type { TestClient, TestHost } from '../src/testing/index.ts';

interface Parts {
  readonly host: TestHost;
  readonly admin: TestClient;
  readonly records: Map<string, string>;
  /** Values by path and name of the parameter; those of bodies by `body <name>`. */
  readonly things: Map<string, string>;
  readonly ownerId: string;
  readonly pack: (toy: { id: string; version: string }) => Uint8Array;
}

/** Makes one of everything that a path may name and that is no record of an entity, owned by the owner where it is somebody's own. */
export async function realThings(parts: Parts): Promise<void> {
  const { admin, host, things, records, ownerId, pack } = parts;
  const owner = host.as(ownerId);
  const name = (path: string, parameter: string, value: string): void => {
    if (!value) throw new Error(`There is no ${parameter} of ${path}.`);
    things.set(`${path} ${parameter}`, value);
  };
  const post = async (who: TestClient, path: string, body: unknown, headers = {}): Promise<any> => {
    const made = await who.post(path, body, { headers });
    if (made.status >= 300) throw new Error(`${path}: ${JSON.stringify(made.body)}`);
    return made.body;
  };
  const account = records.get('customer.account') ?? '';

  // An entry of the ledger is written by a service alone.
  const adjusted = await post(admin, `/api/loyalty/accounts/${account}/adjust`, {
    points: 10,
    reason: 'guard',
  });
  records.set('loyalty.entry', adjusted.entry.id ?? adjusted.entry);

  for (const model of host.kernel.assembly.models.values()) {
    const path = `/api/${model.plugin}/${model.options.path}`;
    const one = `${path}/${records.get(model.id)}`;
    const share = await admin.post(`${one}/shares`, { user: ownerId, actions: ['read'] });
    if (share.status === 201) name(`${path}/{id}/shares/{share}`, 'share', share.body.id);
    const file = await admin.post(`${one}/attachments?name=guard.txt`, 'guarded', {
      headers: { 'content-type': 'text/plain' },
    });
    if (file.status !== 201) continue;
    name(`${path}/{id}/attachments/{attachment}`, 'attachment', file.body.id);
    things.set('/api/files/{id} id', file.body.file);
    records.set('tessera.attachment', file.body.id);
  }

  name('/api/plugins', 'id', 'loyalty');
  const packed = await post(
    admin,
    '/api/plugins/packages',
    pack({ id: 'gadget', version: '1.0.0' }),
    {
      'content-type': 'application/gzip',
    },
  );
  name('/api/plugins/packages', 'digest', packed.digest);

  const session = await owner.get('/api/auth/tokens');
  name('/api/auth/tokens', 'token', session.body[0].id);
  name('/api/tessera/users', 'token', session.body[0].id);
  const [row] = await host.kernel.database.query<{ id: string }>(
    `insert into tessera.session (id, token_hash, user_id, created_at, seen_at, expires_at)
     select gen_random_uuid(), decode(repeat('ab', 32), 'hex'), $1, now(), now(), now() + interval '9 years' returning id`,
    [ownerId],
  );
  name('/api/auth/sessions', 'session', row?.id ?? '');
  name('/api/tessera/users', 'session', row?.id ?? '');

  const view = await post(owner, '/api/views', { entity: 'customer.account', name: 'Guarded' });
  name('/api/views', 'id', view.id);
  const run = await post(owner, '/api/bulk-runs', {
    entity: 'customer.account',
    action: 'update',
    ids: [account],
    changes: { location: 'Here' },
  });
  name('/api/bulk-runs', 'id', run.id);

  const table = await post(
    admin,
    '/api/imports/files?name=guard.csv',
    'Name\nGuarded by import\n',
    {
      'content-type': 'text/csv',
    },
  );
  name('/api/imports/files', 'id', table.id);
  const job = await post(admin, '/api/imports', {
    file: table.id,
    entity: 'customer.account',
    mode: 'create',
    mapping: { name: { column: 'Name' } },
  });
  name('/api/imports', 'id', job.id);
  name('/api/imports/batches', 'batch', job.batch ?? job.id);

  const rule = await post(admin, '/api/sharing/rules', {
    name: 'Guarded',
    entity: 'customer.account',
    filter: { location: 'Nowhere' },
    user: ownerId,
    actions: ['read'],
  });
  name('/api/sharing/rules', 'id', rule.id);
  name('/api/sharing/defaults', 'entity', 'customer.account');
  const person = { entity: 'customer.contact', id: records.get('customer.contact') ?? '' };
  const request = await post(admin, '/api/privacy/requests', { kind: 'export', ...person });
  name('/api/privacy/requests', 'id', request.id);
  name('/api/privacy/people', 'entity', person.entity);
  name('/api/privacy/people', 'id', person.id);
  const provider = await post(admin, '/api/settings/sign-in/providers', {
    label: 'Guarded',
    issuer: 'https://issuer.example.com',
    clientId: 'guard',
    clientSecret: 'guard',
  });
  name('/api/settings/sign-in/providers', 'id', provider.id);
  await post(admin, '/api/fields', {
    entity: 'customer.account',
    name: 'guarded',
    definition: { type: 'text', label: { en: 'Guarded' } },
  });
  name('/api/fields', 'entity', 'customer.account');
  name('/api/fields', 'name', 'x_guarded');

  things.set('body user', ownerId);
  things.set('body to', ownerId);
  things.set('body entity', 'customer.account');
  things.set('body confirm', 'loyalty');
}
