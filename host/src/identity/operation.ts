import type { JsonSchema } from '@tessera/core';
import type { HostOperation } from '../server/host-operations.ts';

export type { HostOperation };

type Rest = Pick<HostOperation, 'answer'> & Partial<HostOperation>;

/** Describes a route of identity: for those who are signed in, unless it says otherwise. */
export function operation(
  route: `${Uppercase<HostOperation['method']>} /${string}`,
  id: string,
  summary: string,
  rest: Rest,
): HostOperation {
  const [method = 'get', path = ''] = route.split(' ');
  return {
    method: method.toLowerCase() as HostOperation['method'],
    path: `/api${path}`,
    id,
    summary,
    permission: 'signedIn',
    problems: [],
    ...rest,
  };
}

export function schemaNamed(name: string): JsonSchema {
  return { $ref: `#/components/schemas/${name}` };
}

/** An answer of one of the schemas. */
export function shown(name: string, description: string): HostOperation['answer'] {
  return { description, schema: schemaNamed(name) };
}
