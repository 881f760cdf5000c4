import type { Context as HonoContext, Hono } from 'hono';
import { errors } from '../errors.ts';
import { TesseraError } from '../tessera-error.ts';
import { may } from '../permissions/authorize.ts';
import type { Instance } from '../plugin/assembly.ts';
import { callPlugin } from '../plugin/plugin-call.ts';
import { currentExecution, type Execution } from '../plugin/execution.ts';
import { toResponse, type Answer } from './answer.ts';
import { readJson } from './body.ts';
import { idempotent } from './idempotency.ts';
import { requireAudience } from './audience.ts';
import type { Route, RouteRequest, RouteResponse } from './route.ts';
import type { SchemaCheck } from './schema-check.ts';

const DEFAULT_TIMEOUT_MS = 60_000;

/** Adds a plugin's own routes below `/api/<plugin>`. */
export function addPluginRoutes(app: Hono, instance: Instance, check: SchemaCheck): void {
  const { manifest, installed } = instance;
  for (const route of installed.plugin.routes ?? []) {
    app.on(route.method, `/api/${manifest.id}${route.path}`, (c) =>
      answer(c, manifest.id, route, check),
    );
  }
}

async function answer(
  c: HonoContext,
  plugin: string,
  route: Route,
  check: SchemaCheck,
): Promise<Response> {
  authorizeRoute(currentExecution(), route);
  const params = c.req.param() as Record<string, string>;
  const run = async (raw: Request): Promise<Answer> => {
    const request = await readRequest(raw, params, route, check);
    return callHandler(plugin, route, request);
  };
  return toResponse(await (route.method === 'POST' ? idempotent(c.req.raw, run) : run(c.req.raw)));
}

/** Default deny: who is not named by the route's permission does not come in. */
function authorizeRoute(execution: Execution, { permission, audience }: Route): void {
  if (permission === 'public') return;
  if (execution.principal.kind === 'anonymous') throw errors.notSignedIn();
  requireAudience(execution.principal, audience);
  if (permission === 'signedIn' || may(execution, permission)) return;
  throw errors.notPermitted({
    action: 'use',
    entity: `what needs the permission “${permission}”`,
    permission,
  });
}

async function readRequest(
  raw: Request,
  params: Readonly<Record<string, string>>,
  route: Route,
  check: SchemaCheck,
): Promise<RouteRequest> {
  const query = queryOf(new URL(raw.url).searchParams);
  const unfit = check.queryProblems(route.query ?? {}, query);
  if (unfit[0]) throw errors.requestInvalid({ reason: unfit[0].detail }, { problems: unfit });
  let body: unknown;
  if (route.body) {
    body = await readJson(raw);
    const problems = check.problems(route.body, body ?? null);
    if (problems.length > 0) throw errors.inputInvalid({ entity: 'request' }, { problems });
  }
  return { params, query, body, headers: raw.headers, raw };
}

function queryOf(search: URLSearchParams): Record<string, string | readonly string[]> {
  const query: Record<string, string | readonly string[]> = {};
  for (const name of new Set(search.keys())) {
    const values = search.getAll(name);
    query[name] = values.length === 1 ? (values[0] as string) : values;
  }
  return query;
}

/** A failure that the plugin did not mean is answered with its name, and never with its insides. */
async function callHandler(plugin: string, route: Route, request: RouteRequest): Promise<Answer> {
  const { assembly } = currentExecution();
  const name = `${route.method} ${route.path}`;
  const timeoutMs = route.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  let value: unknown;
  try {
    value = await callPlugin(
      assembly.onSpan,
      { kind: 'route', name, plugin, timeoutMs, isAnswer },
      () => route.handler(assembly.context(plugin), request),
    );
  } catch (error) {
    if (error instanceof TesseraError) throw error;
    throw errors.routeFailed({ plugin, route: name }, { cause: error });
  }
  if (value instanceof Response) return { status: value.status, stream: value };
  if (isRouteResponse(value)) {
    const { status = route.status ?? 200, headers = {}, body } = value;
    return { status, headers, body };
  }
  return { status: route.status ?? 200, body: value };
}

/** What is thrown by name tells the caller what to do otherwise. */
function isAnswer(cause: unknown): boolean {
  return cause instanceof TesseraError && cause.status < 500;
}

function isRouteResponse(value: unknown): value is RouteResponse {
  return (
    value !== null && typeof value === 'object' && '$response' in value && value.$response === true
  );
}
