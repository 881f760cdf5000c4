import type { InstalledPlugin } from '@tessera/core';
import { shapeDifferences, shapeOf, type AssemblyShape } from './assembly-shape.ts';
import type { Check } from './check.ts';
import { pluginsOf, type CheckWorld } from './world.ts';

/** The same plugins give the same assembly, in whatever order the host finds them. */
export const loadOrder: Check = {
  name: 'load-order',
  title: 'Any load order gives the same assembly',
  async run(world) {
    const plugins = pluginsOf(world);
    const expected = await assemble(world, plugins);
    for (const order of orders(plugins, world.isFull ? 10 : 2)) {
      const differences = shapeDifferences(expected, await assemble(world, order));
      if (differences.length === 0) continue;
      const names = order.map(({ manifest }) => manifest.id).join(', ');
      return differences.map((difference) => ({
        message: `Found in the order ${names}, the plugins make another assembly: ${difference}.`,
        remedy:
          'What a plugin contributes must not depend on when it is imported: build it from constants alone, not from a counter, a registry, the time or what other modules have set up.',
      }));
    }
    return [];
  },
};

async function assemble(
  world: CheckWorld,
  plugins: readonly InstalledPlugin[],
): Promise<AssemblyShape> {
  const host = await world.openHost({ plugins });
  try {
    return shapeOf(host.kernel.assembly);
  } finally {
    await host.close();
  }
}

/** The reverse first, then others; the same ones each time. */
function orders<T>(list: readonly T[], count: number): readonly (readonly T[])[] {
  const found: (readonly T[])[] = [list.toReversed()];
  let seed = 42;
  while (found.length < count) {
    const shuffled = [...list];
    for (let last = shuffled.length - 1; last > 0; last--) {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      const other = seed % (last + 1);
      [shuffled[last], shuffled[other]] = [shuffled[other] as T, shuffled[last] as T];
    }
    found.push(shuffled);
  }
  return found;
}
