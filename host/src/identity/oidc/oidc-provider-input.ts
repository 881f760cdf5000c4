import { isUuid, type Problem, type Sql } from '@tessera/core';
import { errors } from './errors.ts';
import { findIssuerFault } from './issuer.ts';
import type { OidcProvider, OidcProviderValues } from './oidc-providers.ts';

/** What is sent to make or change a provider. */
export type OidcProviderBody = Partial<OidcProviderValues> & {
  /** A text sets it, null takes it away; absent, or as it was answered, it stays. */
  readonly clientSecret?: string | null | { readonly $secret: true };
};

const text = { type: 'string', minLength: 1, maxLength: 255 };
const list = (items: object) => ({ type: 'array', items, maxItems: 50, uniqueItems: true });

/** The values of a provider, as JSON schemas. */
export const oidcProviderFields = {
  label: { ...text, maxLength: 100, pattern: '\\S' },
  issuer: { ...text, maxLength: 500 },
  clientId: text,
  clientSecret: {
    anyOf: [
      { type: 'string', minLength: 1, maxLength: 1000 },
      { type: 'null' },
      {
        type: 'object',
        additionalProperties: false,
        required: ['$secret'],
        properties: { $secret: { const: true } },
      },
    ],
  },
  scopes: list({ type: 'string', pattern: '^[\\x21\\x23-\\x5B\\x5D-\\x7E]{1,100}$' }),
  provisioning: { enum: ['none', 'create'] },
  roles: list({ type: 'string', maxLength: 36 }),
  domains: list({ type: 'string', maxLength: 253, pattern: '^[^@\\s]+\\.[^@\\s]+$' }),
  isActive: { type: 'boolean' },
};

const USUAL: Omit<OidcProviderValues, 'label' | 'issuer' | 'clientId'> = {
  scopes: ['openid', 'profile', 'email'],
  provisioning: 'none',
  roles: [],
  domains: [],
  isActive: true,
};

/**
 * What a provider is to be, from what was sent and what it was.
 * @throws TesseraError `HOST_OIDC_PROVIDER_INVALID` naming every value that is not valid
 */
export async function readOidcProvider(
  sql: Sql,
  { clientSecret: _secret, ...sent }: OidcProviderBody,
  before: OidcProvider | undefined,
): Promise<OidcProviderValues> {
  const blank = { label: '', issuer: '', clientId: '', ...USUAL };
  const { label, issuer, domains, ...rest } = { ...blank, ...valuesOf(before), ...sent };
  const values = {
    ...rest,
    label: label.trim(),
    issuer: issuer.trim(),
    domains: domains.map((domain) => domain.normalize('NFC').toLowerCase()),
  };
  const problems = [...findProblems(values), ...(await findRoleProblems(sql, values.roles))];
  if (problems.length > 0) throw errors.oidcProviderInvalid({}, { problems });
  return values;
}

/** What an administrator sees of it: all but the secret. */
export function valuesOf(provider: OidcProvider | undefined): Partial<OidcProviderValues> {
  if (!provider) return {};
  const { id: _id, closedSecret: _secret, version: _version, ...values } = provider;
  return values;
}

function* findProblems(values: OidcProviderValues): Generator<Problem> {
  const fault = findIssuerFault(values.issuer);
  if (fault) yield { pointer: '/issuer', detail: fault };
  if (values.clientId === '') yield { pointer: '/clientId', detail: 'Give the id of the client.' };
  if (values.label === '') yield { pointer: '/label', detail: 'Give a name for the button.' };
  if (!values.scopes.includes('openid'))
    yield { pointer: '/scopes', detail: 'The scope “openid” is needed.' };
  if (values.provisioning === 'create' && values.domains.length === 0) {
    const detail =
      'Name the domains whose people become users; else everybody whom the provider knows would.';
    yield { pointer: '/domains', detail };
  }
}

async function findRoleProblems(sql: Sql, roles: readonly string[]): Promise<readonly Problem[]> {
  const known = await sql.query<{ id: string }>(
    'select id from tessera.role where id = any($1::uuid[]) and deleted_at is null',
    [roles.filter((id) => isUuid(id))],
  );
  return roles.flatMap((id, index) =>
    known.some((role) => role.id === id.toLowerCase())
      ? []
      : [{ pointer: `/roles/${index}`, detail: `There is no role with the id ${id}.` }],
  );
}
