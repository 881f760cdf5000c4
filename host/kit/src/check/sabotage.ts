import { definePlugin, type HookKind, type InstalledPlugin, type Tap } from '@tessera/core';
import type { Finding } from './check.ts';
import { fillHost } from './fill-host.ts';
import { pluginsOf, type CheckWorld } from './world.ts';

/** Ways in which another plugin misbehaves in a hook that can do without it. */
const MISCHIEF: Readonly<Record<string, () => unknown>> = {
  throws: () => {
    throw new Error('sabotage');
  },
  hangs: () => new Promise(() => {}),
  'answers rubbish': () => ({ rubbish: [null, '\u0000', Number.NaN] }),
};

/**
 * Puts a plugin beside the one that is checked which taps every hook that it offers, and does mischief there. Who offers a hook copes with
 * whatever comes of it. Guards and actions are left out: they may stop what they guard.
 */
export async function sabotage(world: CheckWorld): Promise<readonly Finding[]> {
  const offered = (world.subject.plugin.offers ?? []).filter(({ kind }) => isLenient(kind));
  if (offered.length === 0) return [];
  const findings: Finding[] = [];
  for (const [how, handler] of Object.entries(MISCHIEF)) {
    const hooks = offered.map(({ name }): Tap => ({ hook: name, handler }));
    const host = await world.openHost({ plugins: [...pluginsOf(world), saboteur(world, hooks)] });
    try {
      const filling = await fillHost(host);
      for (const [entity, reason] of filling.empty)
        if (reason.includes('"status":500'))
          findings.push(finding(`creating ${entity} fails: ${reason}`, how, offered));
      for (const path of plainRoutes(world)) {
        const { status } = await host.as('administrator').get(path);
        if (status >= 500) findings.push(finding(`GET ${path} answers ${status}`, how, offered));
      }
    } finally {
      await host.close();
    }
  }
  return findings;
}

function isLenient(kind: HookKind): boolean {
  return kind === 'filter' || kind === 'collect';
}

function plainRoutes({ subject }: CheckWorld): readonly string[] {
  return (subject.plugin.routes ?? [])
    .filter(({ method, path }) => method === 'GET' && !path.includes(':'))
    .map(({ path }) => `/api/${subject.manifest.id}${path}`);
}

function saboteur(world: CheckWorld, hooks: readonly Tap[]): InstalledPlugin {
  const { id } = world.subject.manifest;
  return {
    plugin: definePlugin({ hooks }),
    manifest: {
      id: 'saboteur',
      name: 'saboteur',
      version: '1.0.0',
      engine: '*',
      requires: { [id]: '*' },
      optional: {},
      label: { en: 'Saboteur', 'zh-CN': '捣乱者' },
    },
  };
}

function finding(
  what: string,
  how: string,
  offered: readonly { readonly name: string }[],
): Finding {
  const names = offered.map(({ name }) => name).join(', ');
  return {
    message: `When another plugin ${how} in ${names}, ${what}.`,
    remedy:
      'Check what the hook answers before it is used: its types, and that it is there at all. Leave out what does not fit.',
  };
}
