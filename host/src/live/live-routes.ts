import { isUuid, errors as coreErrors, TesseraError } from '@tessera/core';
import { Hono } from 'hono';
import type { Authenticated } from '../identity/authentication.ts';
import { requireUser } from '../identity/permission.ts';
import type { HostEnv } from '../server/host-env.ts';
import type { Authenticate } from '../server/request-facts.ts';
import type { Live } from './live.ts';

const MOST_NAMES = 200;

/**
 * `GET /api/live?entities=a,b&records=id,…&missed=ms`: server-sent events for as long as the caller stays and is signed in; what happened in
 * the milliseconds before that it missed is told first. `authenticate` asks anew each time.
 */
export function liveRoutes(live: Live, authenticate: Authenticate): Hono<HostEnv> {
  const app = new Hono<HostEnv>();
  app.get('/api/live', (c) => {
    const { principal } = c.var.authenticated;
    const userId = requireUser(principal);
    const records = readList(c.req.query('records'));
    if (!records.every((id) => isUuid(id)))
      throw coreErrors.requestInvalid({ reason: '“records” must be ids of records.' });
    const missed = Number(c.req.query('missed') ?? 0);
    if (!(missed >= 0))
      throw coreErrors.requestInvalid({ reason: '“missed” must be a number of milliseconds.' });
    const request = c.req.raw;
    return live.watch({
      principal,
      ...credentialOf(c.var.authenticated),
      entities: new Set(readList(c.req.query('entities'))),
      records: new Set(records),
      missed,
      refresh: async () => {
        const again = await authenticate(request, { isWatching: true }).catch(nobody);
        return again?.principal.userId === userId ? again.principal : undefined;
      },
    });
  });
  return app;
}

function credentialOf({ session, token, principal }: Authenticated): {
  readonly credential: string;
  readonly holder: string;
} {
  const shown = session ?? token;
  return {
    // Eyes of another are another's rights, also within one session.
    credential: `${shown?.id} ${principal.impersonator ? 'seen' : ''}`,
    holder: shown?.userId ?? '',
  };
}

/** A token that does not hold any more; when the database is away nobody knows. */
function nobody(cause: unknown): undefined {
  if (!(cause instanceof TesseraError)) throw cause;
}

function readList(text: string | undefined): readonly string[] {
  const list = text?.split(',').filter(Boolean) ?? [];
  if (list.length > MOST_NAMES)
    throw coreErrors.requestInvalid({
      reason: `at most ${MOST_NAMES} names can be watched at once.`,
    });
  return list;
}
