import type { LocalizedText } from '../entities/localized-text.ts';
import type { PermissionName } from '../permissions/permission-types.ts';
import type { Context } from '../plugin/context.ts';

/** A JSON Schema of draft 2020-12. */
export type JsonSchema = { readonly [key: string]: unknown };

/** What a route handler gets of the request, already checked against the schemas. */
export interface RouteRequest<Body = unknown> {
  /** Parts of the path by name, decoded. */
  readonly params: Readonly<Record<string, string>>;
  /** Parameters behind `?`; repeated ones are lists. */
  readonly query: Readonly<Record<string, string | readonly string[]>>;
  /** The parsed body, checked against the schema of the route. */
  readonly body: Body;
  /** Headers of the request. */
  readonly headers: Headers;
  /** The request as it came, for bodies that are not JSON. */
  readonly raw: Request;
}

/** A handler answers a value (200, JSON), this, or a `Response`. */
export interface RouteResponse {
  /** HTTP status; the route’s own when not given. */
  readonly status?: number;
  /** Headers to add. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; nothing when undefined. */
  readonly body?: unknown;
}

/** Who may call a route: those with a permission, every user, or everybody. */
export type RoutePermission = PermissionName | 'signedIn' | 'public';

/** Whom a route is for: those who work here, those who come from outside and signed in to the portal, or both. */
export type RouteAudience = 'staff' | 'portal' | 'everybody';

/**
 * A route as a value; it lies below `/api/<plugin>`.
 *
 * @example
 * ```ts
 * import type { Route } from '@tessera/sdk';
 *
 * export const health: Route = {
 *   method: 'GET',
 *   path: '/health',
 *   summary: { en: 'Whether the crane answers', 'zh-CN': '起重机是否在线' },
 *   permission: 'tessera.settings.manage',
 *   answer: { type: 'object', required: ['ok'], properties: { ok: { type: 'boolean' } } },
 *   handler: () => ({ ok: true }),
 * };
 * ```
 */
export interface Route {
  /** HTTP method. */
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below `/api/<plugin>`, with `:name` for parameters, for example `/accounts/:id/hierarchy`. */
  readonly path: string;
  /** What it does, for the API reference. */
  readonly summary: LocalizedText;
  /** A permission name, `signedIn` for every user, or `public` for everybody. There is no default. */
  readonly permission: RoutePermission;
  /** Whom it is for: those who work here (when not given), users of the portal, or both. A `public` route is for everybody. */
  readonly audience?: RouteAudience;
  /** JSON Schema of the parameters behind `?`. */
  readonly query?: JsonSchema;
  /** JSON Schema of the body; others are refused with 422. */
  readonly body?: JsonSchema;
  /** Schema of a successful answer. */
  readonly answer?: JsonSchema;
  /** HTTP status of an answer; 200 when not given. */
  readonly status?: number;
  /** Milliseconds until the request is answered as failed; 60,000 when not given. A `Response` counts when it begins. */
  readonly timeoutMs?: number;
  /** What it answers is sent as JSON, or as {@link respond} says. */
  // oxlint-disable-next-line typescript/no-explicit-any -- the body is checked against the schema
  readonly handler: (ctx: Context, request: RouteRequest<any>) => unknown;
}

/**
 * Declares a route; `plugin.routes` takes it.
 *
 * @example
 * ```ts
 * import { defineRoute } from '@tessera/sdk';
 *
 * export const greet = defineRoute({
 *   method: 'POST',
 *   path: '/greetings/:language',
 *   summary: { en: 'Greets the one who asks', 'zh-CN': '问候请求者' },
 *   permission: 'signedIn',
 *   body: {
 *     type: 'object',
 *     additionalProperties: false,
 *     required: ['name'],
 *     properties: { name: { type: 'string', minLength: 1, maxLength: 100 } },
 *   },
 *   handler: (_ctx, { params, body }) => ({
 *     text: `${params['language'] === 'zh' ? '你好' : 'Hello'}, ${body.name}`,
 *   }),
 * });
 * ```
 */
export function defineRoute(route: Route): Route {
  return route;
}

/**
 * Says that an answer carries a status or headers of its own.
 *
 * @example
 * ```ts
 * import { defineRoute, respond } from '@tessera/sdk';
 *
 * export const start = defineRoute({
 *   method: 'POST',
 *   path: '/runs',
 *   summary: { en: 'Starts a run' },
 *   permission: 'signedIn',
 *   handler: () => respond({ status: 202, headers: { Location: '/api/harbour/runs/1' } }),
 * });
 * ```
 */
export function respond(response: RouteResponse): RouteResponse & { readonly $response: true } {
  return { ...response, $response: true };
}
