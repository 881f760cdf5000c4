import type { JsonSchema } from '@tessera/core';

const text = { type: 'string' } as const;
const count = { type: 'integer' } as const;
const flag = { type: 'boolean' } as const;
const texts = { type: 'array', items: text } as const;
const optional = { type: ['string', 'null'] } as const;

function list(items: JsonSchema): JsonSchema {
  return { type: 'array', items };
}

function record(properties: Readonly<Record<string, JsonSchema>>): JsonSchema {
  return { type: 'object', properties };
}

const anything = { type: 'object' } as const;
const scope = { description: 'none, own, team, teamTree, all, or `{filter}`.' } as const;
const fieldAccess = { enum: ['write', 'read', 'mask', 'none'] } as const;
const named = record({ id: text, name: optional });
const localized = { type: 'object', additionalProperties: text } as const;

const step = record({
  kind: {
    enum: ['user', 'token', 'role', 'scope', 'default', 'share', 'parent', 'record', 'field'],
  },
  outcome: { enum: ['grants', 'denies', 'limits', 'noted'] },
});

const entity = record({
  id: text,
  plugin: text,
  label: localized,
  owned: flag,
  hasParent: flag,
  sharing: { enum: ['private', 'read', 'write'] },
  actions: list(record({ name: text })),
  fields: list(
    record({
      name: text,
      label: localized,
      type: text,
      system: flag,
      personal: flag,
      sensitive: flag,
    }),
  ),
});

const role = record({
  id: text,
  key: text,
  name: text,
  version: count,
  users: count,
  teams: count,
  grants: list(anything),
  given: { ...list(anything), description: 'What plugins give to the role by its key.' },
  permissions: texts,
  givenPermissions: texts,
  withheld: texts,
  isMine: flag,
  mayChange: flag,
});

/** What the routes of this room answer. */
export const accessSchemas: Readonly<Record<string, JsonSchema>> = {
  AccessExplanation: record({
    allowed: flag,
    user: record({ id: text, name: text, status: text }),
    entity: text,
    id: text,
    title: optional,
    action: text,
    field: text,
    fieldAccess,
    steps: list(step),
  }),
  RecordAccess: record({
    users: list(
      record({
        id: text,
        name: text,
        team: optional,
        actions: texts,
        because: {
          ...texts,
          description: 'all, everybody, owner, team, managedTeam, filter, default, share, parent',
        },
      }),
    ),
    next: optional,
  }),
  AccessMatrix: record({
    entities: list(entity),
    permissions: list(record({ name: text, label: localized, plugin: text })),
    roles: list(role),
  }),
  RolePreview: record({
    users: {
      ...count,
      description: 'Active users who have the role, by themselves or their team.',
    },
    actions: list(record({ entity: text, action: text, from: scope, to: scope })),
    fields: list(record({ entity: text, field: text, from: fieldAccess, to: fieldAccess })),
    permissions: record({ added: texts, removed: texts }),
    reach: list(record({ entity: text, user: named, before: count, after: count })),
    exceeds: { ...texts, description: 'What one does not hold oneself: with any it is not saved.' },
  }),
};
