import type { LocalizedText } from '../entities/localized-text.ts';
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

/** A route as a value; it lies below `/api/<plugin>`. */
export interface Route {
  /** HTTP method. */
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below `/api/<plugin>`, with `:name` for parameters, for example `/accounts/:id/hierarchy`. */
  readonly path: string;
  /** What it does, for the API reference. */
  readonly summary: LocalizedText;
  /** A permission name, `signedIn` for every user, or `public` for everybody. There is no default. */
  readonly permission: string;
  /** JSON Schema of the parameters behind `?`. */
  readonly query?: JsonSchema;
  /** JSON Schema of the body; others are refused with 422. */
  readonly body?: JsonSchema;
  /** Schema of a successful answer. */
  readonly answer?: JsonSchema;
  /** HTTP status of an answer; 200 when not given. */
  readonly status?: number;
  /** What it answers is sent as JSON, or as {@link respond} says. */
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
