import { isUuid, errors as coreErrors, type Kernel } from '@tessera/core';
import { Hono } from 'hono';
import { authenticate } from '../identity/authentication.ts';
import { requireUser } from '../identity/permission.ts';
import type { HostEnv } from '../server/host-env.ts';
import type { Live } from './live.ts';

const MOST_NAMES = 200;

/** `GET /api/live?entities=a,b&records=id,…`: server-sent events for as long as the caller stays and is signed in. */
export function liveRoutes(kernel: Kernel, live: Live): Hono<HostEnv> {
  const app = new Hono<HostEnv>();
  app.get('/api/live', (c) => {
    const { principal } = c.var.authenticated;
    const userId = requireUser(principal);
    const records = readList(c.req.query('records'));
    if (!records.every((id) => isUuid(id)))
      throw coreErrors.requestInvalid({ reason: '“records” must be ids of records.' });
    const request = c.req.raw;
    return live.watch({
      principal,
      entities: new Set(readList(c.req.query('entities'))),
      records: new Set(records),
      isStillSignedIn: () =>
        authenticate(kernel, request).then(
          (again) => again.principal.userId === userId,
          () => false,
        ),
    });
  });
  return app;
}

function readList(text: string | undefined): readonly string[] {
  const list = text?.split(',').filter(Boolean) ?? [];
  if (list.length > MOST_NAMES)
    throw coreErrors.requestInvalid({
      reason: `at most ${MOST_NAMES} names can be watched at once.`,
    });
  return list;
}
