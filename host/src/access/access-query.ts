import {
  errors,
  isUuid,
  reach,
  reachesNothing,
  type EntityModel,
  type Execution,
} from '@tessera/core';
import type { Context } from 'hono';
import type { HostEnv } from '../server/host-env.ts';

/** What a route of this room may be asked with; other names are refused. */
export type AccessNames = 'user' | 'entity' | 'id' | 'field' | 'action' | 'cursor';

const LONGEST = 2000;

/** The query of a request by name. @throws TesseraError `CORE_REQUEST_INVALID` for a name that is not known, twice there, or too long */
export function readAccessQuery<Name extends AccessNames>(
  c: Context<HostEnv>,
  names: readonly Name[],
): Readonly<Partial<Record<Name, string>>> {
  const found: Partial<Record<Name, string>> = {};
  for (const [name, value] of new URL(c.req.url).searchParams) {
    const known = names.find((one) => one === name);
    if (!known) throw errors.requestInvalid({ reason: `“${name}” is not known here.` });
    if (found[known] !== undefined)
      throw errors.requestInvalid({ reason: `“${name}” stands there twice.` });
    if (value.length > LONGEST)
      throw errors.requestInvalid({ reason: `“${name}” is longer than ${LONGEST} characters.` });
    if (value !== '') found[known] = value;
  }
  return found;
}

/** An entity that is there. @throws TesseraError `CORE_REQUEST_INVALID`, `CORE_NAME_UNKNOWN` */
export function findModel({ assembly }: Execution, entity: string | undefined): EntityModel {
  if (entity === undefined)
    throw errors.requestInvalid({
      reason: '“entity” is missing, for example entity=tessera.user.',
    });
  const model = assembly.models.get(entity as EntityModel['id']);
  if (!model) throw errors.nameUnknown({ entity: 'The workspace', what: 'entity', name: entity });
  return model;
}

/**
 * Nobody learns from an explanation that a record is there.
 * @throws TesseraError `CORE_RECORD_MISSING` for a record that whoever asks may not read, or that is deleted unless `deleted` says that it may be
 */
export async function requireReadable(
  execution: Execution,
  model: EntityModel,
  id: string,
  { deleted = false }: { readonly deleted?: boolean } = {},
): Promise<void> {
  const isReachable = isUuid(id) && !reachesNothing(reach(execution, model, 'read'));
  const records = execution.assembly.context('tessera').records(model.id as 'tessera.user');
  const found =
    isReachable &&
    ((await records.find(id, { fields: ['id'] })) ??
      (deleted && (await records.find(id, { fields: ['id'], deleted: true }))));
  if (!found) throw errors.recordMissing({ entity: model.options.label.en.toLowerCase(), id });
}
