import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inspectPackage } from '@tessera/host';
import { packPlugin } from '../pack/pack-plugin.ts';
import type { Check, Finding } from './check.ts';
import type { CheckWorld, PackedPlugin } from './world.ts';

/** A package that is larger is slow to upload and to load. */
const MOST_BYTES = 2_000_000;

/** What is uploaded is what was written, and nothing more. */
export const packaging: Check = {
  name: 'packaging',
  title:
    'The packed tarball agrees with its manifest, holds no lit and no SDK, and is the same each time',
  async run(world) {
    const packed = await world.pack();
    return [
      ...(await inspection(packed)),
      ...(await repetition(world, packed)),
      ...(await sourceMaps(packed)),
      ...size(packed),
    ];
  },
};

async function inspection({ bytes }: PackedPlugin): Promise<readonly Finding[]> {
  const faults = await inspectPackage(bytes).then(
    ({ faults: found }) => found,
    (error: unknown) => [error instanceof Error ? error.message : String(error)],
  );
  return faults.map((fault) => ({
    message: `A host refuses the package: ${fault}`,
    remedy:
      'Mend package.json or the sources as it says. lit, @tessera/sdk and @tessera/sdk/ui are imported by these names, never copied into the plugin.',
  }));
}

async function repetition(world: CheckWorld, packed: PackedPlugin): Promise<readonly Finding[]> {
  if (!world.folder) return [];
  const again = await packPlugin(world.folder, await world.makeFolder());
  if (Buffer.compare(await readFile(again.file), packed.bytes) === 0) return [];
  return [
    {
      message: 'Packed twice, the plugin gives two different packages.',
      remedy:
        'Build it from its sources alone: nothing at import may depend on the time, on chance or on the machine.',
    },
  ];
}

async function sourceMaps({ folder }: PackedPlugin): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const name of await readdir(folder, { recursive: true })) {
    if (!/\.(js|map)$/.test(name)) continue;
    const text = await readFile(join(folder, name), 'utf8');
    const path = /(?:file:\/\/)?\/(?:home|Users|root|work|tmp|private)\/[\w./@-]{3,80}/.exec(
      text,
    )?.[0];
    if (name.endsWith('.map') || /^\/\/# sourceMappingURL=/m.test(text) || path)
      findings.push({
        message: `${name} ${path ? `names ${path}` : 'has a source map'}, which belongs to the machine it was built on.`,
        remedy:
          'Pack with tessera pack, which leaves source maps out, and write no absolute paths into the sources.',
      });
  }
  return findings;
}

function size({ bytes }: PackedPlugin): readonly Finding[] {
  if (bytes.length <= MOST_BYTES) return [];
  return [
    {
      message: `The package has ${Math.round(bytes.length / 1000)} kB; ${MOST_BYTES / 1000} kB are enough for any plugin.`,
      remedy: 'Look for a dependency that is bundled whole, or for pictures that could be smaller.',
    },
  ];
}
