import type { Assembly, Kernel, Principal, Problem, TokenScopes } from '@tessera/core';
import { mayScope } from '../platform/privileges.ts';
import { errors } from './errors.ts';

const name = { type: 'string', minLength: 1, maxLength: 120 };

/** The scopes of an API token, as the body that makes one has them. */
export const scopesSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['records', 'permissions'],
  properties: {
    records: {
      type: 'array',
      maxItems: 200,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['entity', 'actions'],
        properties: {
          entity: name,
          actions: { type: 'array', minItems: 1, maxItems: 50, items: name },
        },
      },
    },
    permissions: { type: 'array', maxItems: 200, items: name },
  },
};

const VERBS = ['*', 'create', 'read', 'update', 'delete', 'export'];

/**
 * Refuses scopes that name what there is not, and what the one who makes the token does not hold himself.
 * @throws TesseraError `HOST_INPUT_INVALID`
 */
export function checkScopes(kernel: Kernel, principal: Principal, scopes: TokenScopes): void {
  const unknown = unknownNames(kernel, scopes);
  if (unknown.length > 0) throw errors.inputInvalid({}, { problems: unknown });
  const exceeds = mayScope(kernel.assembly, principal, scopes);
  if (exceeds.length === 0) return;
  const detail = `You do not hold this yourself: ${exceeds.join(', ')}.`;
  throw errors.inputInvalid({ exceeds }, { problems: [{ pointer: '/scopes', detail }] });
}

function unknownNames(kernel: Kernel, { records, permissions }: TokenScopes): readonly Problem[] {
  const { assembly } = kernel;
  const plugins = new Set(kernel.plugins().map(({ manifest }) => manifest.id));
  const verbs = verbsOf(assembly);
  const isEntity = (entity: string): boolean => {
    const [plugin = '', noun] = entity.split('.', 2);
    if (entity === '*' || assembly.models.has(entity as never)) return true;
    // What belongs to a plugin that is off cannot be looked up.
    return plugins.has(plugin) && (noun === '*' || !assembly.instances.has(plugin));
  };
  const isPermission = (one: string): boolean =>
    one === '*' ||
    assembly.permissions.some(({ name: declared }) => declared === one) ||
    (plugins.has(one.split('.', 1)[0] ?? '') &&
      !assembly.instances.has(one.split('.', 1)[0] ?? ''));
  return [
    ...records.flatMap(({ entity, actions }, index) => [
      ...(isEntity(entity)
        ? []
        : [
            {
              pointer: `/scopes/records/${index}/entity`,
              detail: `There is no entity “${entity}”.`,
            },
          ]),
      ...actions.flatMap((action, at) =>
        verbs.has(action)
          ? []
          : [
              {
                pointer: `/scopes/records/${index}/actions/${at}`,
                detail: `There is no action “${action}”.`,
              },
            ],
      ),
    ]),
    ...permissions.flatMap((one, index) =>
      isPermission(one)
        ? []
        : [{ pointer: `/scopes/permissions/${index}`, detail: `There is no permission “${one}”.` }],
    ),
  ];
}

/** The verbs that every entity has, and those that plugins grant or declare. */
function verbsOf({ grants, permissions }: Assembly): ReadonlySet<string> {
  return new Set([
    ...VERBS,
    ...[...grants.values()].flat().flatMap(({ actions }) => Object.keys(actions)),
    ...permissions.map(({ name: declared }) => declared.split('.').at(-1) ?? ''),
  ]);
}
