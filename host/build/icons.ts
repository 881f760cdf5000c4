import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createRequire } from 'node:module';

/** One SVG file with every Lucide icon that the sources name, as symbols. */
export async function iconSprite(root: string, sources: readonly string[]): Promise<string> {
  const icons = join(
    dirname(createRequire(join(root, 'host/')).resolve('lucide-static/package.json')),
    'icons',
  );
  const names = new Set<string>();
  for (const file of sources) {
    if (!file.endsWith('.ts')) continue;
    for (const [, name] of (await readFile(file, 'utf8')).matchAll(
      /['"`]([a-z][a-z0-9]*(?:-[a-z0-9]+)*)['"`]/g,
    )) {
      if (name && existsSync(join(icons, `${name}.svg`))) names.add(name);
    }
  }
  const symbols = await Promise.all(
    [...names].toSorted().map(async (name) => {
      const svg = await readFile(join(icons, `${name}.svg`), 'utf8');
      const shapes = svg.slice(
        svg.indexOf('>', svg.indexOf('<svg')) + 1,
        svg.lastIndexOf('</svg>'),
      );
      return `<symbol id="${name}" viewBox="0 0 24 24">${shapes.replaceAll(/\s+/g, ' ').trim()}</symbol>`;
    }),
  );
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join('')}</svg>`;
}
