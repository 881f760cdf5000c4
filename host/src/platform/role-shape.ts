/** What is wrong with the values of a role. */
export interface RoleFault {
  readonly field: 'grants' | 'permissions' | 'withheld';
  readonly reason: string;
}

const SCOPES: ReadonlySet<unknown> = new Set(['none', 'own', 'team', 'teamTree', 'all']);
const ACCESSES: ReadonlySet<unknown> = new Set(['write', 'read', 'mask', 'none']);
const ENTITY = /^(?:\*|[a-z][a-z0-9-]*\.(?:\*|[A-Za-z]\w*))$/;

/** Looks at what is written of a role. It decides who may do what, so nothing is guessed: undefined when all is right. */
export function findRoleFault(values: Readonly<Record<string, unknown>>): RoleFault | undefined {
  const { grants, permissions, withheld } = values;
  if (!isAbsent(permissions) && !isListOf(permissions, (one) => typeof one === 'string'))
    return { field: 'permissions', reason: 'Permissions are a list of their names.' };
  if (!isAbsent(withheld) && !isListOf(withheld, (one) => typeof one === 'string'))
    return { field: 'withheld', reason: 'Withheld permissions are a list of their names.' };
  if (!isAbsent(grants) && !isListOf(grants, isGrant)) {
    return {
      field: 'grants',
      reason:
        'Each grant has an “entity”, “actions” with a scope for each (none, own, team, teamTree, all, or a filter), and “fields” with an access for each (write, read, mask or none) where some differ.',
    };
  }
  return undefined;
}

/** Whether a value is a whole grant. */
export function isGrant(value: unknown): boolean {
  if (!isPlain(value)) return false;
  const { entity, actions, fields, ...others } = value;
  return (
    Object.keys(others).length === 0 &&
    typeof entity === 'string' &&
    ENTITY.test(entity) &&
    isPlain(actions) &&
    Object.values(actions).every(isScope) &&
    (isAbsent(fields) ||
      (isPlain(fields) && Object.values(fields).every((access) => ACCESSES.has(access))))
  );
}

function isScope(value: unknown): boolean {
  return SCOPES.has(value) || (isPlain(value) && isPlain(value['filter']));
}

function isListOf(value: unknown, isOne: (one: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(isOne);
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
