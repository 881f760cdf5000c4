import type { LocalizedText } from '../entities/localized-text.ts';
import type { Context } from '../plugin/context.ts';

/** A JSON Schema of draft 2020-12. */
export type JsonSchema = { readonly [key: string]: unknown };

/** What a route handler gets of the request, already checked against the schemas. */
export interface RouteRequest<Body = unknown> {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Body;
  readonly headers: Headers;
  /** The request as it came, for bodies that are not JSON. */
  readonly raw: Request;
}

/** A handler answers a value (200, JSON), this, or a `Response`. */
export interface RouteResponse {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below `/api/<plugin>`, with `:name` for parameters, for example `/accounts/:id/hierarchy`. */
  readonly path: string;
  readonly summary: LocalizedText;
  /** A permission name, `signedIn` for every user, or `public` for everybody. There is no default. */
  readonly permission: string;
  readonly query?: JsonSchema;
  readonly body?: JsonSchema;
  /** Schema of a successful answer. */
  readonly answer?: JsonSchema;
  readonly status?: number;
  // oxlint-disable-next-line typescript/no-explicit-any -- the body is checked against the schema
  readonly handler: (ctx: Context, request: RouteRequest<any>) => unknown;
}

/** Declares a route. */
export function defineRoute(route: Route): Route {
  return route;
}

/** Says that an answer carries a status or headers. */
export function respond(response: RouteResponse): RouteResponse & { readonly $response: true } {
  return { ...response, $response: true };
}
