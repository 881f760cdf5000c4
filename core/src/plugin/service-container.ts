import 'reflect-metadata'; // before tsyringe, which refuses to load without it
import { container, instanceCachingFactory } from 'tsyringe';
import { errors } from '../errors.ts';
import type { Context, Services } from './context.ts';
import { callPluginSync, type SpanListener } from './plugin-call.ts';
import type { InstalledPlugin } from './plugin.ts';
import type { ServiceToken } from './service.ts';

/** The services of one assembly: each made once, when it is first asked for. */
export function createServices(
  plugins: readonly InstalledPlugin[],
  contextOf: (plugin: string) => Context,
  onSpan: SpanListener,
): (plugin: string) => Services {
  const services = container.createChildContainer();
  const owners = new Map<string, string>();
  for (const { manifest, plugin } of plugins) {
    for (const provider of plugin.services ?? []) {
      owners.set(provider.token.name, manifest.id);
      const access = { context: () => contextOf(manifest.id) };
      services.register(provider.token.name, {
        useFactory: instanceCachingFactory(() =>
          callPluginSync(
            onSpan,
            { kind: 'service', name: provider.token.name, plugin: manifest.id },
            () => provider.create(access),
          ),
        ),
      });
    }
  }
  const reachable = new Map(
    plugins.map(({ manifest }) => [
      manifest.id,
      new Set([manifest.id, ...Object.keys(manifest.requires), ...Object.keys(manifest.optional)]),
    ]),
  );
  return (plugin) => {
    const find = <T>(token: ServiceToken<T>): T | undefined => {
      const owner = owners.get(token.name);
      const declared = owner !== undefined && reachable.get(plugin)?.has(owner);
      return declared ? services.resolve<T>(token.name) : undefined;
    };
    return {
      optional: find,
      get(token) {
        const service = find(token);
        if (service === undefined) throw errors.serviceMissing({ service: token.name });
        return service;
      },
    };
  };
}
