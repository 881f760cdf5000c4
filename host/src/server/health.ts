import type { Kernel } from '@tessera/core';
import { Hono } from 'hono';
import type { HostEnv } from './host-env.ts';

const DATABASE_MS = 2_000;

export interface HealthParts {
  readonly kernel: Kernel;
  readonly isStopping: () => boolean;
}

/** `/healthz`: the process answers. `/readyz`: it can serve, so a balancer may send it requests. */
export function health(parts: HealthParts): Hono<HostEnv> {
  const app = new Hono<HostEnv>();
  app.get('/healthz', (c) => c.json({ status: 'ok' }, 200, { 'Cache-Control': 'no-store' }));
  app.get('/readyz', async (c) => {
    const fault = await findFault(parts);
    const body = {
      status: fault ? 'not ready' : 'ready',
      ...(fault ? { reason: fault } : {}),
      assembly: parts.kernel.assembly.number,
    };
    return c.json(body, fault ? 503 : 200, { 'Cache-Control': 'no-store' });
  });
  return app;
}

async function findFault({ kernel, isStopping }: HealthParts): Promise<string | undefined> {
  if (isStopping()) return 'the host is stopping';
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(resolve, DATABASE_MS, 'the database does not answer');
  });
  const answer = kernel.database.query('select 1').then(
    () => undefined,
    () => 'the database does not answer',
  );
  const fault = await Promise.race([answer, late]);
  clearTimeout(timer);
  return fault;
}
