import type { InstalledPlugin } from '@tessera/core';
import type { TestHost } from '@tessera/host/testing';
import type { Check, Finding } from './check.ts';
import { pluginsOf, type CheckWorld } from './world.ts';

/** A plugin lives with what it says it needs, and says what it needs. */
export const dependencies: Check = {
  name: 'dependencies',
  title: 'Works without each optional plugin, and waits for each required one',
  async run(world) {
    const { requires, optional } = world.subject.manifest;
    const findings: Finding[] = [...unknownRequirements(world)];
    for (const id of Object.keys(optional)) findings.push(...(await withoutOptional(world, id)));
    for (const id of present(world, Object.keys(requires)))
      findings.push(...(await withoutRequired(world, id)));
    return findings;
  },
};

/** What cannot be tried, because it is not there. */
function unknownRequirements(world: CheckWorld): readonly Finding[] {
  const required = Object.keys(world.subject.manifest.requires);
  const known = new Set(present(world, required));
  return required
    .filter((id) => !known.has(id))
    .map((id) => ({
      message: `The plugin requires ${id}, which is not installed beside it.`,
      remedy: `Install its package for development: npm install -D <package of ${id}>. Or take ${id} out of tessera.requires in package.json.`,
    }));
}

function present(world: CheckWorld, ids: readonly string[]): readonly string[] {
  return ids.filter((id) => world.companions.some(({ manifest }) => manifest.id === id));
}

/** First not installed at all, then switched on and off while the plugin runs. */
async function withoutOptional(world: CheckWorld, id: string): Promise<readonly Finding[]> {
  const remedy = `Ask for what ${id} gives with ctx.services.optional, tap and subscribe by name only, and do not import its code; or say that it is required.`;
  const findings = await onHost(world, { plugins: withoutPlugin(world, id) }, (host) =>
    worksFaults(host, world, `Without ${id}`),
  );
  if (present(world, [id]).length > 0) {
    const swapped = await onHost(world, {}, async (host) => {
      await host.kernel.disable(id, { cascade: true });
      const off = await worksFaults(host, world, `When ${id} is switched off`);
      await host.kernel.enable(id);
      return [...off, ...(await worksFaults(host, world, `When ${id} is switched on again`))];
    });
    findings.push(...swapped);
  }
  return findings.map((message) => ({ message, remedy }));
}

/** Blocked while it is missing, active by itself when it comes. */
async function withoutRequired(world: CheckWorld, id: string): Promise<readonly Finding[]> {
  const subject = world.subject.manifest.id;
  const absent = await onHost(world, { plugins: withoutPlugin(world, id) }, (host) =>
    blockedFaults(host, subject, `Without ${id}`),
  );
  const enable = pluginsOf(world)
    .map(({ manifest }) => manifest.id)
    .filter((one) => one !== id);
  const appearing = await onHost(world, { enable }, async (host) => {
    const faults = await blockedFaults(host, subject, `While ${id} is off`);
    await host.kernel.enable(id, { cascade: true });
    return [...faults, ...(await worksFaults(host, world, `Once ${id} is on`))];
  });
  return [...absent, ...appearing].map((message) => ({
    message,
    remedy: `Do nothing when the module is imported that needs ${id}: what needs it belongs into handlers, services and resources. Check the range in tessera.requires.`,
  }));
}

async function onHost(
  world: CheckWorld,
  options: { readonly plugins?: readonly InstalledPlugin[]; readonly enable?: readonly string[] },
  work: (host: TestHost) => Promise<string[]>,
): Promise<string[]> {
  const host = await world.openHost(options);
  try {
    return await work(host);
  } finally {
    await host.close();
  }
}

/** All others, without those that cannot be there without it. */
function withoutPlugin(world: CheckWorld, id: string): readonly InstalledPlugin[] {
  const gone = new Set([id]);
  const others = pluginsOf(world).filter(({ manifest }) => manifest.id !== id);
  return others.filter((plugin) => {
    const isGone =
      plugin !== world.subject &&
      Object.keys(plugin.manifest.requires).some((one) => gone.has(one));
    if (isGone) gone.add(plugin.manifest.id);
    return !isGone;
  });
}

async function blockedFaults(host: TestHost, subject: string, when: string): Promise<string[]> {
  const status = host.kernel.plugins().find(({ manifest }) => manifest.id === subject);
  const { status: answered } = await host.as('administrator').get('/api/meta');
  return [
    ...(status?.state === 'blocked'
      ? []
      : [
          `${when}, the plugin is ${status?.state} instead of blocked: ${status?.reason ?? 'no reason given'}.`,
        ]),
    ...(answered === 200
      ? []
      : [`${when}, the host does not serve: /api/meta answers ${answered}.`]),
  ];
}

/** It is active, its lists and plain routes answer, and the UI gets its description. */
async function worksFaults(host: TestHost, world: CheckWorld, when: string): Promise<string[]> {
  const { id } = world.subject.manifest;
  const status = host.kernel.plugins().find(({ manifest }) => manifest.id === id);
  if (status?.state !== 'active')
    return [`${when}, the plugin is ${status?.state} instead of active: ${status?.reason ?? ''}`];
  const client = host.as('administrator');
  const faults: string[] = [];
  for (const path of ['/api/meta', ...plainPaths(world)]) {
    const { status: answered, body } = await client.get(path);
    if (answered >= 500)
      faults.push(`${when}, GET ${path} answers ${answered}: ${JSON.stringify(body)}`);
  }
  return faults;
}

/** What can be read without knowing anything. */
function plainPaths({ subject }: CheckWorld): readonly string[] {
  const { manifest, plugin } = subject;
  return [
    ...(plugin.entities ?? []).map(({ path }) => `/${path}`),
    ...(plugin.routes ?? [])
      .filter(({ method, path }) => method === 'GET' && !path.includes(':'))
      .map(({ path }) => path),
  ].map((path) => `/api/${manifest.id}${path}`);
}
