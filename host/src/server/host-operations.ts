import type { JsonSchema } from '@tessera/core';

/** A route of the host, described for the API reference. */
export interface HostOperation {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** From `/api` on, with `{name}` for parameters. */
  readonly path: string;
  /** `room.thing.verb`; once in the document. */
  readonly id: string;
  readonly summary: string;
  /** A permission, `signedIn`, or `public`. */
  readonly permission: string;
  /** Parameters of the path by name, all of them texts. */
  readonly inPath?: Readonly<Record<string, string>>;
  readonly inQuery?: Readonly<Record<string, JsonSchema & { readonly description: string }>>;
  readonly body?: {
    /** `application/json` when not given. */
    readonly type?: string;
    readonly schema: JsonSchema;
    readonly isOptional?: boolean;
  };
  readonly answer: {
    /** 200 when not given. */
    readonly status?: number;
    readonly description: string;
    /** `application/json` when not given. */
    readonly type?: string;
    /** No body when not given. */
    readonly schema?: JsonSchema;
  };
  /** Statuses of problems that it answers with beside 401, 403, 429 and 500. */
  readonly problems: readonly (keyof typeof PROBLEMS)[];
}

/** Operations of one room of the host, with its heading in the reference. */
export interface HostOperations {
  readonly tag: string;
  readonly label: string;
  readonly description: string;
  readonly operations: readonly HostOperation[];
  /** Schemas that they name with `#/components/schemas/…`. */
  readonly schemas: Readonly<Record<string, JsonSchema>>;
}

interface Document {
  readonly tags: readonly object[];
  readonly paths: Readonly<Record<string, object>>;
  readonly components: { readonly schemas: object };
}

/** Responses of the document by status, as core names them. */
const PROBLEMS = {
  400: 'RequestInvalid',
  401: 'NotSignedIn',
  403: 'NotPermitted',
  404: 'Missing',
  409: 'Conflict',
  413: 'BodyTooLarge',
  415: 'MediaTypeUnsupported',
  422: 'InputInvalid',
  429: 'TooManyRequests',
  500: 'Failed',
} as const;

/** Adds the host's own routes to the OpenAPI document of the enabled plugins. */
export function addHostOperations(document: object, rooms: readonly HostOperations[]): object {
  const { tags, paths, components } = document as Document;
  const added: Record<string, Record<string, JsonSchema>> = {};
  for (const { tag, operations } of rooms) {
    for (const operation of operations)
      (added[operation.path] ??= {})[operation.method] = describe(tag, operation);
  }
  const schemas = Object.assign(
    {},
    components.schemas,
    ...rooms.map((room) => room.schemas),
  ) as object;
  return {
    ...document,
    tags: [
      ...tags,
      ...rooms.map(({ tag, label, description }) => ({
        name: tag,
        'x-displayName': label,
        description,
      })),
    ],
    paths: { ...paths, ...added },
    components: { ...components, schemas },
  };
}

function describe(tag: string, operation: HostOperation): JsonSchema {
  const { id, summary, permission, body, answer, problems } = operation;
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(permission === 'public' ? { security: [] } : {}),
    'x-permission': permission,
    parameters: parametersOf(operation),
    ...(body
      ? {
          requestBody: {
            required: !body.isOptional,
            content: { [body.type ?? 'application/json']: { schema: body.schema } },
          },
        }
      : {}),
    responses: {
      [answer.status ?? 200]: {
        description: answer.description,
        ...(answer.schema
          ? { content: { [answer.type ?? 'application/json']: { schema: answer.schema } } }
          : {}),
      },
      ...Object.fromEntries(
        ([...problems, 401, 403, 429, 500] as const).map((status) => [
          status,
          { $ref: `#/components/responses/${PROBLEMS[status]}` },
        ]),
      ),
    },
  };
}

function parametersOf({ inPath = {}, inQuery = {} }: HostOperation): readonly JsonSchema[] {
  return [
    ...Object.entries(inPath).map(([name, description]) => ({
      name,
      in: 'path',
      required: true,
      description,
      schema: { type: 'string' },
    })),
    ...Object.entries(inQuery).map(([name, { description, ...schema }]) => ({
      name,
      in: 'query',
      required: false,
      description,
      schema,
    })),
  ];
}
