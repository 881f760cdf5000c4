import { isUuid, type Principal, type Sql } from '@tessera/core';
import { Hono } from 'hono';
import { auditedTransaction } from '../audited-transaction.ts';
import { changesBetween } from '../changes-between.ts';
import type { Identity } from '../identity.ts';
import { isAdministrator, requirePermission } from '../permission.ts';
import { createBodyReader } from '../request-body.ts';
import type { AddressOf } from '../session-cookie.ts';
import { callerOf, type Caller } from '../sign-in-audit.ts';
import { errors } from './errors.ts';
import type { OidcClient } from './oidc-client.ts';
import { oidcProviderFields, readOidcProvider, valuesOf } from './oidc-provider-input.ts';
import type { OidcProviderBody } from './oidc-provider-input.ts';
import {
  createOidcProvider,
  findOidcProvider,
  listOidcProviders,
  removeOidcProvider,
  updateOidcProvider,
  type OidcProvider,
} from './oidc-providers.ts';
import { callbackOf } from './oidc-routes.ts';

const PATH = '/api/settings/sign-in/providers';

/**
 * Providers of identities, for those who manage the settings to see and for administrators to change: whoever sets one up could come in as
 * anybody.
 */
export function oidcProviderRoutes(
  identity: Identity,
  client: OidcClient,
  addressOf: AddressOf,
): Hono {
  const { kernel, box, publicUrl } = identity;
  const { database } = kernel;
  const routes = new Hono();
  const readNew = createBodyReader<OidcProviderBody>(oidcProviderFields, [
    'label',
    'issuer',
    'clientId',
  ]);
  const readChange = createBodyReader<OidcProviderBody>(oidcProviderFields);

  const administrator = async (request: Request): Promise<Principal> => {
    const { principal } = await identity.authenticate(request);
    requirePermission(kernel, principal, 'tessera.settings.manage');
    if (!isAdministrator(principal)) throw errors.administratorNeeded();
    return principal;
  };
  const find = async (id: string): Promise<OidcProvider> => {
    const found = isUuid(id) ? await findOidcProvider(database, id) : undefined;
    if (!found) throw errors.oidcProviderMissing({ id });
    return found;
  };
  const show = (provider: OidcProvider): object => ({
    id: provider.id,
    ...valuesOf(provider),
    clientSecret: provider.closedSecret === null ? null : { $secret: true },
    redirectUri: callbackOf(publicUrl(), provider.id),
  });

  routes.get(PATH, async (c) => {
    const { principal } = await identity.authenticate(c.req.raw);
    requirePermission(kernel, principal, 'tessera.settings.manage');
    return c.json((await listOidcProviders(database)).map(show));
  });

  routes.post(PATH, async (c) => {
    const principal = await administrator(c.req.raw);
    const sent = await readNew(c.req.raw);
    const values = await readOidcProvider(database, sent, undefined);
    const made = await change(identity, principal, callerOf(c, addressOf), async (sql, audit) => {
      const provider = await createOidcProvider(sql, box, values, secretOf(sent) ?? null);
      await audit('create', provider.id, {}, { ...values });
      return provider;
    });
    return c.json(show(made), 201);
  });

  routes.patch(`${PATH}/:id`, async (c) => {
    const principal = await administrator(c.req.raw);
    const before = await find(c.req.param('id'));
    const sent = await readChange(c.req.raw);
    const values = await readOidcProvider(database, sent, before);
    const after = await change(identity, principal, callerOf(c, addressOf), async (sql, audit) => {
      const provider = await updateOidcProvider(sql, box, before, values, secretOf(sent));
      if (!provider) throw errors.oidcProviderMissing({ id: before.id });
      await audit('update', before.id, { ...valuesOf(before) }, { ...values });
      return provider;
    });
    return c.json(show(after));
  });

  routes.delete(`${PATH}/:id`, async (c) => {
    const principal = await administrator(c.req.raw);
    const before = await find(c.req.param('id'));
    await change(identity, principal, callerOf(c, addressOf), async (sql, audit) => {
      if (await removeOidcProvider(sql, before.id))
        await audit('delete', before.id, { ...valuesOf(before) }, {});
    });
    return c.body(null, 204);
  });

  routes.post(`${PATH}/:id/test`, async (c) => {
    await administrator(c.req.raw);
    const provider = await find(c.req.param('id'));
    const { issuer, authorization_endpoint: authorizationEndpoint } =
      await client.discover(provider);
    return c.json({ issuer, authorizationEndpoint });
  });

  return routes;
}

type Values = Readonly<Record<string, unknown>>;
type AuditProvider = (action: string, id: string, before: Values, after: Values) => Promise<void>;

/** Changes a provider and writes down what was changed, together. */
function change<T>(
  { kernel }: Identity,
  principal: Principal,
  { address, requestId }: Caller,
  work: (sql: Sql, audit: AuditProvider) => Promise<T>,
): Promise<T> {
  const lease = { principal, source: 'ui', address, requestId } as const;
  return auditedTransaction(kernel, lease, (sql, tell) =>
    work(sql, (action, recordId, before, after) =>
      tell({
        entity: 'tessera.signInProvider',
        recordId,
        action,
        changes: changesBetween(before, after),
      }),
    ),
  );
}

function secretOf({ clientSecret }: OidcProviderBody): string | null | undefined {
  return typeof clientSecret === 'object' && clientSecret !== null ? undefined : clientSecret;
}
