import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createRequire } from 'node:module';

/** A sprite of icons, and the names that it holds. */
export interface IconSprite {
  readonly names: readonly string[];
  readonly svg: string;
}

/** One SVG file with every Lucide icon that the sources name, as symbols. */
export async function usedIcons(root: string, sources: readonly string[]): Promise<IconSprite> {
  const folder = iconFolder(root);
  const names = new Set<string>();
  for (const file of sources) {
    if (!file.endsWith('.ts')) continue;
    for (const [, name] of (await readFile(file, 'utf8')).matchAll(
      /['"`]([a-z][a-z0-9]*(?:-[a-z0-9]+)*)['"`]/g,
    )) {
      if (name && existsSync(join(folder, `${name}.svg`))) names.add(name);
    }
  }
  return sprite(folder, [...names]);
}

/** One SVG file with every Lucide icon there is: for plugins that are not known when the UI is built. */
export async function allIcons(root: string): Promise<IconSprite> {
  const folder = iconFolder(root);
  const files = (await readdir(folder)).filter((file) => file.endsWith('.svg'));
  return sprite(
    folder,
    files.map((file) => file.slice(0, -'.svg'.length)),
  );
}

function iconFolder(root: string): string {
  return join(
    dirname(createRequire(join(root, 'host/')).resolve('lucide-static/package.json')),
    'icons',
  );
}

async function sprite(folder: string, unsorted: readonly string[]): Promise<IconSprite> {
  const names = unsorted.toSorted();
  const symbols = await Promise.all(
    names.map(async (name) => {
      const svg = await readFile(join(folder, `${name}.svg`), 'utf8');
      const shapes = svg.slice(
        svg.indexOf('>', svg.indexOf('<svg')) + 1,
        svg.lastIndexOf('</svg>'),
      );
      return `<symbol id="${name}" viewBox="0 0 24 24">${shapes.replaceAll(/\s+/g, ' ').trim()}</symbol>`;
    }),
  );
  return { names, svg: `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join('')}</svg>` };
}
