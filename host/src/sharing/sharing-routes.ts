import {
  errors as coreErrors,
  currentExecution,
  isUuid,
  reach,
  reachesNothing,
  type Kernel,
} from '@tessera/core';
import { Hono, type Context } from 'hono';
import { requirePermission } from '../identity/permission.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { HostEnv } from '../server/host-env.ts';
import { runAsUser } from '../server/plugin-gate.ts';
import { errors } from './errors.ts';
import { listShares, shareRecord, unshareRecord, type SharedPlace } from './record-shares.ts';
import {
  readCountBody,
  readLevelBody,
  readNewRule,
  readRuleChanges,
  readShareBody,
} from './rule-body.ts';
import { sendApply } from './rule-jobs.ts';
import { MANAGE } from './shareable.ts';
import { listDefaults, setDefault } from './sharing-defaults.ts';
import { changeRule, countFilter, createRule, listRules, removeRule } from './sharing-rules.ts';

const SHARES = '/api/:plugin/:entities/:id/shares';
const PRIVATE = { 'Cache-Control': 'private, no-store' };

/** What the routes of sharing work with. */
export interface SharingRoutesOptions {
  readonly kernel: Kernel;
  readonly jobs: Jobs;
}

/** Shares of records, sharing defaults and sharing rules. */
export function sharingRoutes({ kernel, jobs }: SharingRoutesOptions): Hono<HostEnv> {
  const routes = new Hono<HostEnv>();
  const asManager = <T>(c: Context<HostEnv>, work: () => Promise<T>): Promise<T> => {
    requirePermission(kernel, c.var.authenticated.principal, MANAGE);
    return runAsUser(kernel, c, work);
  };
  const ruleIn = (c: Context<HostEnv>): string => {
    const id = c.req.param('id') ?? '';
    if (!isUuid(id)) throw errors.ruleMissing({ id });
    return id.toLowerCase();
  };

  routes.get('/api/sharing/defaults', (c) =>
    asManager(c, async () => c.json({ defaults: await listDefaults() }, 200, PRIVATE)),
  );
  routes.put('/api/sharing/defaults/:entity', (c) =>
    asManager(c, async () => {
      const { level } = await readLevelBody(c.req.raw);
      return c.json(await setDefault(c.req.param('entity'), level), 200, PRIVATE);
    }),
  );
  routes.get('/api/sharing/rules', (c) =>
    asManager(c, async () => c.json({ rules: await listRules() }, 200, PRIVATE)),
  );
  routes.post('/api/sharing/rules/count', (c) =>
    asManager(c, async () =>
      c.json({ count: await countFilter(await readCountBody(c.req.raw)) }, 200, PRIVATE),
    ),
  );
  routes.post('/api/sharing/rules', (c) =>
    asManager(c, async () => {
      const rule = await createRule(await readNewRule(c.req.raw));
      if (rule.isActive) await sendApply(jobs, rule.id);
      return c.json(rule, 201, { ...PRIVATE, Location: `/api/sharing/rules/${rule.id}` });
    }),
  );
  routes.patch('/api/sharing/rules/:id', (c) =>
    asManager(c, async () => {
      const rule = await changeRule(ruleIn(c), await readRuleChanges(c.req.raw));
      if (rule.isActive && rule.state === 'waiting') await sendApply(jobs, rule.id);
      return c.json(rule, 200, PRIVATE);
    }),
  );
  routes.delete('/api/sharing/rules/:id', (c) =>
    asManager(c, async () => {
      await removeRule(ruleIn(c));
      return c.body(null, 204);
    }),
  );

  /** Runs under one lease on a record that whoever asks may read. */
  const onRecord = <T>(
    c: Context<HostEnv>,
    work: (place: SharedPlace) => Promise<T>,
  ): Promise<T> => {
    const { plugin = '' } = c.req.param() as Readonly<Record<string, string>>;
    return runAsUser(kernel, c, async () => {
      if (kernel.switching.has(plugin)) throw coreErrors.pluginUnavailable({ id: plugin });
      return work(await findPlace(c));
    });
  };
  routes.get(SHARES, (c) =>
    onRecord(c, async (place) => c.json(await listShares(place), 200, PRIVATE)),
  );
  routes.post(SHARES, (c) =>
    onRecord(c, async (place) =>
      c.json(await shareRecord(place, await readShareBody(c.req.raw)), 201, PRIVATE),
    ),
  );
  routes.delete(`${SHARES}/:share`, (c) =>
    onRecord(c, async (place) => {
      await unshareRecord(place, c.req.param('share') ?? '');
      return c.body(null, 204);
    }),
  );
  return routes;
}

async function findPlace(c: Context<HostEnv>): Promise<SharedPlace> {
  const names = c.req.param() as Readonly<Record<string, string>>;
  const { plugin = '', entities = '', id = '' } = names;
  const execution = currentExecution();
  const model = [...execution.assembly.models.values()].find(
    (one) => one.plugin === plugin && one.options.path === entities,
  );
  if (!model) throw coreErrors.routeMissing({ path: c.req.path });
  if (!isUuid(id) || reachesNothing(reach(execution, model, 'read')))
    throw coreErrors.recordMissing({ entity: model.options.label.en, id });
  await execution.assembly.context('tessera').records(model.id).get(id, { fields: [] });
  return { model, id: id.toLowerCase() };
}
